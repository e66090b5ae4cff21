namespace Partime.Tool.Plugins;

/// <summary>What workloads and executors have in common: a name that users type and a class in an assembly.</summary>
internal interface IPluginType
{
    /// <summary>The word for it in messages.</summary>
    static abstract string Kind { get; }

    string Name { get; }

    string TypeName { get; }

    string AssemblyPath { get; }
}

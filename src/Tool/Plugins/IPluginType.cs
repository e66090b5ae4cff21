namespace Partime.Tool.Plugins;

/// <summary>What workloads and executors have in common: a name that users type and a class in an assembly.</summary>
internal interface IPluginType
{
    string Name { get; }

    string TypeName { get; }

    string AssemblyPath { get; }
}

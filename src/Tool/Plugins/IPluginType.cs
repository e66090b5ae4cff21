namespace Partime.Tool.Plugins;

/// <summary>What workloads and executors have in common: a name that users type, options, and a class in an assembly.</summary>
internal interface IPluginType
{
    /// <summary><c>workload</c> or <c>executor</c>.</summary>
    string Kind { get; }

    string Name { get; }

    string Description { get; }

    IReadOnlyList<OptionInfo> Options { get; }

    string TypeName { get; }

    /// <summary>The class's number in its assembly. Looking a class up by its name has the runtime compile a name parser, which
    /// would take a worker process longer than everything else it does before its first task.</summary>
    int TypeToken { get; }

    string AssemblyPath { get; }

    /// <summary>What users type to set an option, as far as the value.</summary>
    string SettingOf(string option);
}

namespace Partime.Tool.Plugins;

/// <summary>A workload or an executor as its assembly's metadata describes it: none of its code has run.</summary>
internal interface IPluginType
{
    /// <summary><c>workload</c> or <c>executor</c>, for messages.</summary>
    string Kind { get; }

    string Name { get; }

    string Description { get; }

    IReadOnlyList<OptionInfo> Options { get; }

    string TypeName { get; }

    /// <summary>The class's metadata token. For a lookup by name the runtime would compile a name parser, which takes a worker process
    /// longer than everything else before its first task.</summary>
    int TypeToken { get; }

    /// <summary>Where users have the assembly.</summary>
    string AssemblyPath { get; }

    /// <summary>Where it is loaded from: there, or from a copy of the folder.</summary>
    string LoadPath { get; }

    /// <summary>The key by which users set an option.</summary>
    string KeyOf(string option);

    /// <summary>Whether one of its options takes settings of this name, which is none of its options.</summary>
    bool TakesOther(string key) =>
        Options.Any(option => option.Others) && !Options.Any(option => !option.Others && option.Name.Replace('-', '_') == key.Replace('-', '_')) && PluginNames.Fits(key);
}

internal sealed record WorkloadInfo(
    string Name,
    string Description,
    string? SampleInputs,
    bool Deterministic,
    IReadOnlyList<OptionInfo> Options,
    IReadOnlyList<MetricInfo> Metrics,
    string TypeName,
    int TypeToken,
    string AssemblyPath) : IPluginType
{
    public string Kind => "workload";

    public string LoadPath { get => field ?? AssemblyPath; init; }

    public string KeyOf(string option) => option;
}

/// <param name="MaxWorkers">0 for any number.</param>
/// <param name="DefaultWorkers">As users write it; null for partime's default.</param>
/// <param name="DefaultChunkSize">As users write it; null for partime's default.</param>
internal sealed record ExecutorInfo(
    string Name,
    string Description,
    int MaxWorkers,
    string? DefaultWorkers,
    string? DefaultChunkSize,
    IReadOnlyList<OptionInfo> Options,
    string TypeName,
    int TypeToken,
    string AssemblyPath) : IPluginType
{
    public string Kind => "executor";

    public string LoadPath { get => field ?? AssemblyPath; init; }

    public string KeyOf(string option) => $"{Name}.{option}";
}

/// <summary>A number that each task of a workload measures besides its duration.</summary>
/// <param name="Unit">Empty for a plain number.</param>
internal sealed record MetricInfo(string Name, string Unit, string Description, MetricAggregate Aggregate);

namespace Partime.Tool.Plugins;

/// <summary>A workload as its assembly's metadata describes it; none of its code has run.</summary>
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

    public string SettingOf(string option) => $"--set {option}=";
}

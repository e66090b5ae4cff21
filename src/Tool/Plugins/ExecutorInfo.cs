namespace Partime.Tool.Plugins;

/// <summary>An executor as its assembly's metadata describes it; none of its code has run.</summary>
/// <param name="MaxWorkers">0 for any number.</param>
/// <param name="DefaultWorkers">As for <c>--workers</c>; null for the usual.</param>
/// <param name="DefaultChunkSize">As for <c>--chunk-size</c>; null for the usual.</param>
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

    public string SettingOf(string option) => $"{ExecutorSetting.Flag} {Name}.{option}=";
}

namespace Partime.Tool.Plugins;

/// <summary>An executor as its assembly's metadata describes it; none of its code has run.</summary>
/// <param name="MaxWorkers">0 for any number.</param>
internal sealed record ExecutorInfo(
    string Name,
    string Description,
    int MaxWorkers,
    string TypeName,
    string AssemblyPath) : IPluginType;

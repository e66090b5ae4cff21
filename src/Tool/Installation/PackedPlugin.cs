using Partime.Tool.Plugins;

namespace Partime.Tool.Installation;

/// <summary>A package of a plugin that others can install.</summary>
internal sealed record PackedPlugin(string Path, string Id, string Version, IReadOnlyList<string> Files, IReadOnlyList<WorkloadInfo> Workloads, IReadOnlyList<ExecutorInfo> Executors);

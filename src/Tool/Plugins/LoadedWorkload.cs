namespace Partime.Tool.Plugins;

/// <summary>A workload that is ready to be started, and the options in effect in the order in which it declares them.</summary>
internal sealed record LoadedWorkload(IWorkload Workload, WorkloadInfo Info, IReadOnlyList<Parameter> Parameters);

namespace Partime.Tool.Processes;

/// <summary>What <c>ProcessPoolExecutor.map</c> does: whoever is free takes the next task.</summary>
[Executor("process-pool", "W processes that stay, each claiming the next task.")]
internal sealed class ProcessPoolExecutor : ProcessExecutor;

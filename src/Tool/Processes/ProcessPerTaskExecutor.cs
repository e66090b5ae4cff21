namespace Partime.Tool.Processes;

/// <summary>What <c>multiprocessing.Process</c>, start and join, does: a process begins, runs one task and ends.</summary>
[Executor("process", "One process per task, W at once: start, one task, exit.", DefaultWorkers = "tasks")]
internal sealed class ProcessPerTaskExecutor : ProcessExecutor
{
    protected override bool IsOnePerTask => true;
}

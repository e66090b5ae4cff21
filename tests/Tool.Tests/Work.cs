namespace Partime.Tool.Tests;

/// <summary>Workloads made of a function, so that a test shows what its tasks do.</summary>
internal static class Work
{
    /// <summary>Done on the calling thread.</summary>
    public static IWorkload Blocking(Func<WorkItem, CancellationToken, WorkResult> run) => new BlockingWork(run);

    /// <summary>Done on the calling thread, without regard to the token.</summary>
    public static IWorkload Of(Func<WorkItem, WorkResult> run) => new BlockingWork((item, _) => run(item));

    /// <summary>Done without a blocking form.</summary>
    public static IWorkload Awaiting(Func<WorkItem, CancellationToken, ValueTask<WorkResult>> run) => new AwaitingWork(run);

    /// <summary>Nothing at all.</summary>
    public static IWorkload Empty { get; } = Of(_ => default);

    /// <summary>Gives the input back.</summary>
    public static IWorkload Echo { get; } = Of(item => WorkResult.Of(item.Text));

    private sealed class BlockingWork(Func<WorkItem, CancellationToken, WorkResult> run) : IBlockingWorkload
    {
        public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => run(item, cancellationToken);
    }

    private sealed class AwaitingWork(Func<WorkItem, CancellationToken, ValueTask<WorkResult>> run) : IWorkload
    {
        public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => run(item, cancellationToken);
    }
}

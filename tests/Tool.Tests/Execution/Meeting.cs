namespace Partime.Tool.Tests.Execution;

/// <summary>Tasks that end only when a number of them run at the same time. They wait blocking or not, as their executor calls them.</summary>
internal sealed class Meeting(int size) : IBlockingWorkload
{
    private readonly TaskCompletionSource complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int present;

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        Arrive().Wait(Bundled.TimeLimit / 2, cancellationToken);
        return Seen();
    }

    async ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Arrive(), Task.Delay(Bundled.TimeLimit / 2, cancellationToken));
        return Seen();
    }

    private Task Arrive()
    {
        if (Interlocked.Increment(ref present) == size)
            complete.SetResult();
        return complete.Task;
    }

    private WorkResult Seen() => WorkResult.Of(complete.Task.IsCompleted ? "met" : "timed out");
}

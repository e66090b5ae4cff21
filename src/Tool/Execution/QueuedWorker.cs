namespace Partime.Tool.Execution;

/// <summary>A work item of the thread pool that runs one chunk and queues itself again until no tasks are left.</summary>
internal sealed class QueuedWorker(ITaskBoard board, int worker, CancellationToken cancellationToken) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Start()
    {
        Queue();
        return done.Task;
    }

    public void Execute()
    {
        try
        {
            if (cancellationToken.IsCancellationRequested || !board.TryClaim(worker, out var range))
            {
                done.SetResult();
                return;
            }
            board.Run(range, worker, cancellationToken);
            Queue();
        }
        catch (Exception exception)
        {
            // Only a defect of the board gets here; it must fail the run, not the process.
            done.SetException(exception);
        }
    }

    // Into the global queue, where a Task.Run from outside the pool goes as well.
    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}

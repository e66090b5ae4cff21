using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The pool that a session sees: it asks the supervisor, and waits.</summary>
/// <remarks>On the thread that asks, as it would not go on sooner elsewhere; and where workers have used up all the threads that the user
/// may have, there is no other thread for it.</remarks>
internal sealed class ProcessPool(PoolContext context, PoolShape shape) : IMeasuredPool
{
    private readonly Supervisor supervisor = new(context, shape);
    private bool isDisposed;

    public PoolUsage Usage => supervisor.Usage;

    public void Start(CancellationToken cancellationToken) => supervisor.Start(cancellationToken);

    public ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        supervisor.Run(board as Board ?? throw new InvalidOperationException("Worker processes work on partime's own board."), cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    public void Stop()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        supervisor.Stop();
    }
}

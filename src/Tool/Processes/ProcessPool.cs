using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The pool that a session sees: it asks the supervisor, and waits.</summary>
internal sealed class ProcessPool(Employer employer, PoolShape shape) : IMeasuredPool
{
    private readonly Supervisor supervisor = new(employer, shape);
    private Task? end;

    public PoolUsage Usage => supervisor.Usage;

    public Task StartAsync(CancellationToken cancellationToken) => supervisor.StartAsync(cancellationToken);

    public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(end is not null, this);
        await supervisor.RunAsync(board as Board ?? throw new InvalidOperationException("Worker processes work on partime's own board."), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await (end ??= supervisor.StopAsync()).ConfigureAwait(false);
}

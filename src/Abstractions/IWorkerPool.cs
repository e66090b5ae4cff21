namespace Partime;

/// <summary>The started workers of one executor.</summary>
/// <remarks><see cref="IAsyncDisposable.DisposeAsync"/> ends the workers and returns when they are gone. The time this takes is
/// the run's <c>shutdown_s</c>. It is called once, also after a failed or cancelled run.</remarks>
public interface IWorkerPool : IAsyncDisposable
{
    /// <summary>Has every task of the board run once. The time this takes is the run's <c>run_s</c>.</summary>
    /// <param name="board">Where workers claim tasks and record what happened; safe for concurrent use.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session: stop claiming, start no
    /// more tasks, and complete when those under way have ended. Throwing is not needed.</param>
    /// <returns>A task that completes when no worker touches the board any more.</returns>
    /// <remarks>Called once for each run, and never again before the last call has completed. An exception fails the run with
    /// its message; tasks without a verdict are then recorded as <c>cancelled</c>.</remarks>
    ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken);
}

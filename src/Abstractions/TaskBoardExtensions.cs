namespace Partime;

/// <summary>The claim-run-record loop, which every executor in this process shares.</summary>
public static class TaskBoardExtensions
{
    /// <summary>Claims and runs tasks on the calling thread until none are left or the token is cancelled.</summary>
    /// <param name="board">The board.</param>
    /// <param name="worker">The worker that the calling thread is, from 0.</param>
    /// <param name="cancellationToken">Ends the loop between two tasks; also passed to the workload.</param>
    public static void Drain(this ITaskBoard board, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            board.Run(range, worker, cancellationToken);
    }

    /// <summary>Claims and runs tasks without blocking, one after the other, until none are left or the token is cancelled.</summary>
    /// <inheritdoc cref="Drain"/>
    public static async ValueTask DrainAsync(this ITaskBoard board, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            await board.RunAsync(range, worker, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the tasks of a claimed chunk on the calling thread, until they are done or the token is cancelled.</summary>
    /// <param name="board">The board.</param>
    /// <param name="range">The chunk.</param>
    /// <param name="worker">The worker that claimed it.</param>
    /// <param name="cancellationToken">Ends the loop between two tasks; also passed to the workload.</param>
    public static void Run(this ITaskBoard board, TaskRange range, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
            board.Run(index, worker, cancellationToken);
    }

    /// <summary>Runs the tasks of a claimed chunk without blocking, until they are done or the token is cancelled.</summary>
    /// <inheritdoc cref="Run"/>
    public static async ValueTask RunAsync(this ITaskBoard board, TaskRange range, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
            await board.RunAsync(index, worker, cancellationToken).ConfigureAwait(false);
    }
}

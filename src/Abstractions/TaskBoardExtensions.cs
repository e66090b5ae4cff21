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
            for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
                board.Run(index, worker, cancellationToken);
    }

    /// <summary>Claims and runs tasks without blocking, one after the other, until none are left or the token is cancelled.</summary>
    /// <param name="board">The board.</param>
    /// <param name="worker">The worker that this loop is, from 0.</param>
    /// <param name="cancellationToken">Ends the loop between two tasks; also passed to the workload.</param>
    public static async ValueTask DrainAsync(this ITaskBoard board, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
                await board.RunAsync(index, worker, cancellationToken).ConfigureAwait(false);
    }
}

namespace Partime.Tool.Execution;

/// <summary>One task that does nothing, run by each of the two loops before anything is measured. What the runtime loads and
/// compiles then would otherwise count as the first executor's overhead.</summary>
internal sealed class Rehearsal : IBlockingWorkload
{
    /// <summary>Rehearses both loops, in the process where executors of all kinds will run.</summary>
    public static async ValueTask RunAsync(Func<long, WorkItem> items)
    {
        using var memory = new PrivateBoardMemory(Layout);
        var board = Run(items, memory, board => board);
        board.Reset(workers: 1, chunkSize: 1);
        await board.DrainAsync(worker: 0, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Rehearses an executor with one worker. If it cannot work, its run will tell.</summary>
    public static async ValueTask RunAsync(Func<long, WorkItem> items, IExecutor executor)
    {
        using var memory = new PrivateBoardMemory(Layout);
        var board = new Board(new Rehearsal(), items, memory);
        board.Reset(workers: 1, chunkSize: 1);
        try
        {
            await using var pool = await executor.StartAsync(new PoolRequest { Workers = 1 }, CancellationToken.None).ConfigureAwait(false);
            await pool.RunAsync(board, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // No threads are to be had.
        }
    }

    /// <summary>Rehearses the loop on a thread, at the board that a worker process sees.</summary>
    public static void Run(Func<long, WorkItem> items, Func<Board, ITaskBoard> seat)
    {
        using var memory = new PrivateBoardMemory(Layout);
        Run(items, memory, seat);
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);

    private static BoardLayout Layout => new(Tasks: 1, MetricNames: [], KeepValues: true);

    private static Board Run(Func<long, WorkItem> items, PrivateBoardMemory memory, Func<Board, ITaskBoard> seat)
    {
        var board = new Board(new Rehearsal(), items, memory);
        board.Reset(workers: 1, chunkSize: 1);
        seat(board).Drain(worker: 0, CancellationToken.None);
        return board;
    }
}

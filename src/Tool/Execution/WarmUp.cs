namespace Partime.Tool.Execution;

/// <summary>One empty task, run by each of the two loops before anything is measured. Otherwise what the runtime loads and compiles
/// for them would count as the first executor's overhead.</summary>
internal sealed class WarmUp : IBlockingWorkload
{
    /// <summary>Warms up the loops that these executors may use in this process.</summary>
    public static async ValueTask RunAsync(TaskItems items, IEnumerable<IExecutor> executors)
    {
        using var memory = new PrivateBoardMemory(Layout);
        var board = Run(items, memory, board => board);
        if (executors.All(IsBlocking))
            return;
        board.Reset(workers: 1, chunkSize: 1);
        await board.DrainAsync(worker: 0, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Warms up an executor, with one worker.</summary>
    public static async ValueTask RunAsync(TaskItems items, IExecutor executor)
    {
        using var memory = new PrivateBoardMemory(Layout);
        var board = new Board(new WarmUp(), items, memory);
        board.Reset(workers: 1, chunkSize: 1);
        try
        {
            await using var pool = await executor.StartAsync(new PoolRequest { Workers = 1 }, CancellationToken.None).ConfigureAwait(false);
            await pool.RunAsync(board, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // No thread can be started. The run reports that.
        }
    }

    /// <summary>Warms up the blocking loop, at the board that a worker process uses.</summary>
    /// <param name="items">The inputs.</param>
    /// <param name="wrap">Makes that board from an ordinary one.</param>
    public static void Run(TaskItems items, Func<Board, ITaskBoard> wrap)
    {
        using var memory = new PrivateBoardMemory(Layout);
        Run(items, memory, wrap);
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);

    /// <summary>Whether it does without the loop that awaits tasks, which takes as long to compile as all the rest. Those of plugins may use it.</summary>
    private static bool IsBlocking(IExecutor executor) => executor is SerialExecutor or ThreadsExecutor or ThreadPoolExecutor or IWarmUpExecutor;

    private static BoardLayout Layout => new(Tasks: 1, MetricNames: [], KeepValues: true);

    private static Board Run(TaskItems items, PrivateBoardMemory memory, Func<Board, ITaskBoard> wrap)
    {
        var board = new Board(new WarmUp(), items, memory);
        board.Reset(workers: 1, chunkSize: 1);
        wrap(board).Drain(worker: 0, CancellationToken.None);
        return board;
    }
}

/// <summary>Tasks of the workload that workers run before the stopwatch starts: code is compiled and connections are open then. Nothing records them.</summary>
internal static class WarmTasks
{
    /// <summary>So that a board of them stays small.</summary>
    private const int MaxAtOnce = 1000;

    /// <param name="workload">The workload.</param>
    /// <param name="items">Its inputs, of which the first are used; beyond the last one they begin again.</param>
    /// <param name="metricNames">What a task may report.</param>
    /// <param name="workers">Which workers there are.</param>
    /// <param name="perWorker">How many tasks each of them runs.</param>
    /// <returns>Boards, one after the other, to be run before the next one is asked for.</returns>
    public static IEnumerable<ITaskBoard> Boards(IWorkload workload, TaskItems items, IReadOnlyList<string> metricNames, Range workers, int perWorker)
    {
        var (first, count) = (workers.Start.Value, workers.End.Value - workers.Start.Value);
        for (var left = perWorker; left > 0; left -= MaxAtOnce)
        {
            var share = Math.Min(left, MaxAtOnce);
            using var memory = new PrivateBoardMemory(new BoardLayout((long)count * share, metricNames, KeepValues: false));
            var board = new Board(workload, items, memory);
            board.Reset(workers.End.Value, chunkSize: 1);
            yield return new EqualShares(board, first, count, share);
        }
    }

    /// <summary>A board at which each worker claims as many tasks as every other one, however fast it is.</summary>
    private sealed class EqualShares(Board board, int first, int count, int share) : ITaskBoard
    {
        private readonly bool[] hasClaimed = new bool[count];

        public long Count => board.Count;

        public bool TryClaim(int worker, out TaskRange range)
        {
            var start = (long)(worker - first) * share;
            range = new TaskRange(start, start + share);
            return (uint)(worker - first) < count && !Interlocked.Exchange(ref hasClaimed[worker - first], true);
        }

        public void Run(long index, int worker, CancellationToken cancellationToken) => board.Run(index, worker, cancellationToken);

        public ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken) => board.RunAsync(index, worker, cancellationToken);

        public WorkItem GetItem(long index) => board.GetItem(index);

        public void Record(in TaskRecord record) => board.Record(in record);
    }
}

/// <summary>An executor whose first pool costs more than later ones, or that may fail long after the session began.</summary>
internal interface IWarmUpExecutor : IExecutor
{
    /// <summary>Makes a pool and ends it, before anything is measured.</summary>
    ValueTask WarmUpAsync(CancellationToken cancellationToken);
}

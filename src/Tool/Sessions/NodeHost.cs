using Partime.Tool.Execution;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>What partime does in a node.</summary>
internal sealed class NodeHost(string told) : INodeHost
{
    public string Told => told;

    /// <summary>On a thread of its own, as starting a process blocks.</summary>
    public async ValueTask<INodeWorker> OpenAsync(ReadOnlyMemory<byte> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Factory.StartNew(() => NodeWorker.Start(WorkDescription.Read(work), cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PartimeException or BrokenPoolException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }
}

/// <summary>A pool of one worker process, with a board for as many tasks as it runs at once. A range is a run of that pool, or several.</summary>
internal sealed class NodeWorker : INodeWorker
{
    /// <summary>So the board takes no more than 1 MB, however large the ranges are.</summary>
    private const int MaxTasksAtOnce = 16 * 1024;

    private readonly SharedBoardMemory memory;
    private readonly Board board;
    private readonly ProcessPool pool;

    private NodeWorker(WorkDescription work)
    {
        memory = WorkerPayload.Write(new BoardLayout(MaxTasksAtOnce, work.MetricNames, KeepValues: true), work.Activation, work.Inputs);
        board = new Board(new Elsewhere(), (index, _) => new WorkItem(index, index), memory, work.Rules);
        board.Reset(workers: 1, chunkSize: 1);
        pool = new ProcessPool(new PoolContext(memory, work.Rules), new PoolShape(Workers: 1, IsOnePerTask: false, AllReady: true));
    }

    public static INodeWorker Start(WorkDescription work, CancellationToken cancellationToken)
    {
        var worker = new NodeWorker(work);
        try
        {
            worker.pool.Start(cancellationToken);
            return worker;
        }
        catch
        {
            worker.Stop();
            throw;
        }
    }

    public IEnumerable<byte[]> Run(TaskRange range, CancellationToken cancellationToken)
    {
        for (var start = range.Start; start < range.End && !cancellationToken.IsCancellationRequested; start += MaxTasksAtOnce)
        {
            RunPart(new TaskRange(start, Math.Min(start + MaxTasksAtOnce, range.End)), cancellationToken);
            foreach (var block in ResultBlocks.Write(board))
                yield return block;
        }
    }

    public ValueTask DisposeAsync() => new(Task.Factory.StartNew(Stop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private void RunPart(TaskRange range, CancellationToken cancellationToken)
    {
        try
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            board.Reset(workers: 1, chunkSize: (int)range.Count, tasks: range.Count, first: range.Start);
            pool.RunAsync(board, cancellationToken).AsTask().GetAwaiter().GetResult();
            if (board.FindDamage(began) is { } damage)
                throw new BoardOverwrittenException(damage);
        }
        catch (BoardOverwrittenException exception)
        {
            throw new InvalidOperationException(BoardOverwrittenException.Sentence(exception.Message), exception);
        }
        catch (Exception exception) when (exception is PartimeException or BrokenPoolException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    private void Stop()
    {
        pool.Stop();
        memory.Dispose();
    }

    /// <summary>A node runs no tasks in its own process.</summary>
    private sealed class Elsewhere : IWorkload
    {
        public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Installation;
using Partime.Tool.Measurement;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>What partime does in a node.</summary>
internal sealed class NodeHost(string told) : INodeHost
{
    private WorkOpener? opener;

    public string Told => told;

    public int Slots { get; init; } = Environment.ProcessorCount;

    public bool StaysForSessions { get; init; }

    public CancellationToken Draining { get; init; }

    /// <summary>Receives sentences for the user of the node.</summary>
    public Action<string> Tell { get; init; } = Console.Error.WriteLine;

    public ReadOnlyMemory<byte> Facts { get; } = NodesJson.FactsOf(Machine.Read());

    /// <summary>Whether sessions may send plugins, whose code then runs as this user.</summary>
    public bool AcceptsPlugins { get; init; }

    /// <summary>Whether it is a node of a session on this machine.</summary>
    public bool IsOwn { get; init; }

    /// <summary>What is installed, beside which it keeps what it receives.</summary>
    public PluginStore? Store { get; init; } = PluginStore.Find();

    private WorkOpener Opener => LazyInitializer.EnsureInitialized(ref opener, () => new WorkOpener(new NodePlugins(Store, Tell) { Accepts = AcceptsPlugins, IsOwn = IsOwn }));

    public async ValueTask<INodePool> OpenAsync(ReadOnlyMemory<byte> work, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return new NodePool(await Opener.OpenAsync(work, new SessionReader(ask), cancellationToken).ConfigureAwait(false));
        }
        catch (PartimeException exception)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    public void Notify(string sentence) => Tell(sentence);
}

/// <summary>The work of a pool on this node.</summary>
internal sealed class NodePool(OpenWork work) : INodePool
{
    /// <summary>On a thread of its own, as starting a process blocks.</summary>
    public async ValueTask<INodeWorker> StartWorkerAsync(int worker, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Factory.StartNew(() => NodeWorker.Start(work, worker, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PartimeException or BrokenPoolException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        work.Dispose();
        return default;
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
    private readonly UsageOfNode usage;
    private readonly ResultBlockWriter writer;
    private readonly int number;

    private NodeWorker(OpenWork work, int number)
    {
        memory = WorkerPayload.Write(new BoardLayout(MaxTasksAtOnce, work.MetricNames, work.KeepsValues), work.Activation, work.Inputs);
        board = new Board(new Elsewhere(), (index, _) => new WorkItem(index, index), memory, work.Rules);
        this.number = number;
        board.Reset(workers: 1, chunkSize: 1, firstWorker: number);
        writer = new ResultBlockWriter(board);
        usage = new UsageOfNode(memory);
        pool = new ProcessPool(new PoolContext(memory, work.Rules), new PoolShape(Workers: 1, IsOnePerTask: false, AllReady: true));
    }

    public static INodeWorker Start(OpenWork work, int number, CancellationToken cancellationToken)
    {
        var worker = new NodeWorker(work, number);
        try
        {
            worker.pool.Start(cancellationToken);
            // The start of a warm pool does not count.
            if (work.AllReady)
                worker.usage.Take(pid: 0);
            return worker;
        }
        catch
        {
            worker.Stop();
            throw;
        }
    }

    public IEnumerable<byte[]> Run(TaskRange range, long chunkSize, CancellationToken cancellationToken)
    {
        // Below 0, a worker would read before the inputs.
        if (range.Start < 0 || range.End < range.Start || chunkSize < 1)
            throw new InvalidOperationException($"The session has named tasks that cannot be: {range.Start:N0} to {range.End:N0} in chunks of {chunkSize:N0}.");
        var isStopped = false;
        InvalidOperationException? failure = null;
        writer.Begin(range.Start);
        for (var start = range.Start; start < range.End && failure is null && !cancellationToken.IsCancellationRequested; start += MaxTasksAtOnce)
        {
            var part = new TaskRange(start, Math.Min(start + MaxTasksAtOnce, range.End));
            board.Reset(workers: 1, chunkSize: (int)Math.Min(chunkSize, part.Count), tasks: part.Count, first: part.Start, firstWorker: number);
            if (isStopped)
                board.Stop();
            else
                failure = RunPart(cancellationToken);
            isStopped = board.IsStopped;
            if (failure is null)
                foreach (var block in writer.Write(TakeUsage))
                    yield return block;
        }
        foreach (var block in writer.End(TakeUsage))
            yield return block;
        if (failure is not null)
            throw failure;
    }

    public ValueTask DisposeAsync() => new(Task.Factory.StartNew(Stop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private NodeUsage TakeUsage() => usage.Take(board.Log.Slots[0].Pid);

    /// <returns>Why the worker cannot go on, if it cannot.</returns>
    private InvalidOperationException? RunPart(CancellationToken cancellationToken)
    {
        usage.EndWait();
        try
        {
            var began = Stopwatch.GetTimestamp();
            pool.RunAsync(board, cancellationToken).AsTask().GetAwaiter().GetResult();
            return board.FindDamage(began) is { } damage ? new InvalidOperationException(BoardOverwrittenException.Sentence(damage)) : null;
        }
        catch (BoardOverwrittenException exception)
        {
            return new InvalidOperationException(BoardOverwrittenException.Sentence(exception.Message), exception);
        }
        catch (Exception exception) when (exception is PartimeException or BrokenPoolException)
        {
            return new InvalidOperationException(exception.Message, exception);
        }
        finally
        {
            usage.BeginWait();
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

/// <summary>What a worker and its node have used. A worker writes it on the board whenever it has run what it was given.</summary>
internal sealed unsafe class UsageOfNode(SharedBoardMemory memory)
{
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(200);
    private static readonly Lock Gate = new();
    private static NodeUsage ofNode;

    private NodeUsage ofWorker;
    private long memoryTicks, idleTicks;
    private TimeSpan waited;

    /// <summary>The worker has run all tasks that it had.</summary>
    public void BeginWait() => idleTicks = Stopwatch.GetTimestamp();

    /// <summary>It has tasks again. Until the first ones, it was starting.</summary>
    public void EndWait() => waited += idleTicks == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(idleTicks);

    /// <summary>Since this was last asked.</summary>
    /// <param name="pid">The worker's process; 0 to leave out its memory.</param>
    public NodeUsage Take(int pid)
    {
        var record = memory.Records[0];
        var now = new NodeUsage(new TimeSpan(record.UserTicks), new TimeSpan(record.SystemTicks), new TimeSpan(record.PauseTicks), TimeSpan.Zero, PeakRssOf(pid));
        var used = now - ofWorker;
        // Another process has taken its place.
        if (!used.IsPossible)
            used = now.IsPossible ? now : default;
        ofWorker = now;
        used = used with { Waited = waited };
        waited = TimeSpan.Zero;
        return used + TakeOfNode();
    }

    /// <summary>Not with every block, because the system takes as long to tell as many tasks take.</summary>
    private long PeakRssOf(int pid)
    {
        if (pid == 0 || (memoryTicks != 0 && Stopwatch.GetElapsedTime(memoryTicks) < MemoryInterval))
            return 0;
        memoryTicks = Stopwatch.GetTimestamp();
        return ProcessMemory.PeakRss(pid);
    }

    /// <summary>The process that all workers of a node share: what it does for them is a part of the costs.</summary>
    private static NodeUsage TakeOfNode()
    {
        lock (Gate)
        {
            var usage = Environment.CpuUsage;
            var now = new NodeUsage(usage.UserTime, usage.PrivilegedTime, TimeSpan.Zero, TimeSpan.Zero, 0);
            var used = now - ofNode;
            ofNode = now;
            return used;
        }
    }
}

using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>Workers of a pool that are on one node, or wait for one.</summary>
internal sealed class Placement(PoolState pool, int firstWorker, int workers, NodeState? node)
{
    /// <summary>The engagement of its node.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public PoolState Pool => pool;

    public int FirstWorker => firstWorker;

    public int Workers => workers;

    public NodeState? Node => node;

    /// <summary>Its node knows of it.</summary>
    public bool IsTold { get; set; }

    /// <summary>Its workers have ended.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether a node may be expected to work here.</summary>
    public bool IsLive => node is { IsGone: false, IsSuspected: false } && !IsOver;

    public bool Has(int worker) => worker >= firstWorker && worker < firstWorker + workers;

    /// <summary>Whether another node may take it.</summary>
    /// <param name="patience">How long a node that is suspected may take to come back.</param>
    public bool IsFree(TimeSpan patience) => node is null || node.IsGone || IsOver || node.SuspectedFor > patience;
}

/// <summary>A pool as the coordinator sees it: which worker is on which node. The coordinator locks it.</summary>
internal sealed class PoolState
{
    /// <summary>Of a lease. More makes no difference.</summary>
    private static readonly TimeSpan MaxTook = TimeSpan.FromHours(1);

    private readonly TaskCompletionSource firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource allReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerState[] workers;
    private readonly List<Placement> placements = [];
    private readonly bool needsAll;
    private Exception? failure;
    private long aloneTicks;

    /// <param name="request">The request for the pool.</param>
    /// <param name="shares">How many workers each node gets, and the node if it has joined.</param>
    /// <param name="lease">How long a lease should take.</param>
    public PoolState(PoolRequest request, IEnumerable<(int Workers, NodeState? Node)> shares, TimeSpan lease)
    {
        (Work, Description, needsAll) = (request.Work!, request.Work!.Describe(request), request.AllReady);
        workers = [.. Enumerable.Range(0, request.Workers).Select(_ => new WorkerState(lease))];
        var first = 0;
        foreach (var share in shares)
        {
            placements.Add(new Placement(this, first, share.Workers, share.Node));
            first += share.Workers;
        }
    }

    public INodeWork Work { get; }

    public byte[] Description { get; }

    public IReadOnlyList<Placement> Placements => placements;

    public Ledger? Run { get; private set; }

    /// <summary>The user has interrupted the session.</summary>
    public bool IsStopping { get; private set; }

    public bool IsEnding { get; private set; }

    public bool AreAllReady => allReady.Task.IsCompleted;

    /// <summary>Completes when one worker is ready. Fails if none will be.</summary>
    public Task FirstReady => firstReady.Task;

    /// <summary>Completes when all workers are ready. Fails if one will not be.</summary>
    public Task AllReady => allReady.Task;

    /// <summary>Completes when all workers are gone whose node shows signs of life.</summary>
    public Task Released => released.Task;

    /// <summary>Whether nodes work for it, or have done so a short while ago.</summary>
    public bool HasNodes(TimeSpan patience)
    {
        if (needsAll && !AreAllReady ? placements.TrueForAll(placement => placement.IsLive) : placements.Exists(placement => placement.IsLive))
            aloneTicks = 0;
        else if (aloneTicks == 0)
            aloneTicks = Stopwatch.GetTimestamp();
        return aloneTicks == 0 || Stopwatch.GetElapsedTime(aloneTicks) < patience;
    }

    /// <summary>Gives a node the first free placement, or as much of it as it has slots for.</summary>
    /// <returns>Its placement, and what was in its place; nothing if there is none, or the node has no slot left.</returns>
    public (Placement? Placement, Placement? Former) Take(NodeState node, TimeSpan patience)
    {
        var slots = node.Slots - placements.Where(placement => placement.Node == node && !placement.IsOver).Sum(placement => placement.Workers);
        var at = IsEnding || slots <= 0 ? -1 : placements.FindIndex(placement => placement.IsFree(patience));
        if (at < 0)
            return (null, null);
        var free = placements[at];
        var taken = new Placement(this, free.FirstWorker, Math.Min(free.Workers, slots), node);
        placements[at] = taken;
        if (taken.Workers < free.Workers)
            placements.Insert(at + 1, new Placement(this, free.FirstWorker + taken.Workers, free.Workers - taken.Workers, null));
        foreach (var worker in WorkersOf(taken))
            worker.Move();
        return (taken, free);
    }

    public void SetReady(int worker)
    {
        workers[worker].IsReady = true;
        firstReady.TrySetResult();
        if (workers.All(one => one.IsReady))
            allReady.TrySetResult();
    }

    public void Begin(Ledger ledger)
    {
        (Run, IsStopping) = (ledger, false);
        foreach (var worker in workers)
            worker.BeginRun();
        if (failure is not null)
            ledger.Close(failure);
        WakeAll();
    }

    public void Interrupt()
    {
        IsStopping = true;
        Run?.Stop();
    }

    public void End()
    {
        (IsEnding, Run) = (true, null);
        foreach (var placement in placements)
            placement.IsOver |= !placement.IsTold;
        _ = Requeue(_ => false);
    }

    public void Fail(string reason)
    {
        failure ??= new InvalidOperationException(reason);
        firstReady.TrySetException(failure);
        allReady.TrySetException(failure);
        Run?.Close(failure);
    }

    /// <summary>A thread asks for work, and so has none.</summary>
    public void Ask(Placement placement, Question question)
    {
        if (placement.Has(question.Worker) && workers[question.Worker].Ask(question) is > 0 and var lost)
            Run?.Return(lost, question.Worker);
    }

    /// <exception cref="FormatException">The results make no sense.</exception>
    public void Record(Placement placement, Results results)
    {
        if (!placement.Has(results.Worker) || Run is not { } ledger)
            return;
        var isReturned = results.Bytes.Length == 0;
        if ((isReturned ? ledger.Return(results.Lease, results.Worker) : ledger.Record(results, placement.Node!.Info.Id)) != Outcome.Whole)
            return;
        workers[results.Worker].LeaseEnded(results.Lease, isReturned ? null : TimeSpan.FromTicks(Math.Clamp(results.Took.Ticks, 1, MaxTook.Ticks)));
        workers[results.Worker].Wakeup.Wake();
        if (isReturned || ledger.HasLastTries)
            WakeAll();
    }

    /// <returns><see langword="null"/> if there is nothing to do until <paramref name="woken"/> completes.</returns>
    public Assignment? TryAssign(Placement placement, Question question, out Task woken)
    {
        woken = Task.CompletedTask;
        if (IsEnding || !placement.Has(question.Worker) || placement.IsOver || placement.Node is not { IsGone: false, IsDraining: false } node)
            return Assignment.Leave;
        var worker = workers[question.Worker];
        woken = worker.Wakeup.Next;
        // What a suspected node has asked for before, it may never see.
        if (node.IsSuspected || !worker.IsWaiting(question))
            return Assignment.Nothing;
        var size = worker.SizeOfLease(node.Info.RoundTrip);
        if (Run is not { } ledger || !worker.MayLease(ledger.AreLeft(size)) || ledger.TryLease(question.Worker, size, node.Info.Id) is not { } lease)
            return null;
        worker.LeaseBegan(question, lease);
        return new Assignment(AnswerKind.Work, lease.Id, lease.Range.Start, lease.Range.End, lease.ChunkSize);
    }

    /// <summary>Tasks of these workers go to others.</summary>
    /// <param name="isOf">Which.</param>
    /// <param name="loss">How their node was lost, if it was.</param>
    /// <returns>How many.</returns>
    public long Requeue(Func<Placement, bool> isOf, string? loss = null)
    {
        var own = placements.Where(isOf).ToList();
        foreach (var worker in own.SelectMany(placement => WorkersOf(placement)))
            worker.LoseLeases();
        var tasks = Run?.Requeue(worker => own.Exists(placement => placement.Has(worker)), loss) ?? 0;
        WakeAll();
        if (IsEnding && placements.TrueForAll(placement => !placement.IsLive))
            released.TrySetResult();
        return tasks;
    }

    public void WakeAll()
    {
        foreach (var worker in workers)
            worker.Wakeup.Wake();
    }

    private ArraySegment<WorkerState> WorkersOf(Placement placement) => new(workers, placement.FirstWorker, placement.Workers);
}

/// <summary>Spreads workers over nodes.</summary>
internal static class Spread
{
    /// <summary>Evenly, and no more on a node than it has slots.</summary>
    /// <returns>The shares of nodes that get any, and one without a node for what is left.</returns>
    public static IEnumerable<(int Workers, NodeState? Node)> Over(IReadOnlyList<NodeState> nodes, int workers)
    {
        var shares = new int[nodes.Count];
        var left = workers;
        while (left > 0 && Enumerable.Range(0, nodes.Count).Where(node => shares[node] < nodes[node].Slots).Select(node => (int?)node).MinBy(node => shares[node!.Value]) is { } next)
        {
            shares[next]++;
            left--;
        }
        return nodes.Zip(shares, (node, share) => (share, (NodeState?)node)).Append((left, null)).Where(share => share.Item1 > 0);
    }
}

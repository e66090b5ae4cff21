using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>Answers the nodes, which it hears through the grain: it gives them workers of pools, and the workers tasks.</summary>
internal sealed class Coordinator
{
    /// <summary>How long a node waits for an answer if there is nothing to do, before it asks again.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly List<PoolState> pools = [];
    private readonly Dictionary<Guid, Placement> placements = [];
    private readonly Timing timing;
    private readonly Members members;
    private readonly bool areNodesLocal;

    /// <param name="session">Learns what happens.</param>
    /// <param name="timing">How long things may take.</param>
    /// <param name="slots">How many slots each node has, if they are on this machine; <see langword="null"/> to take their word.</param>
    public Coordinator(INodeSession session, Timing timing, int? slots = null)
    {
        (this.timing, members, areNodesLocal) = (timing, new Members(session, slots), slots is not null);
        Watch = new NodeWatch(session, timing, gate, members, pools);
    }

    /// <summary>Knows which nodes are gone.</summary>
    public NodeWatch Watch { get; }

    public T Look<T>(Func<Members, T> look)
    {
        lock (gate)
            return look(members);
    }

    public Welcome Join(Introduction node)
    {
        lock (gate)
            members.See(members.Join(node));
        return new Welcome(timing.Silence / 4);
    }

    public Pulse See(Beat beat)
    {
        lock (gate)
        {
            if (members.Find(beat.Node) is not { } node)
                return new Pulse(Stopwatch.GetTimestamp(), []);
            members.See(node, beat);
            if (beat.IsDraining && !node.IsDraining)
            {
                node.IsDraining = true;
                node.Wakeup.Wake();
                pools.ForEach(pool => pool.WakeAll());
            }
            return new Pulse(Stopwatch.GetTimestamp(), [.. from pool in pools where pool.IsStopping from placement in pool.Placements where placement.Node == node select placement.Id]);
        }
    }

    /// <summary>Adds a pool, whose workers then start on the nodes.</summary>
    /// <param name="request">The request for it.</param>
    /// <param name="shares">How many workers each node has, for nodes that are still to join; <see langword="null"/> for those that have joined.</param>
    public PoolState Begin(PoolRequest request, IReadOnlyList<int>? shares)
    {
        lock (gate)
        {
            var pool = new PoolState(request, shares?.Select(share => (share, (NodeState?)null)) ?? Spread.Over([.. members.Live], request.Workers), timing.Lease);
            pools.Add(pool);
            foreach (var placement in pool.Placements)
                placements.Add(placement.Id, placement);
            members.WakeAll();
            return pool;
        }
    }

    public void Change(PoolState pool, Action<PoolState> change)
    {
        lock (gate)
            change(pool);
    }

    /// <summary>All nodes are told to leave when they ask next.</summary>
    public void Leave()
    {
        lock (gate)
        {
            members.AreLeaving = true;
            pools.ForEach(pool => pool.End());
            members.WakeAll();
            Watch.CompleteIfAllLeft();
        }
    }

    public async ValueTask<Engagement> EngageAsync(Guid id, Guid[] known)
    {
        Task woken;
        lock (gate)
        {
            if (TryEngage(id, known, out woken) is { } engagement)
                return engagement;
        }
        await Task.WhenAny(woken, Task.Delay(MaxWait)).ConfigureAwait(false);
        lock (gate)
            return TryEngage(id, known, out _) ?? Engagement.Nothing;
    }

    public byte[] ReadWork(Guid engagement) => Find(engagement)?.Pool.Description ?? [];

    public byte[] Ask(Guid engagement, byte[] question) => Find(engagement)?.Pool.Work.Answer(question) ?? [];

    public void SetReady(Guid engagement, int worker)
    {
        lock (gate)
            if (See(engagement) is { } placement && placement.Has(worker))
                placement.Pool.SetReady(worker);
    }

    public void Fail(Guid engagement, string message)
    {
        lock (gate)
            if (See(engagement) is { } placement)
                placement.Pool.Fail(areNodesLocal ? message : $"On the node {placement.Node!.Machine}: {message}");
    }

    public void Record(Guid engagement, Results results)
    {
        lock (gate)
            if (See(engagement) is { } placement)
                Record(placement, results);
    }

    public async ValueTask<Assignment> NextAsync(Guid engagement, Question question)
    {
        Task woken;
        lock (gate)
        {
            if (See(engagement) is { } placement)
            {
                if (question.Results is not null)
                    Record(placement, question.Results);
                placement.Pool.Ask(placement, question);
            }
            if (TryAssign(engagement, question, out woken) is { } assignment)
                return assignment;
        }
        await Task.WhenAny(woken, Task.Delay(MaxWait)).ConfigureAwait(false);
        lock (gate)
            return TryAssign(engagement, question, out _) ?? Assignment.Nothing;
    }

    /// <summary>The workers of an engagement are gone.</summary>
    public void End(Guid engagement)
    {
        lock (gate)
            if (placements.Remove(engagement, out var placement))
            {
                placement.IsOver = true;
                _ = placement.Pool.Requeue(other => other == placement);
                members.WakeAll();
            }
    }

    private Placement? Find(Guid engagement)
    {
        lock (gate)
            return placements.GetValueOrDefault(engagement);
    }

    /// <summary>Only its node knows the engagement.</summary>
    private Placement? See(Guid engagement)
    {
        var placement = placements.GetValueOrDefault(engagement);
        members.See(placement?.Node);
        return placement;
    }

    private void Record(Placement placement, Results results)
    {
        try
        {
            placement.Pool.Record(placement, results);
        }
        catch (FormatException exception)
        {
            Watch.Expel(placement.Node!, $"sent results that make no sense: {exception.Message}");
        }
    }

    /// <returns><see langword="null"/> if there is nothing to do until <paramref name="woken"/> completes.</returns>
    private Assignment? TryAssign(Guid engagement, Question question, out Task woken)
    {
        woken = Task.CompletedTask;
        return placements.TryGetValue(engagement, out var placement) ? placement.Pool.TryAssign(placement, question, out woken) : Assignment.Leave;
    }

    /// <inheritdoc cref="TryAssign"/>
    private Engagement? TryEngage(Guid id, Guid[] known, out Task woken)
    {
        woken = Task.CompletedTask;
        if (members.AreLeaving || members.Find(id) is not { IsGone: false, IsDraining: false } node)
            return Engagement.Leave;
        members.See(node);
        woken = node.Wakeup.Next;
        foreach (var pool in pools.Where(pool => !pool.IsEnding))
            if ((pool.Placements.FirstOrDefault(placement => placement.Node == node && !placement.IsOver && !known.Contains(placement.Id)) ?? Take(pool, node)) is { } placement)
            {
                placement.IsTold = true;
                return new Engagement(AnswerKind.Work, placement.Id, placement.FirstWorker, placement.Workers);
            }
        return null;
    }

    private Placement? Take(PoolState pool, NodeState node)
    {
        var (placement, former) = pool.Take(node, timing.Silence);
        if (former is not null)
            placements.Remove(former.Id);
        if (placement is not null)
            placements.Add(placement.Id, placement);
        return placement;
    }
}

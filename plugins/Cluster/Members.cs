using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>The nodes of a pool and their workers. The coordinator locks it.</summary>
/// <param name="shares">How many workers each node has.</param>
/// <param name="beatInterval">How often nodes must show that they are alive.</param>
internal sealed class Members(IReadOnlyList<int> shares, TimeSpan beatInterval)
{
    private readonly Dictionary<Guid, NodeState> nodes = [];
    private readonly WorkerState[] workers = [.. Enumerable.Range(0, shares.Sum()).Select(_ => new WorkerState())];

    public IEnumerable<NodeState> Nodes => nodes.Values;

    public bool AreAllReady => workers.All(worker => worker.IsReady);

    public bool AreAllGone => nodes.Values.All(node => node.IsGone);

    /// <returns>Its workers: none if every share has its node.</returns>
    public Welcome Join(Guid id, int pid, string machine)
    {
        if (Find(id) is { } known)
            return known.Welcome;
        var first = 0;
        foreach (var share in shares)
        {
            if (!nodes.Values.Any(node => !node.IsGone && node.Has(first)))
            {
                nodes.Add(id, new NodeState(pid, machine, new Welcome(first, share, beatInterval)));
                return nodes[id].Welcome;
            }
            first += share;
        }
        return new Welcome(0, 0, beatInterval);
    }

    public NodeState? Find(Guid id) => nodes.GetValueOrDefault(id);

    public NodeState? OfProcess(int pid) => nodes.Values.FirstOrDefault(node => node.Pid == pid);

    /// <returns><see langword="null"/> if it is not a worker of that node.</returns>
    public WorkerState? Find(Guid id, int worker) => Find(id) is { } node && node.Has(worker) ? workers[worker] : null;

    public ArraySegment<WorkerState> WorkersOf(NodeState node) => new(workers, node.Welcome.FirstWorker, node.Welcome.Workers);

    public void WakeAll()
    {
        foreach (var worker in workers)
            worker.Wake();
    }
}

/// <summary>A node that has joined.</summary>
internal sealed class NodeState(int pid, string machine, Welcome welcome)
{
    public int Pid => pid;

    public string Machine => machine;

    public Welcome Welcome => welcome;

    public long SeenTicks { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Its tasks have gone to others. It is welcome back.</summary>
    public bool IsSuspected { get; set; }

    /// <summary>It does not come back.</summary>
    public bool IsGone { get; set; }

    public bool Has(int worker) => worker >= welcome.FirstWorker && worker < welcome.FirstWorker + welcome.Workers;

    /// <summary>It has shown that it is alive.</summary>
    public void See()
    {
        if (!IsGone)
            (SeenTicks, IsSuspected) = (Stopwatch.GetTimestamp(), false);
    }
}

/// <summary>A worker of a node.</summary>
internal sealed class WorkerState
{
    /// <summary>A second lease keeps a worker busy while the results of the first are on their way. Where a lease takes longer, it would only keep tasks from others.</summary>
    public static readonly TimeSpan MaxLeaseToHaveTwo = TimeSpan.FromMilliseconds(50);

    /// <summary>How many threads of the node ask for it.</summary>
    public const int Lanes = 2;

    private readonly Lane[] lanes = [new(), new()];
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan? leaseTime;
    private long beganTicks;

    public bool IsReady { get; set; }

    public bool MayLease => Leases < (leaseTime < MaxLeaseToHaveTwo ? Lanes : 1);

    /// <summary>Completes when there may be something to do.</summary>
    public Task Woken => woken.Task;

    private int Leases => lanes.Count(lane => lane.Lease != 0);

    /// <summary>A thread asks.</summary>
    /// <returns>The lease that it never got to know of; 0 if there is none.</returns>
    public long Ask(Question question)
    {
        if ((uint)question.Lane >= Lanes || question.Number <= lanes[question.Lane].Question)
            return 0;
        var lost = lanes[question.Lane].Lease;
        lanes[question.Lane] = new Lane { Question = question.Number };
        return lost;
    }

    /// <summary>Whether the thread still waits for the answer.</summary>
    public bool IsWaiting(Question question) => (uint)question.Lane < Lanes && lanes[question.Lane].Question == question.Number;

    public void LeaseBegan(Question question, long lease)
    {
        if (Leases == 0)
            beganTicks = Stopwatch.GetTimestamp();
        lanes[question.Lane].Lease = lease;
    }

    /// <param name="lease">The lease.</param>
    /// <param name="wasReturned">Whether it was given back: then the worker gets a second one only after it has ended another one soon.</param>
    public void LeaseEnded(long lease, bool wasReturned)
    {
        foreach (var lane in lanes)
            if (lane.Lease == lease)
                lane.Lease = 0;
        leaseTime = wasReturned ? null : Stopwatch.GetElapsedTime(beganTicks);
        beganTicks = wasReturned ? beganTicks : Stopwatch.GetTimestamp();
    }

    /// <summary>Its leases are no longer in force.</summary>
    public void LoseLeases()
    {
        foreach (var lane in lanes)
            lane.Lease = 0;
    }

    public void Wake()
    {
        var sleeping = woken;
        woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sleeping.TrySetResult();
    }

    /// <summary>A thread of the node that asks for the worker.</summary>
    private sealed class Lane
    {
        /// <summary>The last one.</summary>
        public long Question { get; init; }

        /// <summary>The answer to it; 0 if there was none, or if it has ended.</summary>
        public long Lease { get; set; }
    }
}

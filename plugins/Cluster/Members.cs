using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>The nodes that have joined. The coordinator locks it.</summary>
/// <param name="session">Learns of each.</param>
/// <param name="slots">How many slots each node has, whatever it says; <see langword="null"/> to take its word.</param>
internal sealed class Members(INodeSession session, int? slots)
{
    private const int MaxSlots = 1024;
    private const int MaxName = 255;
    private const int MaxFacts = 64 * 1024;

    private readonly Dictionary<Guid, NodeState> nodes = [];
    private readonly Dictionary<Guid, int> connections = [];

    public IReadOnlyCollection<NodeState> Nodes => nodes.Values;

    /// <summary>Those that can work.</summary>
    public IEnumerable<NodeState> Live => nodes.Values.Where(node => !node.IsGone && !node.IsSuspected && !node.IsDraining);

    /// <summary>They have been told to leave.</summary>
    public bool AreLeaving { get; set; }

    /// <summary>When the last one connected or joined.</summary>
    public long LastArrivalTicks { get; private set; } = Stopwatch.GetTimestamp();

    /// <returns>The node, which may have joined before.</returns>
    public NodeState Join(Introduction node)
    {
        if (nodes.TryGetValue(node.Node, out var known))
            return known;
        LastArrivalTicks = Stopwatch.GetTimestamp();
        // Nodes are trusted with the work, and yet no number of theirs decides how much memory is used here.
        var joined = new NodeState(node with
        {
            Machine = node.Machine[..Math.Min(node.Machine.Length, MaxName)],
            Slots = slots ?? Math.Clamp(node.Slots, 1, MaxSlots),
            Facts = node.Facts.Length <= MaxFacts ? node.Facts : [],
        });
        nodes.Add(node.Node, joined);
        try
        {
            session.Join(joined.Info);
        }
        catch (FormatException exception)
        {
            joined.IsGone = true;
            session.Count(NodeEvent.ConnectionRefused, 1);
            session.Notify($"The node on {joined.Machine} is refused: {exception.Message}");
        }
        return joined;
    }

    public NodeState? Find(Guid id) => nodes.GetValueOrDefault(id);

    public NodeState? OfProcess(int pid) => nodes.Values.FirstOrDefault(node => node.Pid == pid);

    public void Connect(Guid node) => (connections[node], LastArrivalTicks) = (connections.GetValueOrDefault(node) + 1, Stopwatch.GetTimestamp());

    /// <returns>Whether it has no connection left.</returns>
    public bool Disconnect(Guid node) => (connections[node] = connections.GetValueOrDefault(node) - 1) <= 0;

    /// <summary>A node has shown that it is alive. What a node without a connection has sent before is no sign of life.</summary>
    public void See(NodeState? node)
    {
        if (node is { IsGone: false } && connections.GetValueOrDefault(node.Info.Id) > 0)
            node.See();
    }

    /// <summary>A node has also shown how far its clock is off.</summary>
    public void See(NodeState node, Beat beat)
    {
        See(node);
        if (node.IsGone || beat.RoundTripTicks <= 0 || (beat.ClockOffset == node.Info.ClockOffset && node.Info.RoundTrip > TimeSpan.Zero))
            return;
        node.Info = node.Info with { ClockOffset = beat.ClockOffset, RoundTrip = Stopwatch.GetElapsedTime(0, beat.RoundTripTicks) };
        session.Join(node.Info);
    }

    /// <summary>For sentences: <c>a with 2 slots and b with 4 slots</c>.</summary>
    public string Describe() => Live.Select(node => $"{node.Machine} with {(node.Slots == 1 ? "1 slot" : $"{node.Slots} slots")}").ToList() switch
    {
        [] => "no node has joined",
        [var one] => $"only {one} has joined",
        var all => $"only {string.Join(", ", all.SkipLast(1))} and {all[^1]} have joined",
    };

    public void WakeAll()
    {
        foreach (var node in nodes.Values)
            node.Wakeup.Wake();
    }
}

/// <summary>A node that has joined.</summary>
internal sealed class NodeState(Introduction introduction)
{
    private long suspectedTicks;

    public int Pid => introduction.Pid;

    public string Machine => introduction.Machine;

    public int Slots => introduction.Slots;

    public NodeInfo Info { get; set; } = new() { Id = introduction.Node, Machine = introduction.Machine, Slots = introduction.Slots, Facts = introduction.Facts };

    public long SeenTicks { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Wakes its question for an engagement.</summary>
    public Wakeup Wakeup { get; } = new();

    /// <summary>Its tasks have gone to others. It is welcome back.</summary>
    public bool IsSuspected => suspectedTicks != 0;

    /// <summary>How long its tasks have been with others.</summary>
    public TimeSpan SuspectedFor => IsSuspected ? Stopwatch.GetElapsedTime(suspectedTicks) : TimeSpan.Zero;

    /// <summary>It takes no more work.</summary>
    public bool IsDraining { get; set; }

    /// <summary>It does not come back.</summary>
    public bool IsGone { get; set; }

    public void Suspect() => suspectedTicks = Stopwatch.GetTimestamp();

    public void See() => (SeenTicks, suspectedTicks) = (Stopwatch.GetTimestamp(), 0);
}

/// <summary>Lets those go on that wait for something to change.</summary>
internal sealed class Wakeup
{
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change.</summary>
    public Task Next => woken.Task;

    public void Wake()
    {
        var sleeping = woken;
        woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sleeping.TrySetResult();
    }
}

namespace Partime.Tool.Measurement;

/// <summary>The nodes that have joined a session, and what happened to them. Safe for concurrent use.</summary>
/// <param name="machine">The session's machine.</param>
internal sealed class SessionNodes(Machine machine)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, SessionNode> nodes = [];
    private readonly long[] counts = new long[Enum.GetValues<NodeEvent>().Length];

    public Machine Machine => machine;

    /// <summary>In the order in which they joined.</summary>
    public IReadOnlyList<SessionNode> All
    {
        get
        {
            lock (gate)
                return [.. nodes.Values];
        }
    }

    public SessionNode? Find(Guid id)
    {
        lock (gate)
            return nodes.GetValueOrDefault(id);
    }

    public void Join(SessionNode node)
    {
        lock (gate)
            nodes[node.Info.Id] = node;
    }

    public void Count(NodeEvent happened, long times)
    {
        lock (gate)
            counts[(int)happened] += times;
    }

    public long CountOf(NodeEvent happened)
    {
        lock (gate)
            return counts[(int)happened];
    }
}

/// <summary>A node that has joined.</summary>
/// <param name="Info">What the executor knows of it.</param>
/// <param name="Facts">What it says of itself.</param>
internal sealed record SessionNode(NodeInfo Info, NodeFacts Facts);

/// <summary>What runs the tasks of a node.</summary>
/// <param name="Machine">Its machine.</param>
/// <param name="Version">Its version of partime.</param>
internal sealed record NodeFacts(Machine Machine, string Version);

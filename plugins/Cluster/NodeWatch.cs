using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>Notices which nodes are gone or silent, and gives their tasks to others.</summary>
/// <param name="session">Learns what happens.</param>
/// <param name="timing">How long things may take.</param>
/// <param name="gate">Held while nodes and pools are looked at.</param>
/// <param name="members">The nodes.</param>
/// <param name="pools">The pools.</param>
internal sealed class NodeWatch(INodeSession session, Timing timing, Lock gate, Members members, List<PoolState> pools)
{
    private readonly TaskCompletionSource allLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all nodes have left that show signs of life, after they were told to.</summary>
    public Task AllLeft => allLeft.Task;

    private bool HasRun => pools.Exists(pool => pool.Run is not null);

    /// <summary>A node has connected, and will join or has done so.</summary>
    public void Connect(Guid id)
    {
        lock (gate)
            members.Connect(id);
    }

    /// <summary>A connection of a node has ended. It may come back.</summary>
    public void Disconnect(Guid id)
    {
        lock (gate)
            if (members.Disconnect(id) && members.Find(id) is { } node)
                Suspect(node, "has lost its connection");
    }

    /// <summary>A node leaves. Its tasks are not the reason.</summary>
    public void Leave(Guid id)
    {
        lock (gate)
            if (members.Find(id) is { } node)
                End(node, "has left", isLoss: false);
    }

    /// <summary>A node does what none does. The gate must be held.</summary>
    public void Expel(NodeState node, string why) => End(node, why, isLoss: false);

    /// <summary>The process of a node that was started here has ended.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="how">How it ended.</param>
    /// <param name="mayBeReplaced">Whether another one may take its place.</param>
    /// <returns>Whether another one must take its place.</returns>
    public bool Lose(int pid, string how, bool mayBeReplaced)
    {
        lock (gate)
        {
            if (members.OfProcess(pid) is { } node)
                End(node, how, isLoss: true);
            if (members.AreLeaving)
                return false;
            if (!mayBeReplaced)
                foreach (var pool in pools.Where(pool => !pool.AreAllReady || pool.Placements.All(placement => !placement.IsLive)))
                    pool.Fail($"Nodes end again and again; the last one {how}");
            return mayBeReplaced;
        }
    }

    /// <summary>Whether a node has not joined, or shows no sign of life: it will not leave when it is told.</summary>
    public bool IsSilent(int pid)
    {
        lock (gate)
            return members.OfProcess(pid) is not { IsSuspected: false };
    }

    /// <summary>Looks for nodes that are silent, and for pools without any. Called a few times a second.</summary>
    public void Look()
    {
        lock (gate)
        {
            pools.RemoveAll(pool => pool.Released.IsCompleted);
            foreach (var node in members.Nodes)
                if (!node.IsGone && !node.IsSuspected && Stopwatch.GetElapsedTime(node.SeenTicks) > timing.Silence)
                    Suspect(node, $"has been silent for {timing.Silence.TotalSeconds} s");
            foreach (var pool in pools.Where(pool => !pool.IsEnding))
            {
                if (!pool.HasNodes(timing.Join))
                    pool.Fail($"No node has worked for {timing.Join.TotalSeconds} s, so the tasks that are left cannot be run: start nodes, or look at what has ended them.");
                // Its place may be taken now.
                if (pool.Placements.Any(placement => placement.IsFree(timing.Silence)))
                    members.WakeAll();
            }
        }
    }

    /// <summary>The gate must be held.</summary>
    public void CompleteIfAllLeft()
    {
        if (members.AreLeaving && members.Nodes.All(node => node.IsSuspected || node.IsGone))
            allLeft.TrySetResult();
    }

    private void End(NodeState node, string how, bool isLoss)
    {
        if (node is { IsSuspected: true, IsGone: false } && HasRun)
            session.Notify($"The node with process {node.Pid} on {node.Machine} {how}");
        Suspect(node, how, isLoss);
        node.IsGone = true;
    }

    /// <summary>At the first sign: at worst, some tasks run twice, and the ledger drops what comes second.</summary>
    private void Suspect(NodeState node, string why, bool isLoss = true)
    {
        if (node.IsSuspected)
            return;
        node.Suspect();
        var tasks = pools.Sum(pool => pool.Requeue(placement => placement.Node == node, isLoss ? why : null));
        if (tasks > 0)
            session.Count(NodeEvent.TaskRequeued, tasks);
        if (HasRun)
            session.Notify($"The node with process {node.Pid} on {node.Machine} {why.TrimEnd('.')}. {(tasks == 0 ? "No task goes to another." : tasks == 1 ? "Its task goes to another." : $"Its {tasks:N0} tasks go to others.")}");
        members.WakeAll();
        CompleteIfAllLeft();
    }
}

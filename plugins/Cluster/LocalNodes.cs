using System.Net;

namespace Partime.Plugins.Cluster;

/// <summary>A cluster of one pool: the silo and the nodes, which are processes on this machine, start and end with it.</summary>
internal sealed class LocalNodes : IAsyncDisposable
{
    /// <summary>A pool whose nodes die again and again gives up.</summary>
    private const int MaxReplacements = 3;

    private readonly INodeSession session;
    private readonly Identity identity = Identity.New(new IPEndPoint(IPAddress.Loopback, Silo.FreePort()));
    private readonly List<INodeProcess> nodes = [];
    private readonly ClusterHub hub;
    private int replacements;

    public LocalNodes(INodeSession session, int workers, int count, Timing timing)
    {
        this.session = session;
        Shares = [.. Enumerable.Range(0, count).Select(node => (workers / count) + (node < workers % count ? 1 : 0))];
        hub = new ClusterHub(session, identity, identity.Address, identity.Address, timing, Shares[0]);
    }

    public Coordinator Coordinator => hub.Coordinator;

    /// <summary>How many workers each node has.</summary>
    public IReadOnlyList<int> Shares { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var _ in Shares)
            StartNode();
        await hub.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        Coordinator.Leave();
        var leaving = Processes().Where(node => !Coordinator.Watch.IsSilent(node.Id)).Select(node => node.Ended);
        await Task.WhenAny(Task.WhenAll(leaving), Task.Delay(ClusterHub.LeaveGrace)).ConfigureAwait(false);
        foreach (var node in Processes())
        {
            await node.DisposeAsync().ConfigureAwait(false);
            _ = Coordinator.Watch.Lose(node.Id, "", mayBeReplaced: false);
        }
        await hub.DisposeAsync().ConfigureAwait(false);
        identity.Dispose();
    }

    private List<INodeProcess> Processes()
    {
        lock (nodes)
            return [.. nodes];
    }

    private void StartNode()
    {
        lock (nodes)
        {
            var node = session.StartNode(identity.Token.ToText());
            nodes.Add(node);
            _ = ReplaceAsync(node);
        }
    }

    /// <summary>As a pool of processes replaces workers that die.</summary>
    private async Task ReplaceAsync(INodeProcess node)
    {
        var how = await node.Ended.ConfigureAwait(false);
        if (!Coordinator.Watch.Lose(node.Id, how, mayBeReplaced: replacements < MaxReplacements))
            return;
        replacements++;
        StartNode();
    }
}

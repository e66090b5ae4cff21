using System.Net;

namespace Partime.Plugins.Cluster;

/// <summary>A silo and its nodes, which start and end with it.</summary>
internal sealed class ClusterPool : IWorkerPool
{
    /// <summary>How long tasks may go on after the user has interrupted the session. Nodes kill their workers before.</summary>
    private static readonly TimeSpan InterruptionGrace = TimeSpan.FromSeconds(7);

    /// <summary>How long nodes may take to end their workers.</summary>
    private static readonly TimeSpan LeaveGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A pool whose nodes die again and again gives up.</summary>
    private const int MaxReplacements = 3;

    private readonly INodeSession session;
    private readonly PoolRequest request;
    private readonly List<INodeProcess> nodes = [];
    private readonly Coordinator coordinator;
    private readonly int[] shares;
    private readonly Timer watch;
    private Silo? silo;
    private int replacements;

    public ClusterPool(INodeSession session, PoolRequest request, int nodeCount, TimeSpan silence)
    {
        (this.session, this.request) = (session, request);
        shares = [.. Enumerable.Range(0, nodeCount).Select(node => (request.Workers / nodeCount) + (node < request.Workers % nodeCount ? 1 : 0))];
        coordinator = new Coordinator(request.Work!, request.Work!.Describe(request), new Members(shares, silence / 4), silence, session.Notify) { Session = session };
        watch = new Timer(_ => coordinator.Watch(), null, WatchInterval, WatchInterval);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        silo = Silo.Create(coordinator, IPAddress.Loopback);
        foreach (var _ in shares)
            StartNode();
        await silo.StartAsync(cancellationToken).ConfigureAwait(false);
        await (request.AllReady ? coordinator.AllReady : coordinator.FirstReady).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(request.Work!, board);
        coordinator.Begin(ledger);
        await using (cancellationToken.Register(coordinator.Interrupt))
            try
            {
                await ledger.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Task.WhenAny(ledger.Done, Task.Delay(InterruptionGrace, CancellationToken.None)).ConfigureAwait(false);
            }
            finally
            {
                ledger.Close();
            }
        session.Count(NodeEvent.TaskRequeued, ledger.Requeued);
        session.Count(NodeEvent.ResultsDropped, ledger.Dropped);
        if (ledger.Dropped > 0)
            session.Notify($"{ledger.Dropped:N0} blocks of results came from nodes that had been given up. They were dropped, as other nodes have run these tasks.");
    }

    public async ValueTask DisposeAsync()
    {
        coordinator.Leave();
        var leaving = Nodes().Where(node => !coordinator.IsSilent(node.Id)).Select(node => node.Ended);
        await Task.WhenAny(Task.WhenAll(leaving), Task.Delay(LeaveGrace)).ConfigureAwait(false);
        await watch.DisposeAsync().ConfigureAwait(false);
        foreach (var node in Nodes())
            await node.DisposeAsync().ConfigureAwait(false);
        if (silo is not null)
            await silo.DisposeAsync().ConfigureAwait(false);
    }

    private List<INodeProcess> Nodes()
    {
        lock (nodes)
            return [.. nodes];
    }

    private void StartNode()
    {
        lock (nodes)
        {
            var node = session.StartNode(silo!.Token.ToText());
            nodes.Add(node);
            _ = ReplaceAsync(node);
        }
    }

    /// <summary>As a pool of processes replaces workers that die.</summary>
    private async Task ReplaceAsync(INodeProcess node)
    {
        var how = await node.Ended.ConfigureAwait(false);
        if (!coordinator.Lose(node.Id, how, mayBeReplaced: replacements < MaxReplacements))
            return;
        replacements++;
        StartNode();
    }
}

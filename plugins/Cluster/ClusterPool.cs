namespace Partime.Plugins.Cluster;

/// <summary>The workers of one configuration, on nodes.</summary>
/// <param name="session">The session.</param>
/// <param name="coordinator">Of its nodes.</param>
/// <param name="request">How many workers it has, and their work.</param>
/// <param name="local">The nodes, if they start and end with the pool.</param>
internal sealed class ClusterPool(INodeSession session, Coordinator coordinator, PoolRequest request, LocalNodes? local) : IWorkerPool
{
    /// <summary>How long tasks may go on after the user has interrupted the session. Nodes kill their workers before.</summary>
    private static readonly TimeSpan InterruptionGrace = TimeSpan.FromSeconds(7);

    private readonly PoolState state = coordinator.Begin(request, local?.Shares);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (local is not null)
            await local.StartAsync(cancellationToken).ConfigureAwait(false);
        await (request.AllReady ? state.AllReady : state.FirstReady).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(request.Work!, board, request.Workers);
        coordinator.Change(state, pool => pool.Begin(ledger));
        await using (cancellationToken.Register(() => coordinator.Change(state, pool => pool.Interrupt())))
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
        if (ledger.Dropped == 0)
            return;
        session.Count(NodeEvent.ResultsDropped, ledger.Dropped);
        session.Notify($"{ledger.Dropped:N0} blocks of results came from nodes that had been given up. They were dropped, as other nodes have run these tasks.");
    }

    public async ValueTask DisposeAsync()
    {
        coordinator.Change(state, pool => pool.End());
        if (local is not null)
            await local.DisposeAsync().ConfigureAwait(false);
        else
            await Task.WhenAny(state.Released, Task.Delay(ClusterHub.LeaveGrace)).ConfigureAwait(false);
    }
}

namespace Partime.Plugins.Cluster;

/// <summary>A node: looks for a session, works for it until that is over, and looks for the next.</summary>
internal sealed class Node(INodeHost host, JoinToken token)
{
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>What refuses a node will do so again.</summary>
    private static readonly TimeSpan DelayOfRefused = TimeSpan.FromSeconds(10);

    /// <summary>So often a session may close a connection without saying why.</summary>
    private const int PatienceOfUnreachable = 10;

    private readonly Guid id = Guid.NewGuid();
    private readonly HashSet<string> told = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Draining);
        if (host.StaysForSessions)
            host.Notify($"The node waits for sessions at {token.Coordinator}.");
        do
        {
            await using var client = new NodeClient(host, token, id);
            if (await FindSessionAsync(ending.Token).ConfigureAwait(false) is { } reply)
                await ServeAsync(client, reply, cancellationToken).ConfigureAwait(false);
        }
        while (host.StaysForSessions && !ending.IsCancellationRequested);
    }

    /// <returns><see langword="null"/> if the node must end before.</returns>
    private async Task<Reply?> FindSessionAsync(CancellationToken ending)
    {
        var handshake = new NodeHandshake(token, id);
        var (unreachable, delay) = (0, MinDelay);
        while (!ending.IsCancellationRequested)
            try
            {
                var probe = await handshake.AwaitListenerAsync(ending).ConfigureAwait(false) is { } connected
                    ? await handshake.ProbeAsync(ending, connected).ConfigureAwait(false)
                    : new Probe(ProbeResult.Unreachable);
                if (probe.Reply is { } reply)
                    return reply;
                unreachable = probe.Result == ProbeResult.Unreachable ? unreachable + 1 : 0;
                if (probe.Sentence is not null && (unreachable is 0 or > PatienceOfUnreachable) && told.Add(probe.Sentence))
                    host.Notify(probe.Sentence);
                await Task.Delay(probe.Result == ProbeResult.Refused ? DelayOfRefused : delay, ending).ConfigureAwait(false);
                delay = delay * 1.5 < MaxDelay ? delay * 1.5 : MaxDelay;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                // The node ends.
            }
        return null;
    }

    private async Task ServeAsync(NodeClient prepared, Reply reply, CancellationToken cancellationToken)
    {
        await using var other = prepared.Gateway.Equals(reply.Gateway) ? null : new NodeClient(host, token with { Coordinator = reply.Gateway }, id);
        if (await (other ?? prepared).RunAsync(reply.Session, joined: () => Tell("has joined a session"), cancellationToken).ConfigureAwait(false))
        {
            told.Clear();
            Tell("has left the session");
            return;
        }
        if (host.StaysForSessions && !cancellationToken.IsCancellationRequested && told.Add($"{reply.Gateway}"))
            host.Notify($"The node cannot join the session that answers at {token.Coordinator}, because nothing accepts it at {reply.Gateway}, where that session tells nodes to connect to.");
        await Task.WhenAny(Task.Delay(MaxDelay, cancellationToken)).ConfigureAwait(false);

        void Tell(string what)
        {
            if (host.StaysForSessions)
                host.Notify($"The node {what} at {token.Coordinator}.");
        }
    }
}

namespace Partime.Plugins.Cluster;

/// <summary>A node: knocks until there is a session, works for it until that is over, and knocks again.</summary>
internal sealed class Node(INodeHost host, JoinToken token)
{
    private static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan DelayOfWaiting = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>What refuses a node will do so again.</summary>
    private static readonly TimeSpan DelayOfRefused = TimeSpan.FromSeconds(10);

    /// <summary>So often a session may close a connection without saying why.</summary>
    private const int PatienceOfUnreachable = 10;

    private readonly Guid id = Guid.NewGuid();
    private readonly HashSet<string> told = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var door = new Door(token, id);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Draining);
        if (host.StaysForSessions)
            host.Notify($"The node waits for sessions at {token.Coordinator}.");
        var unreachable = 0;
        var delay = host.StaysForSessions ? DelayOfWaiting : MinDelay;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var knock = await door.KnockAsync(ending.Token).ConfigureAwait(false);
                if (knock.Reply is { } reply)
                {
                    await ServeAsync(reply, cancellationToken).ConfigureAwait(false);
                    if (!host.StaysForSessions)
                        return;
                    delay = DelayOfWaiting;
                }
                unreachable = knock.Result == KnockResult.Unreachable ? unreachable + 1 : 0;
                if (knock.Sentence is not null && (unreachable is 0 or > PatienceOfUnreachable) && told.Add(knock.Sentence))
                    host.Notify(knock.Sentence);
                await Task.Delay(knock.Result == KnockResult.Refused ? DelayOfRefused : delay, ending.Token).ConfigureAwait(false);
                delay = delay * 1.5 < MaxDelay ? delay * 1.5 : MaxDelay;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Reply reply, CancellationToken cancellationToken)
    {
        await using var session = new NodeClient(host, token with { Coordinator = reply.Gateway }, id, reply.Session);
        if (await session.RunAsync(joined: () => Tell("has joined a session"), cancellationToken).ConfigureAwait(false))
        {
            told.Clear();
            Tell("has left the session");
        }
        else if (host.StaysForSessions && !cancellationToken.IsCancellationRequested && told.Add($"{reply.Gateway}"))
            host.Notify($"The node cannot join the session that answers at {token.Coordinator}, because nothing accepts it at {reply.Gateway}, where that session tells nodes to connect to.");

        void Tell(string what)
        {
            if (host.StaysForSessions)
                host.Notify($"The node {what} at {token.Coordinator}.");
        }
    }
}

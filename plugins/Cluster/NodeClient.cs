using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Partime.Plugins.Cluster;

/// <summary>A node in a session: it joins, shows that it is alive, and works for the pools that have workers on it.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    /// <summary>Longer than the coordinator keeps a node waiting that has nothing to do.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long the coordinator may be out of reach until its session is given up. One that is there but has another session, or refuses
    /// connections, is given up at once.</summary>
    private static readonly TimeSpan MaxAbsence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ManifestDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Longer than a worker may take to cancel its task before it is killed.</summary>
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    /// <summary>The one with the shortest way there and back is the most exact.</summary>
    private const int ClockSamples = 8;

    private readonly INodeHost host;
    private readonly Guid id;
    private readonly NodeHandshake handshake;
    private readonly IHost client;
    private readonly CancellationTokenSource over = new();
    private readonly Clock clock = new();
    private readonly Wakeup lost = new();
    private readonly List<NodeEngagement> engagements = [];
    private CoordinatorLink link = null!;
    private Guid session;

    /// <summary>Makes all that can be made before there is a session, which then begins sooner.</summary>
    public NodeClient(INodeHost host, JoinToken token, Guid id)
    {
        (this.host, this.id, Gateway, handshake) = (host, id, token.Coordinator, new NodeHandshake(token, id));
        client = BuildClient(token, handshake, lost.Wake);
        _ = client.Services.GetRequiredService<IClusterClient>();
    }

    /// <summary>Where it connects to.</summary>
    public IPEndPoint Gateway { get; }

    /// <param name="session">The session.</param>
    /// <param name="joined">Called when it has joined.</param>
    /// <param name="cancellationToken">Cancelled when the node must leave.</param>
    /// <returns>Whether it has joined.</returns>
    public async Task<bool> RunAsync(Guid session, Action joined, CancellationToken cancellationToken)
    {
        this.session = session;
        if (await ConnectAsync(cancellationToken).ConfigureAwait(false) is not { } found)
            return false;
        link = new CoordinatorLink(found, over.Token);
        if (await link.CallAsync(coordinator => coordinator.JoinAsync(new Introduction(id, Environment.ProcessId, Environment.MachineName, host.Slots, host.Facts.ToArray()))).ConfigureAwait(false) is not { } welcome)
            return false;
        joined();
        var beating = BeatAsync(welcome.BeatInterval);
        await using (cancellationToken.Register(LeaveNow))
        await using (host.Draining.Register(lost.Wake))
        {
            while (await link.CallAsync(coordinator => coordinator.EngageAsync(id, Known())).ConfigureAwait(false) is { Kind: not AnswerKind.Leave } next)
                if (next.Kind == AnswerKind.Work)
                    Engage(next, cancellationToken);
            await Task.WhenAll(Engagements().Select(engagement => engagement.Done)).ConfigureAwait(false);
        }
        await LeaveAsync().ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await beating.ConfigureAwait(false);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await client.StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (CoordinatorLink.IsTransient(exception) || exception is OperationCanceledException)
        {
            // It is disposed of anyway.
        }
        if (client is IAsyncDisposable disposable)
            await disposable.DisposeAsync().ConfigureAwait(false);
        engagements.ForEach(engagement => engagement.Dispose());
        over.Dispose();
    }

    /// <summary>Connects with a handshake when it starts.</summary>
    public static IHost BuildClient(JoinToken token, NodeHandshake handshake, Action lost)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(orleans =>
        {
            Silo.ConfigureIdentity(orleans.Services);
            orleans.UseStaticClustering(token.Coordinator);
            // If this does not succeed at once, the session has ended since the node found it.
            orleans.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            orleans.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            orleans.Configure<ClientMessagingOptions>(Silo.Limit);
            orleans.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = Handshake.Limit);
            orleans.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.Use(next => handshake.Of(next, lost))));
        });
        return builder.Build();
    }

    /// <returns><see langword="null"/> if the session is over already, or the node must leave.</returns>
    private async Task<ICoordinatorGrain?> ConnectAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Draining);
        ending.CancelAfter(Handshake.Limit);
        try
        {
            await client.StartAsync(ending.Token).ConfigureAwait(false);
            while (true)
                try
                {
                    return client.Services.GetRequiredService<IClusterClient>().GetGrain<ICoordinatorGrain>(0);
                }
                catch (ArgumentException)
                {
                    // A silo that has just started has not told yet what is in it.
                    await Task.Delay(ManifestDelay, ending.Token).ConfigureAwait(false);
                }
        }
        catch (Exception exception) when (CoordinatorLink.IsTransient(exception) || exception is OperationCanceledException)
        {
            return null;
        }
    }

    private void Engage(Engagement told, CancellationToken leaving)
    {
        lock (engagements)
        {
            foreach (var ended in engagements.Where(engagement => engagement.Done.IsCompleted).ToList())
            {
                engagements.Remove(ended);
                ended.Dispose();
            }
            engagements.Add(NodeEngagement.Start(host, link, told, clock, leaving));
        }
    }

    private List<NodeEngagement> Engagements()
    {
        lock (engagements)
            return [.. engagements];
    }

    private Guid[] Known() => [.. Engagements().Select(engagement => engagement.Id)];

    /// <summary>Others get its tasks at once, while those that run here are cancelled.</summary>
    private void LeaveNow()
    {
        _ = LeaveAsync();
        over.CancelAfter(LeaveLimit);
    }

    private async Task LeaveAsync() => await link.TryAsync(coordinator => coordinator.LeaveAsync(id)).ConfigureAwait(false);

    /// <summary>Until the session is over. Finds that out, too.</summary>
    private async Task BeatAsync(TimeSpan interval)
    {
        for (var sample = 0; sample < ClockSamples; sample++)
            await TryBeatAsync(interval).ConfigureAwait(false);
        clock.SetKnown();
        var answered = Stopwatch.GetTimestamp();
        while (!over.IsCancellationRequested)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
            await Task.WhenAny(Task.Delay(interval, pause.Token), lost.Next).ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
            if (over.IsCancellationRequested)
                return;
            if (await TryBeatAsync(interval * 2).ConfigureAwait(false))
                answered = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(answered) > MaxAbsence || await IsOverAsync().ConfigureAwait(false))
                await over.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> TryBeatAsync(TimeSpan limit)
    {
        var sent = Stopwatch.GetTimestamp();
        if (await link.TryAsync(coordinator => coordinator.BeatAsync(new Beat(id, clock.Offset, clock.RoundTrip, host.Draining.IsCancellationRequested)), limit).ConfigureAwait(false) is not { } pulse)
            return false;
        clock.Add(sent, Stopwatch.GetTimestamp(), pulse.Ticks);
        foreach (var engagement in Engagements().Where(engagement => pulse.Stopping.Contains(engagement.Id)))
            engagement.Stop();
        return true;
    }

    private async Task<bool> IsOverAsync()
    {
        try
        {
            var probe = await handshake.ProbeAsync(over.Token).ConfigureAwait(false);
            return probe.Result != ProbeResult.Unreachable && probe.Reply?.Session != session;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

/// <summary>How far the coordinator's clock is ahead of this one: half of the way there and back is the error at most. Both clocks only run forwards, whatever becomes of the time of day.</summary>
internal sealed class Clock
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long shortest = long.MaxValue / 2;

    /// <summary>Completes when the first samples have been taken. No task may start before.</summary>
    public Task Known => known.Task;

    public long Offset { get; private set; }

    /// <summary>The way there and back by which the offset is known; 0 before.</summary>
    public long RoundTrip { get; private set; }

    public void SetKnown() => known.TrySetResult();

    /// <param name="sent">When the question was sent.</param>
    /// <param name="received">When the answer was there.</param>
    /// <param name="theirs">What the other clock showed in between.</param>
    public void Add(long sent, long received, long theirs)
    {
        lock (gate)
        {
            if (received - sent < shortest)
                (shortest, RoundTrip, Offset) = (received - sent, received - sent, theirs - sent - ((received - sent) / 2));
            // Clocks drift: after a minute or so, a new sample counts even if it took twice as long.
            shortest += shortest / 64;
        }
    }
}

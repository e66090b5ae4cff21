using System.Net;

namespace Partime.Plugins.Cluster;

/// <summary>How long things may take.</summary>
/// <param name="Silence">Without a sign of life, until a node's tasks go to others.</param>
/// <param name="Join">Until there are enough nodes.</param>
/// <param name="Lease">At which a lease is aimed, so that messages cost little beside it.</param>
internal sealed record Timing(TimeSpan Silence, TimeSpan Join, TimeSpan Lease);

/// <summary>A silo with its coordinator: that of a pool, which starts its nodes on this machine, or that of a session, which other machines join.</summary>
internal sealed class ClusterHub : IAsyncDisposable
{
    /// <summary>How long nodes may take to end their workers, and to leave.</summary>
    public static readonly TimeSpan LeaveGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private readonly CoordinatorHandshake handshake;
    private readonly Silo silo;
    private readonly Timer watch;

    /// <param name="session">The session.</param>
    /// <param name="identity">How nodes know it.</param>
    /// <param name="gateway">Where nodes connect to.</param>
    /// <param name="listen">Where that arrives.</param>
    /// <param name="timing">How long things may take.</param>
    /// <param name="slots">See <see cref="Coordinator"/>.</param>
    public ClusterHub(INodeSession session, Identity identity, IPEndPoint gateway, IPEndPoint listen, Timing timing, int? slots = null)
    {
        Coordinator = new Coordinator(session, timing, slots);
        handshake = new CoordinatorHandshake(identity, gateway, new Refusals(session), Coordinator.Watch.Connect, Coordinator.Watch.Disconnect);
        silo = new Silo(Coordinator, handshake, gateway, listen);
        watch = new Timer(_ => Coordinator.Watch.Look(), null, WatchInterval, WatchInterval);
    }

    public Coordinator Coordinator { get; }

    public Task StartAsync(CancellationToken cancellationToken) => silo.StartAsync(cancellationToken);

    /// <summary>When nodes have left, or do not.</summary>
    public async ValueTask DisposeAsync()
    {
        handshake.IsClosed = true;
        Coordinator.Leave();
        await Task.WhenAny(Coordinator.Watch.AllLeft, Task.Delay(LeaveGrace)).ConfigureAwait(false);
        await watch.DisposeAsync().ConfigureAwait(false);
        await silo.DisposeAsync().ConfigureAwait(false);
    }
}

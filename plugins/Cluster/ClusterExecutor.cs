using System.Net;

namespace Partime.Plugins.Cluster;

/// <summary>Runs tasks on nodes, which connect to the session's process and lease chunks of tasks from it. Each worker is a process of its node.</summary>
/// <remarks>
/// <code>
///   the session's process                          TLS 1.3        a node (another process)          its worker processes
///   ┌───────────────────────────────────────────┐                ┌──────────────────────────┐      ┌──────────┐
///   │ board ◄─► Ledger ◄─► Coordinator ◄─► silo │ ◄───────────── │ NodeClient: heartbeat;   │ ◄──► │ worker 0 │
///   │           who has     nodes, placements   of   │  dials out,    │ two threads per worker   │      │ worker 1 │
///   │           what        of pools       one  │  pulls         │ that lease, run, answer  │      │ …        │
///   └───────────────────────────────────────────┘                └──────────────────────────┘      └──────────┘
/// </code>
/// Without <see cref="Listen"/> a pool starts silo and nodes itself (<see cref="LocalNodes"/>). With it they live as long as the session (<see cref="JoinedNodes"/>).
/// </remarks>
[Executor("cluster", "W worker processes on nodes, which lease tasks over the network.", DefaultChunkSize = "auto")]
public sealed class ClusterExecutor : INodeExecutor
{
    private const int DefaultNodes = 2;

    /// <summary>For nodes that partime starts itself. If one ends, another is started at once, and the fourth one fails the run; a busy machine takes long to start them.</summary>
    private static readonly TimeSpan MaxLocalWait = TimeSpan.FromMinutes(5);

    private INodeSession? session;
    private JoinedNodes? joined;

    /// <summary>How many nodes.</summary>
    [Option("nodes", "How many nodes to start on this machine, at most one per worker; with listen, how many to wait for. Default: 2; with listen, as many as have a slot for each worker.", Min = "1", Max = "1024")]
    public int? Nodes { get; set; }

    /// <summary>After how long a node's tasks go to others.</summary>
    [Option("silence", "After how long without a sign of life the tasks of a node go to others.", Default = "4s", Min = "500ms", Max = "10m")]
    public TimeSpan Silence { get; set; }

    /// <summary>Where nodes of other machines connect to.</summary>
    [Option("listen", "Where nodes of other machines connect to, such as 0.0.0.0:7077. They need the token of 'dotnet partime cluster token'. Default: nodes on this machine.")]
    public string? Listen { get; set; }

    /// <summary>Where nodes are told to connect to.</summary>
    [Option("advertise", "With listen, where nodes are told to connect to. Default: the address in the token.")]
    public string? Advertise { get; set; }

    /// <summary>How long to wait for nodes.</summary>
    [Option("join-timeout", "With listen, how long to wait for nodes.", Default = "30s", Min = "1s", Max = "1d")]
    public TimeSpan JoinTimeout { get; set; }

    /// <summary>How long a lease should take.</summary>
    [Option("lease", "How long the tasks should take that a worker leases at once, in whole chunks. 0s leases one chunk, which shows what a message costs.", Default = "50ms", Min = "0s", Max = "10s")]
    public TimeSpan Lease { get; set; }

    private Timing Timing => new(Silence, JoinTimeout, Lease);

    /// <inheritdoc/>
    public async ValueTask OpenAsync(INodeSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        RefuseOtherSystems();
        this.session = session;
        if (Listen is null && session.MaxWorkers > 0)
        {
            if (Advertise is not null)
                throw new InvalidOperationException("The setting cluster.advertise has no effect without cluster.listen: add that, or leave this out.");
            return;
        }
        var named = Listen is null ? null : Identity.ParseAddress("The setting cluster.listen", Listen);
        var identity = Identity.Read(session.Folder) ?? throw new InvalidOperationException("No node can join, as there is no token yet: 'dotnet partime cluster token' makes one. Start the nodes with it.");
        var listen = named ?? new IPEndPoint(identity.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, identity.Address.Port);
        var gateway = Advertise is null ? identity.Address : Identity.ParseTarget("The setting cluster.advertise", Advertise);
        joined = new JoinedNodes(session, identity, gateway, listen, Timing);
        await joined.OpenAsync(Nodes ?? 0, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var open = session ?? throw new InvalidOperationException("The executor 'cluster' works only in a session of partime.");
        var local = joined is null ? new LocalNodes(open, request.Workers, Math.Min(request.Workers, Nodes ?? DefaultNodes), Timing with { Join = MaxLocalWait }) : null;
        var pool = new ClusterPool(open, local?.Coordinator ?? joined!.Coordinator, request, local);
        try
        {
            await pool.StartAsync(cancellationToken).ConfigureAwait(false);
            return pool;
        }
        catch
        {
            await pool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RunNodeAsync(INodeHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        await new Node(host, JoinToken.Parse(host.Told)).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public string GetJoinToken(string folder, string? address, bool renew)
    {
        RefuseOtherSystems();
        var endpoint = address is null ? null : Identity.ParseTarget("The address", address);
        var last = renew ? Identity.ReadIfPossible(folder) : Identity.Read(folder);
        var at = endpoint ?? last?.Address ?? Identity.DefaultAddress();
        var identity = last is null || renew ? Identity.New(at) : last with { Address = at };
        if (identity != last)
            identity.Write(folder);
        return identity.Token.ToText();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (joined is not null)
            await joined.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Before they fail in places that say less. docs/platforms.md has the reasons.</summary>
    private static void RefuseOtherSystems()
    {
        if (!OperatingSystem.IsLinux())
            throw new InvalidOperationException("The executor 'cluster' needs Linux: choose another one. 'dotnet partime docs platforms' says why.");
    }
}

namespace Partime.Plugins.Cluster;

/// <summary>Runs tasks on nodes, which connect to the session's process and lease chunks of tasks from it. Each worker is a process of its node.</summary>
/// <remarks>
/// <code>
///   the session's process                          TLS 1.3        a node (another process)          its worker processes
///   ┌───────────────────────────────────────────┐                ┌──────────────────────────┐      ┌──────────┐
///   │ board ◄─► Ledger ◄─► Coordinator ◄─► silo │ ◄───────────── │ Node: heartbeat,         │ ◄──► │ worker 0 │
///   │           who has     nodes, who     of   │  dials out,    │ two threads per worker   │      │ worker 1 │
///   │           what        is silent      one  │  pulls         │ that lease, run, answer  │      │ …        │
///   └───────────────────────────────────────────┘                └──────────────────────────┘      └──────────┘
/// </code>
/// </remarks>
[Executor("cluster", "W worker processes on nodes, which lease tasks over the network.", DefaultChunkSize = "auto")]
public sealed class ClusterExecutor : INodeExecutor
{
    private INodeSession? session;

    /// <summary>How many nodes to start on this machine.</summary>
    [Option("nodes", "How many nodes to start on this machine, at most one per worker.", Default = "2", Min = "1", Max = "64")]
    public int Nodes { get; set; }

    /// <summary>After how long a node's tasks go to others.</summary>
    [Option("silence", "After how long without a sign of life the tasks of a node go to others.", Default = "4s", Min = "500ms", Max = "10m")]
    public TimeSpan Silence { get; set; }

    /// <inheritdoc/>
    public ValueTask OpenAsync(INodeSession session, CancellationToken cancellationToken)
    {
        this.session = session;
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var nodes = Math.Min(request.Workers, Nodes);
        var pool = new ClusterPool(session ?? throw new InvalidOperationException("The executor 'cluster' works only in a session of partime."), request, nodes, Silence);
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
        using var node = new Node(host, JoinToken.Parse(host.Told));
        await node.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}

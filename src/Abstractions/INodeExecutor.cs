namespace Partime;

/// <summary>An executor whose tasks run in nodes: other processes of partime, on this machine or on others. The executor moves bytes between
/// them. Partime describes the work, runs it in the nodes, and records the results.</summary>
/// <remarks>
/// <code>
///   the session's process                                        a node
///   IWorkSource.Describe ──► bytes ────────────────────────────► INodeHost.OpenAsync ──► INodeWorker, a worker process
///   ITaskBoard.TryClaim  ──► range ────────────────────────────► INodeWorker.Run
///   IWorkSource.Record   ◄── bytes, in blocks of some tasks ◄────┘
/// </code>
/// The bytes are only for partime of the same version. The executor decides which worker runs which range, and ensures that no task is recorded
/// twice: it drops what comes from a node that it has given up.
/// </remarks>
public interface INodeExecutor : IExecutor
{
    /// <summary>Receives what describes the work and records the results. Called once, before the first <see cref="IExecutor.StartAsync"/>.</summary>
    /// <param name="source">Serves all pools of this instance.</param>
    void Open(IWorkSource source);

    /// <summary>Works as a node. Called once, in a process of its own, on an instance that has the same options and never gets a pool.</summary>
    /// <param name="host">What the node can do, and what it has been told.</param>
    /// <param name="cancellationToken">Cancelled when the node must leave. Running tasks get the same token.</param>
    /// <returns>A task that completes when the node has nothing left to do. Then its process ends.</returns>
    /// <remarks>An exception ends the node with its message.</remarks>
    ValueTask RunNodeAsync(INodeHost host, CancellationToken cancellationToken);
}

/// <summary>The work of a session, as an <see cref="INodeExecutor"/> sees it in the session's process. Partime implements it.</summary>
public interface IWorkSource
{
    /// <summary>Describes the work for the nodes of a pool: the workload with its options, a hash of its code, and the inputs.</summary>
    /// <param name="request">The request for the pool.</param>
    byte[] Describe(PoolRequest request);

    /// <summary>Records a block of results.</summary>
    /// <param name="board">The board of the run.</param>
    /// <param name="range">The tasks that the block may begin with: those of the worker's range that have not been recorded.</param>
    /// <param name="worker">The worker that ran them, from 0. It is recorded with them.</param>
    /// <param name="results">What <see cref="INodeWorker.Run"/> has returned.</param>
    /// <param name="clockOffset">What to add to the node's <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> to get this machine's.</param>
    /// <returns>How many tasks it has recorded, at least 1. They are the first ones of the range.</returns>
    /// <exception cref="FormatException">These are no results of that range. Nothing has been recorded.</exception>
    int Record(ITaskBoard board, TaskRange range, int worker, ReadOnlySpan<byte> results, long clockOffset);

    /// <summary>Starts a node on this machine. It ends with this process, however that ends.</summary>
    /// <param name="told">What <see cref="INodeHost.Told"/> returns there. No list of processes and no environment shows it.</param>
    INodeProcess StartNode(string told);

    /// <summary>Tells the user something about the nodes that no row of the results shows.</summary>
    /// <param name="sentence">A whole sentence.</param>
    void Notify(string sentence);
}

/// <summary>A node on this machine. Disposing of it kills it, with its worker processes, if it has not ended by itself.</summary>
public interface INodeProcess : IAsyncDisposable
{
    /// <summary>Its process id.</summary>
    int Id { get; }

    /// <summary>Completes when the process is gone, with how it ended and its last output, as a clause: <c>was killed by SIGKILL</c>.</summary>
    Task<string> Ended { get; }
}

/// <summary>What partime does for an <see cref="INodeExecutor"/> in a node. All members are safe for concurrent use.</summary>
public interface INodeHost
{
    /// <summary>What <see cref="IWorkSource.StartNode"/> was given, such as where to connect to.</summary>
    string Told { get; }

    /// <summary>Starts a worker process for the described work. A worker that dies in a task is replaced, and the task has crashed.</summary>
    /// <param name="work">As <see cref="IWorkSource.Describe"/> has made it.</param>
    /// <param name="cancellationToken">Ends the start early.</param>
    /// <exception cref="InvalidOperationException">The work cannot be done here. The message is for the user, and says what to change.</exception>
    ValueTask<INodeWorker> OpenAsync(ReadOnlyMemory<byte> work, CancellationToken cancellationToken);
}

/// <summary>A worker of a node: a process that runs one range of tasks after the other. Disposing of it ends the process.</summary>
public interface INodeWorker : IAsyncDisposable
{
    /// <summary>Runs the tasks of a range on the worker, and blocks the calling thread. The next range must wait until the last one is done.</summary>
    /// <param name="range">The tasks.</param>
    /// <param name="cancellationToken">Passed to the workload. Tasks that have not started are then left out.</param>
    /// <returns>The results as bytes, in blocks of consecutive tasks: all of the range, or the first of them if the token is cancelled. A block is about
    /// 1 MiB at most, unless a single result is larger.</returns>
    /// <exception cref="InvalidOperationException">The worker cannot go on. The message says why.</exception>
    IEnumerable<byte[]> Run(TaskRange range, CancellationToken cancellationToken);
}

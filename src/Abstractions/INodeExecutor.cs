namespace Partime;

/// <summary>An executor whose tasks run in nodes: other processes of partime, on this machine or on others. The executor moves bytes between
/// them. Partime describes the work, runs it in the nodes, and records the results.</summary>
/// <remarks>
/// <code>
///   the session's process                                        a node
///   INodeWork.Describe ──► bytes ──────────────────────────────► INodeHost.OpenAsync
///   INodeWork.Answer   ◄── questions, answers of up to 4 MiB ──► such as: the inputs from byte 262,144 on
///   ITaskBoard.TryClaim ──► range ─────────────────────────────► INodeWorker.Run, in a worker process
///   INodeWork.Record   ◄── results, in blocks of about 1 MiB ◄───┘
/// </code>
/// The bytes are only for partime of the same version. The executor decides which worker runs which range, and ensures that no task is recorded
/// twice: it drops what comes from a node that it has given up. One instance serves a session: its pools may overlap, and each gets its
/// <see cref="PoolRequest.Work"/>. It is disposed of when the session ends.
/// </remarks>
public interface INodeExecutor : IExecutor, IAsyncDisposable
{
    /// <summary>Prepares the session. Called once, before anything is measured, so this is the place to wait for nodes.</summary>
    /// <param name="session">What the session offers.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <exception cref="InvalidOperationException">There are too few nodes, for example. The message is for the user, and says what to change.</exception>
    ValueTask OpenAsync(INodeSession session, CancellationToken cancellationToken);

    /// <summary>Works as a node. Called once, in a process of its own, on an instance that is never opened and gets no pool.</summary>
    /// <param name="host">What the node can do, and what it has been told.</param>
    /// <param name="cancellationToken">Cancelled when the node must leave. Running tasks get the same token.</param>
    /// <returns>A task that completes when the node has nothing left to do. Then its process ends.</returns>
    /// <exception cref="InvalidOperationException">It cannot be a node. The message is for the user.</exception>
    ValueTask RunNodeAsync(INodeHost host, CancellationToken cancellationToken);

    /// <summary>Makes what a node on another machine needs to join the sessions of this user. It is a secret: partime shows it to the user, and writes it nowhere.</summary>
    /// <param name="folder">As <see cref="INodeSession.Folder"/>. What is kept there makes the same token again.</param>
    /// <param name="address">Where nodes connect to, as the user gives it; <see langword="null"/> for the one in the last token, or else one of this machine.</param>
    /// <param name="renew">Whether to make another one, which revokes the last.</param>
    /// <returns>One line: what <see cref="INodeHost.Told"/> must be on the node.</returns>
    /// <exception cref="InvalidOperationException">There can be none. The message is for the user, and says what to change.</exception>
    string GetJoinToken(string folder, string? address, bool renew);
}

/// <summary>A session, as an <see cref="INodeExecutor"/> sees it. Partime implements it. All members are safe for concurrent use.</summary>
public interface INodeSession
{
    /// <summary>The most workers that a pool of this session will have. 0 if the session has no work, and only asks which nodes there are.</summary>
    int MaxWorkers { get; }

    /// <summary>A folder that only the user can read. What the executor keeps there is there again in the next session.</summary>
    string Folder { get; }

    /// <summary>Starts a node on this machine. It ends with this process, however that ends.</summary>
    /// <param name="told">What <see cref="INodeHost.Told"/> returns there. No list of processes and no environment shows it.</param>
    INodeProcess StartNode(string told);

    /// <summary>Records that a node has joined, or that more is known about it.</summary>
    /// <param name="node">The node. Those with the same <see cref="NodeInfo.Id"/> are one.</param>
    /// <exception cref="FormatException">Its facts cannot be read, so refuse it. The message is for the user.</exception>
    void Join(NodeInfo node);

    /// <summary>Records how often something has happened that no row of the results shows.</summary>
    /// <param name="happened">What has happened.</param>
    /// <param name="times">How often, at least 1.</param>
    void Count(NodeEvent happened, long times);

    /// <summary>Tells the user something about the nodes.</summary>
    /// <param name="sentence">A whole sentence.</param>
    void Notify(string sentence);
}

/// <summary>What a session knows about a node.</summary>
public sealed record NodeInfo
{
    /// <summary>Tells it from all other nodes, those with the same name included.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of its machine. The tasks CSV shows it.</summary>
    public required string Machine { get; init; }

    /// <summary>How many workers it can have.</summary>
    public required int Slots { get; init; }

    /// <summary>What <see cref="INodeHost.Facts"/> has returned there.</summary>
    public required ReadOnlyMemory<byte> Facts { get; init; }

    /// <summary>What to add to the node's <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> to get this machine's.</summary>
    public long ClockOffset { get; init; }

    /// <summary>How long a message to the node and its answer took at least. Half of it is how far the clock offset may be wrong.</summary>
    public TimeSpan RoundTrip { get; init; }
}

/// <summary>What may happen to the nodes of a session.</summary>
public enum NodeEvent
{
    /// <summary>A task was taken from a node that was silent or gone.</summary>
    TaskRequeued,

    /// <summary>Results came too late, or twice, and were dropped.</summary>
    ResultsDropped,

    /// <summary>A connection was refused.</summary>
    ConnectionRefused,
}

/// <summary>The work of a pool, as an <see cref="INodeExecutor"/> sees it in the session's process. Partime implements it.</summary>
public interface INodeWork
{
    /// <summary>Describes the work for the nodes of a pool: at most 4 MiB. Nodes ask for the rest.</summary>
    /// <param name="request">The request for the pool.</param>
    byte[] Describe(PoolRequest request);

    /// <summary>Answers what a node asks while it opens the work or runs it.</summary>
    /// <param name="question">What partime asks in the node.</param>
    /// <returns>At most 4 MiB.</returns>
    /// <exception cref="FormatException">This is no question that a node would ask. The message is for the user.</exception>
    byte[] Answer(ReadOnlySpan<byte> question);

    /// <summary>Records a block of results.</summary>
    /// <param name="board">The board of the run.</param>
    /// <param name="range">The tasks that the block may begin with: those of the worker's range that have not been recorded.</param>
    /// <param name="worker">The worker that ran them, from 0. It is recorded with them.</param>
    /// <param name="node">The node of that worker, which has joined the session.</param>
    /// <param name="results">What <see cref="INodeWorker.Run"/> has returned.</param>
    /// <param name="clockOffset">What to add to the node's <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> to get this machine's.</param>
    /// <returns>How many tasks it has recorded, at least 1. They are the first ones of the range.</returns>
    /// <exception cref="FormatException">These are no results of that range. Nothing has been recorded.</exception>
    int Record(ITaskBoard board, TaskRange range, int worker, Guid node, ReadOnlySpan<byte> results, long clockOffset);

    /// <summary>Records that a task has crashed, because nodes die when they run it.</summary>
    /// <param name="board">The board of the run.</param>
    /// <param name="task">The task.</param>
    /// <param name="worker">The worker that ran it last, from 0.</param>
    /// <param name="node">The node of that worker.</param>
    /// <param name="startedTicks">When it got the task, on the clock of this process.</param>
    /// <param name="message">What has happened, for people.</param>
    void RecordCrash(ITaskBoard board, long task, int worker, Guid node, long startedTicks, string message);
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
    /// <summary>What <see cref="INodeSession.StartNode"/> was given, such as where to connect to.</summary>
    string Told { get; }

    /// <summary>How many workers the node may have at once, at least 1.</summary>
    int Slots { get; }

    /// <summary>The facts about this machine that a session records, for <see cref="NodeInfo.Facts"/>.</summary>
    ReadOnlyMemory<byte> Facts { get; }

    /// <summary>Prepares for the work of a pool.</summary>
    /// <param name="work">As <see cref="INodeWork.Describe"/> has made it.</param>
    /// <param name="ask">Takes a question to <see cref="INodeWork.Answer"/> of that work, and brings the answer.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="InvalidOperationException">The work cannot be done here. The message is for the user, and says what to change.</exception>
    ValueTask<INodePool> OpenAsync(ReadOnlyMemory<byte> work, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<byte[]>> ask, CancellationToken cancellationToken);

    /// <summary>Tells the user of the node something.</summary>
    /// <param name="sentence">A whole sentence.</param>
    void Notify(string sentence);

    /// <summary>Whether the node works for one session after the other, until it is told to leave. Otherwise it ends with the session that has started it.</summary>
    bool StaysForSessions { get; }

    /// <summary>Cancelled when the node must take no more work, and leave when it has finished what it has.</summary>
    CancellationToken Draining { get; }
}

/// <summary>The work of a pool on a node. All members are safe for concurrent use. Dispose of it when its workers are gone.</summary>
public interface INodePool : IAsyncDisposable
{
    /// <summary>Starts a worker process. A worker that dies in a task is replaced, and the task has crashed.</summary>
    /// <param name="worker">Its number among all workers of the pool, from 0: its tasks get it as <see cref="WorkItem.Worker"/>.</param>
    /// <param name="cancellationToken">Ends the start early.</param>
    /// <exception cref="InvalidOperationException">It cannot be started. The message is for the user, and says what to change.</exception>
    ValueTask<INodeWorker> StartWorkerAsync(int worker, CancellationToken cancellationToken);
}

/// <summary>A worker of a node: a process that runs one range of tasks after the other. Disposing of it ends the process.</summary>
public interface INodeWorker : IAsyncDisposable
{
    /// <summary>Runs the tasks of a range on the worker, and blocks the calling thread. The next range must wait until the last one is done.</summary>
    /// <param name="range">The tasks.</param>
    /// <param name="chunkSize">How many of them the worker claims at once: the length of the ranges that <see cref="ITaskBoard.TryClaim"/> has returned.</param>
    /// <param name="cancellationToken">Passed to the workload. Tasks that have not started are then left out.</param>
    /// <returns>The results as bytes, in blocks of consecutive tasks: all of the range, or the first of them if the token is cancelled. A block is about
    /// 1 MiB, at most 4 MiB, and with a single larger result up to 65 MiB.</returns>
    /// <exception cref="InvalidOperationException">The worker cannot go on. The message says why.</exception>
    IEnumerable<byte[]> Run(TaskRange range, long chunkSize, CancellationToken cancellationToken);
}

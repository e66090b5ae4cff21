namespace Partime;

/// <summary>A way to put workers to work. Implement this interface to compare your scheduler, pool or engine with the others.</summary>
/// <remarks>The class needs an <see cref="ExecutorAttribute"/> and a public constructor without parameters. Options are public
/// settable properties with an <see cref="OptionAttribute"/>. They are set before the first <see cref="StartAsync"/>. One instance
/// serves a whole session; with <c>--pool warm</c>, each configuration has one of its own, and with <c>--isolate</c>, each run has one in a process of its own. Instances
/// are not disposed of, so whatever must be released belongs to the pools. The pools of an instance follow one another and never overlap.</remarks>
public interface IExecutor
{
    /// <summary>Starts the workers. The time this takes is the run's <c>startup_s</c>; with <c>--pool warm</c> it is not counted.</summary>
    /// <param name="request">The number of workers, and whether all of them must be ready.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <returns>The started workers, ready to run tasks.</returns>
    /// <remarks>An exception fails the run with its message. The session continues with the next run.</remarks>
    ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken);
}

/// <summary>What an executor must start.</summary>
public sealed record PoolRequest
{
    /// <summary>The number of workers, at least 1. They are numbered from 0.</summary>
    public required int Workers { get; init; }

    /// <summary>Whether every worker must be ready when <see cref="IExecutor.StartAsync"/> completes, because the start is not measured.
    /// Otherwise one ready worker is enough, and the others join later. Default: <see langword="false"/>.</summary>
    public bool AllReady { get; init; }

    /// <summary>What the tasks are. Only an <see cref="INodeExecutor"/> gets it; for others it is <see langword="null"/>.</summary>
    public INodeWork? Work { get; init; }
}

/// <summary>The started workers of one executor.</summary>
/// <remarks><see cref="IAsyncDisposable.DisposeAsync"/> ends the workers and returns when they are gone. The time this takes is
/// the run's <c>shutdown_s</c>. It is called once, also after a failed or cancelled run.</remarks>
public interface IWorkerPool : IAsyncDisposable
{
    /// <summary>Runs every task of the board once. With <c>--pool warm</c>, called for one run after the other. The time this takes is the run's <c>run_s</c>.</summary>
    /// <param name="board">Where workers claim tasks and record results; safe for concurrent use.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session. Then stop claiming, start no more tasks, and
    /// complete when the running ones have ended. You need not throw.</param>
    /// <returns>A task that completes when no worker uses the board any more.</returns>
    /// <remarks>Called again only in a warm pool, and never before the last call has completed. An exception fails the run with its message. Tasks
    /// without a verdict are then recorded as <c>cancelled</c>.</remarks>
    ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken);
}

namespace Partime;

/// <summary>A way to put workers to work. Implement this to have your scheduler, pool or engine timed beside the others.</summary>
/// <remarks>The class needs an <see cref="ExecutorAttribute"/> and a public constructor without parameters. Options are public
/// settable properties with an <see cref="OptionAttribute"/>; they are set before the first <see cref="StartAsync"/>. One instance
/// serves a whole session, or with <c>--isolate</c> one run in a process of its own, and is not disposed of: what needs an end belongs
/// to its pools, which follow one another and never overlap.</remarks>
public interface IExecutor
{
    /// <summary>Starts the workers. The time this takes is the run's <c>startup_s</c>; with <c>--pool warm</c> it is not counted.</summary>
    /// <param name="request">How many workers, and whether all must be ready.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <returns>The started workers, ready to run tasks.</returns>
    /// <remarks>An exception fails the run with its message; the session goes on with the next run.</remarks>
    ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken);
}

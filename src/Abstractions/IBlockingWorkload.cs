namespace Partime;

/// <summary>Work that can be done without giving up the calling thread: computations, and waits that have a blocking form.</summary>
/// <remarks>
/// <para>Executors that own their threads (<c>serial</c>, <c>threads</c>, <c>thread-pool</c>, those with processes) call <see cref="Run"/>; those that
/// keep many tasks in flight on few threads (<c>async</c>, <c>parallel</c>) call <see cref="IWorkload.RunAsync"/>.</para>
/// <para>A pure computation implements <see cref="Run"/> alone: <see cref="IWorkload.RunAsync"/> then calls it and is complete
/// when it returns. Work that waits should implement both, or it blocks an asynchronous executor.</para>
/// </remarks>
public interface IBlockingWorkload : IWorkload
{
    /// <summary>Does the work for one input on the calling thread.</summary>
    /// <inheritdoc cref="IWorkload.RunAsync"/>
    WorkResult Run(WorkItem item, CancellationToken cancellationToken);

    ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken) =>
        new(Run(item, cancellationToken));
}

namespace Partime;

/// <summary>One kind of work, done once per input. Derive from <see cref="Workload"/>, or implement this interface, to have your work timed under every
/// executor.</summary>
/// <remarks>
/// <para>The class needs a <see cref="WorkloadAttribute"/> and a public constructor without parameters. Options are public
/// settable properties with an <see cref="OptionAttribute"/>. They are set before <see cref="StartAsync"/>.</para>
/// <para><b>One instance per process, called concurrently.</b> Executors call <see cref="RunAsync"/> from many threads at once.
/// Keep whatever a task changes in local variables, and whatever tasks share immutable or thread-safe.</para>
/// <para>Implement <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> to release the resources of <see cref="StartAsync"/>.
/// It is called once at the end of the session or of the worker process, also after a failed start, and is not part of any task's time.
/// A worker process has 3 s for it; a killed worker process does not call it.</para>
/// </remarks>
public interface IWorkload
{
    /// <summary>Whether the same input always gives the same value, where that depends on options: read once they are set, before the first run. If it or
    /// <see cref="WorkloadAttribute.Deterministic"/> is <see langword="false"/>, results are not compared. Default: <see langword="true"/>.</summary>
    bool IsDeterministic => true;

    /// <summary>Prepares the workload: opens connections, loads models, reads tables. Called once per process, before its first task. It
    /// is not part of any task's time. In a worker process it is part of the time that the process takes to start.</summary>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <remarks>An exception ends the session with its message, before any task runs. The default implementation does nothing.</remarks>
    ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Does the work for one input. The task's duration is the time from this call until the returned task completes.</summary>
    /// <param name="item">The task's index and its input.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session. A task that then ends with an
    /// <see cref="OperationCanceledException"/> is recorded as <c>cancelled</c>. In a worker process the token is also cancelled when the
    /// task has taken longer than <c>--timeout</c>. The task is then recorded as <c>timeout</c>, and its worker is killed if the task has
    /// not ended after another second. Pass the token on to every call that waits.</param>
    /// <returns>The result. The same input must give the same value under every executor, unless
    /// <see cref="WorkloadAttribute.Deterministic"/> is <see langword="false"/>.</returns>
    /// <remarks>Throw an exception if the work for this input fails. Its type and its message are recorded in the task's row, and the other
    /// tasks continue. Throw a <see cref="WorkFailedException"/> to have metrics in that row, too.</remarks>
    ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken);
}

/// <summary>Work that can run without giving up the calling thread: computations, and waits that have a blocking form. Derive from
/// <see cref="BlockingWorkload"/>, or implement this interface.</summary>
/// <remarks>
/// <para>Executors that own their threads (<c>serial</c>, <c>threads</c>, <c>thread-pool</c>, and those with processes) call
/// <see cref="Run"/>. Executors that keep many tasks in flight on few threads (<c>async</c>, <c>parallel</c>) call
/// <see cref="IWorkload.RunAsync"/>.</para>
/// <para>A pure computation implements only <see cref="Run"/>: the default <see cref="IWorkload.RunAsync"/> calls it and is complete when
/// it returns. Work that waits should implement both, because it blocks an asynchronous executor otherwise.</para>
/// </remarks>
public interface IBlockingWorkload : IWorkload
{
    /// <summary>Does the work for one input on the calling thread.</summary>
    /// <inheritdoc cref="IWorkload.RunAsync"/>
    WorkResult Run(WorkItem item, CancellationToken cancellationToken);

    ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken) =>
        new(Run(item, cancellationToken));
}

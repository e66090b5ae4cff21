namespace Partime;

/// <summary>One kind of work, done once per input. Implement this to have your work timed under every executor.</summary>
/// <remarks>
/// <para>The class needs a <see cref="WorkloadAttribute"/> and a public constructor without parameters. Options are public
/// settable properties with an <see cref="OptionAttribute"/>; they are set before <see cref="StartAsync"/>.</para>
/// <para><b>One instance per process, called concurrently.</b> Executors call <see cref="RunAsync"/> from many threads at once,
/// so keep what a task changes in local variables, and what tasks share immutable or thread-safe.</para>
/// <para>Implement <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> to release what <see cref="StartAsync"/>
/// acquired; it is called once, at the end of the session or of the worker process, also if the start failed, and no task's time
/// contains it. A worker process is given 3 s for it, and one that is killed none.</para>
/// </remarks>
public interface IWorkload
{
    /// <summary>Prepares the workload: opens connections, loads models, reads tables. Called once per process, before its first task,
    /// and never a part of a task's time. In a worker process it is a part of the process's start, as it is wherever processes are
    /// started for the work.</summary>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    /// <remarks>An exception ends the session with its message; no task is run. By default nothing is done.</remarks>
    ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Does the work for one input. The time between the call and the completion of what it returns is the task's
    /// duration.</summary>
    /// <param name="item">The task's index and its input.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session: a task that ends with an
    /// <see cref="OperationCanceledException"/> after that is recorded as <c>cancelled</c>. In a worker process also cancelled when
    /// the task has taken longer than <c>--timeout</c>: it is then recorded as <c>timeout</c>, and killed if it has not ended a second
    /// later. Pass it on to whatever waits.</param>
    /// <returns>The result. The same input must give the same value under every executor, unless
    /// <see cref="WorkloadAttribute.Deterministic"/> is <see langword="false"/>.</returns>
    /// <remarks>Throw to report that this input cannot be done: the exception's type and message are recorded in the task's
    /// row, the other tasks run on.</remarks>
    ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken);
}

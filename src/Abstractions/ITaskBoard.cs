namespace Partime;

/// <summary>The shared table at which workers claim tasks and write down what happened. Partime implements it, executors use it.</summary>
/// <remarks>
/// <para>All members are safe for concurrent use, with one rule: a worker runs and records one task at a time, as it
/// writes into a part of the board of its own. Neither that nor whether a task was claimed is checked when it is run, as the check
/// would be in every task's time: <c>ExecutorFacts</c> of the package Partime.Testing finds executors that are wrong there.</para>
/// <para>Executors that run tasks in this process claim and run: <see cref="TaskBoardExtensions.Drain"/> is that loop. Executors
/// that run tasks elsewhere claim, send what <see cref="GetItem"/> gives, and <see cref="Record"/> what comes back.</para>
/// </remarks>
public interface ITaskBoard
{
    /// <summary>The number of tasks, 0 or more.</summary>
    long Count { get; }

    /// <summary>Claims the next chunk of tasks, each of which is then the caller's to run or record, once at most. Tasks that
    /// were claimed and not run, because the session was interrupted, are recorded as <c>cancelled</c> when the run is over.</summary>
    /// <param name="worker">The worker that it is claimed for, from 0. Unlike running and recording, claiming may be done for a
    /// busy worker.</param>
    /// <param name="range">The tasks claimed.</param>
    /// <returns><see langword="false"/> when no tasks are left.</returns>
    bool TryClaim(int worker, out TaskRange range);

    /// <summary>Runs a claimed task on the calling thread and records its time, result or exception; with <c>--retries</c>, until it
    /// succeeds or has no attempts left. Never throws what the task throws.</summary>
    /// <param name="index">The task.</param>
    /// <param name="worker">The worker that runs it.</param>
    /// <param name="cancellationToken">Passed to the workload.</param>
    void Run(long index, int worker, CancellationToken cancellationToken);

    /// <summary>Runs a claimed task without blocking and records its time, result or exception. Never throws what the task
    /// throws.</summary>
    /// <inheritdoc cref="Run"/>
    ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken);

    /// <summary>The input of a task, for executors that run it elsewhere.</summary>
    /// <param name="index">The task.</param>
    WorkItem GetItem(long index);

    /// <summary>Records a claimed task that was run elsewhere. What is recorded is final: <c>--retries</c> does not apply.</summary>
    /// <param name="record">What happened.</param>
    /// <exception cref="InvalidOperationException">The task has its verdict already, the record has none, or its times are no
    /// ticks or run backwards.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such worker, or no such task.</exception>
    void Record(in TaskRecord record);
}

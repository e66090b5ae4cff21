namespace Partime;

/// <summary>The shared table at which workers claim tasks and record what happened. Partime implements it, and executors use it.</summary>
/// <remarks>
/// <para>All members are safe for concurrent use, with one rule: a worker runs and records one task at a time, because each worker has
/// its own part of the board. The board does not check this rule, nor whether a task was claimed, because the check would be part of
/// every task's time. <c>ExecutorFacts</c> in the package Partime.Testing finds executors that break these rules.</para>
/// <para>Executors that run tasks in this process claim and run them: <see cref="TaskBoardExtensions.Drain"/> is that loop. Executors
/// that run tasks elsewhere claim them, send the input from <see cref="GetItem"/>, and <see cref="Record"/> the answer.</para>
/// </remarks>
public interface ITaskBoard
{
    /// <summary>The number of tasks, 0 or more.</summary>
    long Count { get; }

    /// <summary>Claims the next chunk of tasks. The caller must then run or record each of them, at most once. Claimed tasks that did not
    /// run because the session was interrupted are recorded as <c>cancelled</c> at the end of the run.</summary>
    /// <param name="worker">The worker that claims, from 0. Unlike running and recording, claiming is allowed for a busy worker.</param>
    /// <param name="range">The claimed tasks.</param>
    /// <returns><see langword="false"/> if no tasks are left.</returns>
    bool TryClaim(int worker, out TaskRange range);

    /// <summary>Runs a claimed task on the calling thread and records its time and its result or exception. With <c>--retries</c>, repeats
    /// it until it succeeds or has no attempts left. Never throws the exceptions of the task.</summary>
    /// <param name="index">The task.</param>
    /// <param name="worker">The worker that runs it.</param>
    /// <param name="cancellationToken">Passed to the workload.</param>
    void Run(long index, int worker, CancellationToken cancellationToken);

    /// <summary>Runs a claimed task without blocking, otherwise like <see cref="Run"/>.</summary>
    /// <inheritdoc cref="Run"/>
    ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken);

    /// <summary>The input of a task, for executors that run it elsewhere.</summary>
    /// <param name="index">The task.</param>
    WorkItem GetItem(long index);

    /// <summary>Records a claimed task that ran elsewhere. The record is final: <c>--retries</c> does not apply.</summary>
    /// <param name="record">What happened.</param>
    /// <exception cref="InvalidOperationException">The task already has a verdict, the record has none, or its times are not ticks or run
    /// backwards.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such worker or no such task.</exception>
    void Record(in TaskRecord record);
}

/// <summary>Consecutive tasks that a worker has claimed.</summary>
/// <param name="Start">The first task.</param>
/// <param name="End">The task after the last one.</param>
public readonly record struct TaskRange(long Start, long End)
{
    /// <summary>The number of tasks.</summary>
    public long Count => End - Start;
}

/// <summary>The claim-run-record loop for executors that run tasks in this process.</summary>
public static class TaskBoardExtensions
{
    /// <summary>Claims and runs tasks on the calling thread until none are left or the token is cancelled.</summary>
    /// <param name="board">The board.</param>
    /// <param name="worker">The worker that runs on the calling thread, from 0.</param>
    /// <param name="cancellationToken">Checked before each task, and passed to the workload.</param>
    public static void Drain(this ITaskBoard board, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            board.Run(range, worker, cancellationToken);
    }

    /// <summary>Claims and runs tasks without blocking, one after the other, until none are left or the token is cancelled.</summary>
    /// <inheritdoc cref="Drain"/>
    public static async ValueTask DrainAsync(this ITaskBoard board, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            await board.RunAsync(range, worker, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the tasks of a claimed chunk on the calling thread, until they are done or the token is cancelled.</summary>
    /// <param name="board">The board.</param>
    /// <param name="range">The chunk.</param>
    /// <param name="worker">The worker that claimed it.</param>
    /// <param name="cancellationToken">Checked before each task, and passed to the workload.</param>
    public static void Run(this ITaskBoard board, TaskRange range, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
            board.Run(index, worker, cancellationToken);
    }

    /// <summary>Runs the tasks of a claimed chunk without blocking, until they are done or the token is cancelled.</summary>
    /// <inheritdoc cref="Run"/>
    public static async ValueTask RunAsync(this ITaskBoard board, TaskRange range, int worker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
            await board.RunAsync(index, worker, cancellationToken).ConfigureAwait(false);
    }
}

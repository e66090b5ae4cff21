using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The table at which workers claim tasks and record what happened. There are no locks and no messages: workers claim by one
/// atomic add and write only to the slots that they claimed.</summary>
/// <remarks>
/// <code>
///   worker
///     │  1. claim     claim counter      [next task]              one atomic add claims a chunk
///     │  2. run       time stamp · workload · time stamp          nothing else between the two stamps
///     └─ 3. record    slots              [0][1][2][3] …           per task: ticks, digest, worker, verdict
///                     metrics            [0][1][2][3] …           per task: a row of numbers, if the workload has metrics
///                     texts              ▸▸▸▸                     per worker: error messages, and results if a file needs them
/// </code>
/// All of it is in <see cref="BoardMemory"/>. Worker processes can share that memory; each has its own board over it. One memory serves
/// all runs of a session, so that no run pays for new pages.
/// </remarks>
internal sealed class Board(IWorkload workload, TaskItems items, BoardMemory memory, TaskRules? rules = null) : ITaskBoard
{
    private readonly IBlockingWorkload? blocking = workload as IBlockingWorkload;
    private AutoChunks? auto;
    private int copies = 1, firstWorker;
    private long first;
    private bool mayBeStopped;

    public TaskLog Log { get; } = new(memory);

    /// <summary>The tasks of the run; before the first run, those that there is room for.</summary>
    public long Count { get; private set; } = memory.Layout.Tasks;

    public bool MayRetry => memory.Settings.MaxAttempts > 1;

    /// <summary>How many tasks have been claimed; safe to read while workers run.</summary>
    /// <remarks>If something made the counter negative, no task is left, as for <see cref="TryClaim"/>: otherwise a run would wait for tasks that no worker claims.</remarks>
    public long Claimed => (long)Math.Min((ulong)memory.Head.Claims.Value, (ulong)Count);

    /// <summary>The settings of the run.</summary>
    public RunSettings Settings => memory.Settings;

    /// <summary>Whether a failure has stopped the run.</summary>
    public bool IsStopped => Volatile.Read(ref memory.Head.Stopped) != 0;

    /// <summary>Makes workers start no more tasks.</summary>
    public void Stop()
    {
        mayBeStopped = true;
        Volatile.Write(ref memory.Head.Stopped, 1);
    }

    /// <summary>Prepares the board for a run.</summary>
    /// <param name="workers">How many there will be.</param>
    /// <param name="chunkSize">How many tasks they claim at once.</param>
    /// <param name="tasks">How many tasks it has; <see langword="null"/> for as many as there is room for.</param>
    /// <param name="copies">How many times as many consecutive tasks as usual have the same input.</param>
    /// <param name="first">Which task of a session the first one is: the board of a node holds a part of them.</param>
    /// <param name="firstWorker">Which worker of a session the first one is.</param>
    public void Reset(int workers, ChunkSize chunkSize, long? tasks = null, int copies = 1, long first = 0, int firstWorker = 0)
    {
        memory.Head.Stopped = 0;
        (Count, this.copies, this.first, this.firstWorker) = (tasks ?? memory.Layout.Tasks, copies, first, firstWorker);
        memory.Begin(new RunSettings(chunkSize, workers, Count, copies, 1 + (rules?.Retries ?? 0), rules?.FailFast == true ? 1 : 0) { First = first, FirstWorker = firstWorker });
        mayBeStopped = memory.Settings.FailFast != 0;
        memory.Head.Claims.Reset();
        Log.Reset(workers, Count);
        auto = chunkSize == ChunkSize.Auto ? new AutoChunks(memory) : null;
    }

    /// <summary>Joins a run for which another process has reset the board.</summary>
    /// <param name="maxWorkers">The number of workers is not above this.</param>
    /// <exception cref="BoardOverwrittenException">The board shows something else.</exception>
    public void Join(int maxWorkers)
    {
        memory.Join(maxWorkers);
        (Count, copies, first, firstWorker) = (memory.Settings.Tasks, memory.Settings.Copies, memory.Settings.First, memory.Settings.FirstWorker);
        Log.Open(memory.Settings.Workers, Count);
        auto = memory.Settings.ChunkSize == ChunkSize.Auto ? new AutoChunks(memory) : null;
    }

    /// <summary>Looks at everything that a run has left on the board, once no worker touches it any more.</summary>
    /// <param name="since">When the run began; 0 if the executor is a plugin's, whose times may be of another clock.</param>
    /// <returns>What cannot be true; <see langword="null"/> if everything can.</returns>
    public string? FindDamage(long since) =>
        memory.Head.Settings != memory.Settings ? "the settings of the run were changed"
        : memory.Head.Claims.Value < 0 ? "the counter of claimed tasks was changed"
        : IsStopped && !mayBeStopped ? "the run was stopped"
        : new BoardCheck(memory, Log, since).Find();

    [MethodImpl(HotPath.Options)]
    public bool TryClaim(int worker, out TaskRange range)
    {
        if (IsStopped)
        {
            range = default;
            return false;
        }
        var size = auto?.Next(worker) ?? memory.Settings.ChunkSize.First;
        var start = memory.Head.Claims.Claim(size);
        range = new TaskRange(start, Math.Min(start + size, Count));
        if ((ulong)start >= (ulong)Count)
            return false;
        auto?.Claimed(worker, range);
        return true;
    }

    public WorkItem GetItem(long index) => items(first + index, copies);

    [MethodImpl(HotPath.Options)]
    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        while (RunOnce(index, worker, cancellationToken))
        {
            // Until the task succeeds or has no attempts left.
        }
    }

    /// <summary>Makes one attempt at a task.</summary>
    /// <returns>Whether it failed and must be retried.</returns>
    [MethodImpl(HotPath.Options)]
    public bool RunOnce(long index, int worker, CancellationToken cancellationToken)
    {
        if (IsStopped)
            return false;
        var item = items(first + index, copies) with { Worker = firstWorker + worker };
        WorkResult result;
        var started = Stopwatch.GetTimestamp();
        try
        {
            result = blocking is null ? Wait(workload.RunAsync(item, cancellationToken)) : blocking.Run(item, cancellationToken);
        }
        catch (Exception exception)
        {
            return RecordException(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
        }
        var ended = Stopwatch.GetTimestamp();
        Record(index, worker, started, ended, in result);
        return false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
    {
        var hasAttempt = !IsStopped;
        while (hasAttempt)
        {
            var item = items(first + index, copies) with { Worker = firstWorker + worker };
            WorkResult result;
            var started = Stopwatch.GetTimestamp();
            try
            {
                result = await workload.RunAsync(item, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                hasAttempt = RecordException(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
                continue;
            }
            var ended = Stopwatch.GetTimestamp();
            Record(index, worker, started, ended, in result);
            return;
        }
    }

    public void Record(in TaskRecord record)
    {
        var result = record.Result;
        if (record.Verdict is Verdict.None or > Verdict.Cancelled)
            throw new InvalidOperationException($"The record of task {record.Index} has no verdict.");
        if (record.EndedTicks < record.StartedTicks || (record.StartedTicks <= 0 && record.EndedTicks != 0))
            throw new InvalidOperationException($"The record of task {record.Index} says that it ran from {record.StartedTicks} to {record.EndedTicks}: give ticks of Stopwatch.GetTimestamp.");
        if (record.Verdict == Verdict.Ok)
            Record(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, in result);
        else
            RecordFailure(new FailedAttempt(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, record.Verdict, record.Fault ?? new TaskFault("", "")) { MayRetry = false });
        if (record.Pid != 0)
            SetPid(record.Index, record.Pid);
    }

    /// <summary>Records the attempt that a node has sent.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="worker">The worker that has made it.</param>
    /// <param name="started">When, on this machine's clock.</param>
    /// <param name="ended">When it ended.</param>
    [MethodImpl(HotPath.Options)]
    public void RecordSent(ref ResultBlockReader attempt, int worker, long started, long ended)
    {
        if (attempt.Verdict == Verdict.Ok)
        {
            if (!Log.RecordSent(ref attempt, worker, started, ended) && memory.Settings.FailFast != 0)
                Stop();
            return;
        }
        RecordFailure(new FailedAttempt(attempt.Task, worker, started, ended, attempt.Verdict, Faults.Decode(attempt.Text)) { Pid = attempt.IsRetried ? attempt.Pid : null, MayRetry = attempt.IsRetried });
        if (!attempt.IsRetried)
            SetPid(attempt.Task, attempt.Pid);
    }

    /// <summary>Records a failed attempt.</summary>
    /// <returns>Whether the task must be retried, and so has no verdict yet.</returns>
    public bool RecordFailure(FailedAttempt attempt)
    {
        Log.RecordFailure(attempt);
        if (attempt.Verdict == Verdict.Cancelled)
            return false;
        if (attempt.MayRetry && Log.Slots[(int)attempt.Index].FailedAttempts + 1 < memory.Settings.MaxAttempts)
        {
            Log.PrepareRetry(attempt.Index, attempt.Worker);
            return true;
        }
        if (memory.Settings.FailFast != 0)
            Stop();
        return false;
    }

    /// <summary>Replaces the verdict of a task that ended after its time limit.</summary>
    /// <returns>Whether the task must be retried.</returns>
    public bool RecordTimeout(long index, int worker)
    {
        var slot = Log.Slots[(int)index];
        var took = Stopwatch.GetElapsedTime(slot.StartedTicks, slot.EndedTicks).TotalSeconds;
        var discarded = slot.Verdict == Verdict.Ok ? ", and its result was discarded" : "";
        var fault = new TaskFault("Timeout", string.Create(CultureInfo.InvariantCulture, $"The task exceeded its time limit and was cancelled. It ended after {took:F3} s{discarded}.")) { Metrics = Log.Reported(index) };
        Log.Withdraw(index);
        return RecordFailure(new FailedAttempt(index, worker, slot.StartedTicks, slot.EndedTicks, Verdict.Timeout, fault));
    }

    /// <summary>Gives the tasks that had been claimed but had not ended a verdict, when the process of all workers is gone.</summary>
    public void FailUnfinished(Verdict verdict, TaskFault fault, int pid) => Log.FailUnfinished(Claimed, verdict, fault, pid);

    private unsafe void SetPid(long index, int pid) => memory.Slots[index].Pid = pid;

    private static WorkResult Wait(ValueTask<WorkResult> task) =>
        task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private void Record(long index, int worker, long started, long ended, in WorkResult result)
    {
        // A result that cannot be kept is a failure too, even if it is not the task's.
        if (!Log.RecordResult(index, worker, started, ended, in result) && memory.Settings.FailFast != 0)
            Stop();
    }

    private bool RecordException(long index, int worker, long started, long ended, Exception exception, CancellationToken cancellationToken)
    {
        var cancelled = Faults.Cause(exception) is OperationCanceledException && cancellationToken.IsCancellationRequested;
        var verdict = cancelled ? Verdict.Cancelled : Verdict.Error;
        return RecordFailure(new FailedAttempt(index, worker, started, ended, verdict, Faults.Of(exception, memory.Layout.KeepValues)) { MayRetry = !cancellationToken.IsCancellationRequested });
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The table at which workers claim tasks and write down what happened. No locks and no messages: workers claim by one
/// atomic add and write only to the slots they claimed.</summary>
/// <remarks>
/// <code>
///   worker ── claim ──►  0 1 2 3 4 5 6 │ 7 8 9 …     one counter, one atomic add per chunk
///      │
///      ├──── run ─────►  stamp · workload · stamp     nothing else between the two stamps
///      │
///      └── record ────►  [slot][slot][slot] …         a slot per task: ticks, digest, worker, verdict
///                        [metrics][metrics] …         a row of numbers per task, if the workload has metrics
///                        texts ▸▸▸▸                   error messages, and results if a file wants them
/// </code>
/// All of it is in <see cref="BoardMemory"/>, which worker processes may share: each has a board of its own over it. One
/// memory serves all runs of a session, so that no run pays for fresh pages.
/// </remarks>
internal sealed class Board(IWorkload workload, Func<long, WorkItem> items, BoardMemory memory, TaskRules? rules = null) : ITaskBoard
{
    private readonly IBlockingWorkload? blocking = workload as IBlockingWorkload;
    private AutoChunks? auto;

    /// <summary>A board in memory of its own.</summary>
    public Board(IWorkload workload, Func<long, WorkItem> items, BoardLayout layout) : this(workload, items, new PrivateBoardMemory(layout)) { }

    public TaskLog Log { get; } = new(memory);

    public long Count { get; } = memory.Layout.Tasks;

    /// <summary>How many tasks have been claimed; safe to read while workers run.</summary>
    public long Claimed => Math.Min(memory.Head.Claims.Value, Count);

    /// <summary>Whether a failure has stopped the run.</summary>
    public bool IsStopped => Volatile.Read(ref memory.Head.Stopped) != 0;

    /// <summary>Has no more tasks started.</summary>
    public void Stop() => Volatile.Write(ref memory.Head.Stopped, 1);

    /// <param name="workers">How many workers there will be.</param>
    /// <param name="chunkSize">How many consecutive tasks each claims at once.</param>
    public void Reset(int workers, ChunkSize chunkSize)
    {
        memory.Head.Stopped = 0;
        memory.Head.ChunkSize = chunkSize;
        memory.Head.Workers = workers;
        memory.Head.MaxAttempts = 1 + (rules?.Retries ?? 0);
        memory.Head.FailFast = rules?.FailFast == true ? 1 : 0;
        memory.Head.Claims.Reset();
        Log.Reset(workers);
        auto = chunkSize == ChunkSize.Auto ? new AutoChunks(memory) : null;
    }

    /// <summary>Joins a run that another process has reset the board for.</summary>
    public void Join()
    {
        Log.Open(memory.Head.Workers);
        auto = memory.Head.ChunkSize == ChunkSize.Auto ? new AutoChunks(memory) : null;
    }

    [MethodImpl(HotPath.Options)]
    public bool TryClaim(int worker, out TaskRange range)
    {
        if (IsStopped)
        {
            range = default;
            return false;
        }
        var size = auto?.Next(worker) ?? memory.Head.ChunkSize.Number ?? 1;
        var start = memory.Head.Claims.Claim(size);
        range = new TaskRange(start, Math.Min(start + size, Count));
        if (start >= Count)
            return false;
        auto?.Claimed(worker, range);
        return true;
    }

    public WorkItem GetItem(long index) => items(index);

    [MethodImpl(HotPath.Options)]
    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        while (RunOnce(index, worker, cancellationToken))
        {
            // Until it succeeds, or has no attempts left.
        }
    }

    /// <summary>Makes one attempt at a task.</summary>
    /// <returns>Whether it failed and is to be tried again.</returns>
    [MethodImpl(HotPath.Options)]
    public bool RunOnce(long index, int worker, CancellationToken cancellationToken)
    {
        if (IsStopped)
            return false;
        var item = items(index);
        WorkResult result;
        var started = Stopwatch.GetTimestamp();
        try
        {
            result = blocking is null ? Wait(workload.RunAsync(item, cancellationToken)) : blocking.Run(item, cancellationToken);
        }
        catch (Exception exception)
        {
            return IsToBeTriedAgain(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
        }
        var ended = Stopwatch.GetTimestamp();
        Record(index, worker, started, ended, in result);
        return false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
    {
        var isToBeTriedAgain = !IsStopped;
        while (isToBeTriedAgain)
        {
            var item = items(index);
            WorkResult result;
            var started = Stopwatch.GetTimestamp();
            try
            {
                result = await workload.RunAsync(item, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                isToBeTriedAgain = IsToBeTriedAgain(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
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
            Fail(new Failure(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, record.Verdict, record.Fault ?? new TaskFault("", "")) { MayTryAgain = false });
    }

    /// <summary>A task ended after it had run out of time, and so too late: its verdict is replaced.</summary>
    /// <returns>Whether it is tried again.</returns>
    public bool RunOutOfTime(long index, int worker)
    {
        var slot = Log.Slots[(int)index];
        var took = Stopwatch.GetElapsedTime(slot.StartedTicks, slot.EndedTicks).TotalSeconds;
        var end = slot.Verdict == Verdict.Ok ? "returned a result, which was dropped," : "ended";
        Log.Forget(index);
        var fault = new TaskFault("Timeout", string.Create(CultureInfo.InvariantCulture, $"The task took longer than allowed, was cancelled, and {end} after {took:F3} s."));
        return Fail(new Failure(index, worker, slot.StartedTicks, slot.EndedTicks, Verdict.Timeout, fault));
    }

    /// <summary>The process in which all workers were is gone: what they had claimed and not ended gets its verdict.</summary>
    public void Lose(Verdict verdict, TaskFault fault, int pid) => Log.Lose(Claimed, verdict, fault, pid);

    private static WorkResult Wait(ValueTask<WorkResult> task) =>
        task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private void Record(long index, int worker, long started, long ended, in WorkResult result)
    {
        // A result that cannot be kept is a failure, too, if not the task's.
        if (!Log.RecordResult(index, worker, started, ended, in result) && memory.Head.FailFast != 0)
            Stop();
    }

    private bool IsToBeTriedAgain(long index, int worker, long started, long ended, Exception exception, CancellationToken cancellationToken)
    {
        var cancelled = exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
        var verdict = cancelled ? Verdict.Cancelled : Verdict.Error;
        return Fail(new Failure(index, worker, started, ended, verdict, Faults.Of(exception, memory.Layout.KeepValues)) { MayTryAgain = !cancellationToken.IsCancellationRequested });
    }

    /// <summary>Records a failure.</summary>
    /// <returns>Whether the task is to be tried again, and so has no verdict yet.</returns>
    public bool Fail(Failure failure)
    {
        Log.RecordFault(failure.Index, failure.Worker, failure.StartedTicks, failure.EndedTicks, failure.Verdict, failure.Fault, failure.Pid);
        if (failure.Verdict == Verdict.Cancelled)
            return false;
        if (failure.MayTryAgain && Log.Slots[(int)failure.Index].FailedAttempts + 1 < memory.Head.MaxAttempts)
        {
            Log.TryAgain(failure.Index, failure.Worker);
            return true;
        }
        if (memory.Head.FailFast != 0)
            Stop();
        return false;
    }
}

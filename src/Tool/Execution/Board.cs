using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The board in this process's memory. No locks and no messages: workers claim by one atomic add and write only to
/// the slots they claimed.</summary>
/// <remarks>
/// <code>
///   worker ── claim ──►  0 1 2 3 4 5 6 │ 7 8 9 …     one counter, one atomic add per chunk
///      │
///      ├──── run ─────►  stamp · workload · stamp     nothing else between the two stamps
///      │
///      └── record ────►  [slot][slot][slot] …         a slot per task: ticks, digest, worker, verdict
///                        [metrics][metrics] …         a row of numbers per task, if the workload has metrics
///                        values[worker] ▸▸▸▸          the results' texts, if a file wants them
/// </code>
/// One board serves all runs of a session, so that no run pays for fresh memory pages.
/// </remarks>
internal sealed class Board(IWorkload workload, Func<long, WorkItem> items, BoardLayout layout) : ITaskBoard
{
    private readonly IBlockingWorkload? blocking = workload as IBlockingWorkload;
    private ClaimCounter claims;
    private int chunkSize = 1;

    public TaskLog Log { get; } = new(layout);

    public long Count => layout.Tasks;

    /// <summary>How many tasks have been claimed; safe to read while workers run.</summary>
    public long Claimed => Math.Min(claims.Value, Count);

    public void Reset(int workers, int chunkSize)
    {
        Log.Reset(workers);
        this.chunkSize = chunkSize;
        claims.Reset();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryClaim(int worker, out TaskRange range)
    {
        var start = claims.Claim(chunkSize);
        range = new TaskRange(start, Math.Min(start + chunkSize, Count));
        return start < Count;
    }

    public WorkItem GetItem(long index) => items(index);

    // Optimised from the first call on: with tiered compilation the first tasks of a session would run through slower code
    // than the later ones, and the executor that happens to come first would look worse.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        var item = items(index);
        WorkResult result;
        var started = Stopwatch.GetTimestamp();
        try
        {
            result = blocking is null ? Wait(workload.RunAsync(item, cancellationToken)) : blocking.Run(item, cancellationToken);
        }
        catch (Exception exception)
        {
            RecordException(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
            return;
        }
        var ended = Stopwatch.GetTimestamp();
        Log.RecordResult(index, worker, started, ended, in result);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
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
            RecordException(index, worker, started, Stopwatch.GetTimestamp(), exception, cancellationToken);
            return;
        }
        var ended = Stopwatch.GetTimestamp();
        Log.RecordResult(index, worker, started, ended, in result);
    }

    public void Record(in TaskRecord record)
    {
        var result = record.Result;
        if (record.Verdict is Verdict.None or > Verdict.Cancelled)
            throw new InvalidOperationException($"The record of task {record.Index} has no verdict.");
        if (record.EndedTicks < record.StartedTicks || (record.StartedTicks <= 0 && record.EndedTicks != 0))
            throw new InvalidOperationException($"The record of task {record.Index} says that it ran from {record.StartedTicks} to {record.EndedTicks}: give ticks of Stopwatch.GetTimestamp.");
        if (record.Verdict == Verdict.Ok)
            Log.RecordResult(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, in result);
        else
            Log.RecordFault(record.Index, record.Worker, record.StartedTicks, record.EndedTicks, record.Verdict, record.Fault ?? new TaskFault("", ""));
    }

    private static WorkResult Wait(ValueTask<WorkResult> task) =>
        task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private void RecordException(long index, int worker, long started, long ended, Exception exception, CancellationToken cancellationToken)
    {
        var cancelled = exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
        Log.RecordFault(index, worker, started, ended, cancelled ? Verdict.Cancelled : Verdict.Error, Faults.Of(exception));
    }
}

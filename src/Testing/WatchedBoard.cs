using System.Collections.Concurrent;
using System.Diagnostics;
using Partime.Tool.Execution;
using Xunit.Sdk;

namespace Partime.Testing;

/// <summary>A board that records every call that breaks the contract. It does not pass such calls on, because the board inside trusts its
/// executors.</summary>
internal sealed class WatchedBoard : ITaskBoard
{
    private readonly Board board;
    private readonly BoardLayout layout;
    private readonly Stage[] stages;
    private readonly int[] busy;
    private readonly ConcurrentQueue<string> violations = [];
    private volatile string? closedBy;
    private int running;
    private int ended;

    /// <param name="inputs">Say what the tasks do, see <see cref="ConformanceWorkload"/>.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="chunkSize">The number of tasks that a worker claims at once.</param>
    public WatchedBoard(string[] inputs, int workers, int chunkSize)
    {
        var workload = new ConformanceWorkload();
        layout = WorkloadRun.LayoutFor(workload, inputs.Length);
        board = new Board(workload, (index, _) => new WorkItem(index, inputs[index]), new CollectedBoardMemory(layout));
        board.Reset(workers, chunkSize);
        stages = new Stage[inputs.Length];
        busy = new int[workers];
    }

    private enum Stage
    {
        Unclaimed,
        Claimed,
        Started,
        Ended,
    }

    /// <summary>Called before a task starts, here or elsewhere.</summary>
    public Action OnStart { get; init; } = () => { };

    /// <summary>Called when a task has ended, with the number of ended tasks.</summary>
    public Action<int> OnEnd { get; init; } = _ => { };

    public long Count => board.Count;

    public IEnumerable<TaskOutcome> Outcomes => Enumerable.Range(0, stages.Length).Select(index => TaskOutcome.Read(board, index));

    public bool TryClaim(int worker, out TaskRange range)
    {
        range = default;
        if (IsClosed($"worker {worker} claimed tasks") || !IsWorker(worker, "claimed tasks") || !board.TryClaim(worker, out range))
            return false;
        for (var index = range.Start; index < range.End; index++)
            stages[index] = Stage.Claimed;
        return true;
    }

    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        if (!Start(index, worker))
            return;
        OnStart();
        board.Run(index, worker, cancellationToken);
        End(index, worker);
    }

    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
    {
        if (!Start(index, worker))
            return;
        OnStart();
        await board.RunAsync(index, worker, cancellationToken).ConfigureAwait(false);
        End(index, worker);
    }

    public WorkItem GetItem(long index)
    {
        if (!IsClosed($"the input of task {index} was asked for"))
            OnStart();
        return board.GetItem(index);
    }

    public void Record(in TaskRecord record)
    {
        if (!Start(record.Index, record.Worker))
            return;
        try
        {
            board.Record(in record);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            AddViolation($"Record refused what was recorded of task {record.Index}: {exception.Message.TrimEnd('.')}");
            throw;
        }
        finally
        {
            End(record.Index, record.Worker);
        }
    }

    /// <summary>From now on no worker may use the board.</summary>
    /// <param name="method">The method that has completed.</param>
    public void Close(string method)
    {
        closedBy = method;
        if (Volatile.Read(ref running) is > 0 and var left)
            AddViolation($"{method} completed while {left} tasks were running: wait for all workers first, also after a cancellation");
        else if (Overlap.In(board.Log.Slots) is { } overlap)
            AddViolation(overlap);
    }

    /// <summary>The number of tasks that started after that time.</summary>
    public int StartedAfter(long ticks)
    {
        var count = 0;
        foreach (ref readonly var slot in board.Log.Slots)
            count += slot.StartedTicks > ticks ? 1 : 0;
        return count;
    }

    /// <exception cref="XunitException">A call broke the contract.</exception>
    public void ShouldHaveNoViolations()
    {
        string[] distinct = [.. violations.Distinct()];
        if (distinct.Length > 0)
            throw new XunitException($"The executor breaks the contract of ITaskBoard: {string.Join("; ", distinct.Take(3))}{(distinct.Length > 3 ? $"; and {distinct.Length - 3} more" : "")}.");
    }

    /// <exception cref="XunitException">A call broke the contract, or a task has no verdict.</exception>
    public void ShouldBeComplete()
    {
        ShouldHaveNoViolations();
        var unclaimed = stages.Count(stage => stage == Stage.Unclaimed);
        if (unclaimed > 0)
            throw new XunitException($"RunAsync completed while {unclaimed} of {Count} tasks were unclaimed: have workers claim until TryClaim returns false.");
        var lost = stages.Count(stage => stage != Stage.Ended);
        if (lost > 0)
            throw new XunitException($"{lost} of {Count} tasks were claimed and have no verdict, the first of them task {Array.FindIndex(stages, stage => stage != Stage.Ended)}: run or record each task of every range that TryClaim returns.");
    }

    private bool Start(long index, int worker)
    {
        if (IsClosed($"task {index} was run or recorded") || !IsWorker(worker, $"ran task {index}"))
            return false;
        if ((ulong)index >= (ulong)stages.Length)
            return AddViolation($"task {index} was run, and tasks are numbered from 0 to {stages.Length - 1}");
        var stage = Interlocked.CompareExchange(ref stages[index], Stage.Started, Stage.Claimed);
        if (stage != Stage.Claimed)
            return AddViolation(stage == Stage.Unclaimed
                ? $"task {index} was run without a claim: run only tasks that TryClaim returns"
                : $"task {index} was run twice: run or record each claimed task once");
        if (Interlocked.Exchange(ref busy[worker], 1) != 0)
            return AddViolation($"worker {worker} started task {index} before another of its tasks had ended: give each worker a number of its own");
        Interlocked.Increment(ref running);
        return true;
    }

    private void End(long index, int worker)
    {
        stages[index] = Stage.Ended;
        Volatile.Write(ref busy[worker], 0);
        Interlocked.Decrement(ref running);
        OnEnd(Interlocked.Increment(ref ended));
    }

    private bool IsWorker(int worker, string did) =>
        (uint)worker < (uint)busy.Length || AddViolation($"worker {worker} {did}, and workers are numbered from 0 to {busy.Length - 1}: use numbers below PoolRequest.Workers");

    private bool IsClosed(string what) =>
        closedBy is not null && !AddViolation($"{what} after {closedBy} had completed: complete only when no worker uses the board any more");

    /// <returns>Always <see langword="false"/>, so that a call can be refused in one expression.</returns>
    private bool AddViolation(string violation)
    {
        violations.Enqueue(violation);
        return false;
    }
}

/// <summary>Finds two tasks of one worker at the same time.</summary>
internal static class Overlap
{
    /// <returns>A sentence about the first overlap, or <see langword="null"/> if there is none.</returns>
    public static string? In(ReadOnlySpan<TaskSlot> slots)
    {
        var byWorker = new SortedDictionary<(int Worker, long Started, long Ended), int>();
        for (var task = 0; task < slots.Length; task++)
            if (slots[task].EndedTicks != 0)
                byWorker[(slots[task].Worker, slots[task].StartedTicks, slots[task].EndedTicks)] = task;
        var last = (Worker: -1, Ended: 0L, Task: 0);
        foreach (var ((worker, started, ended), task) in byWorker)
        {
            if (worker == last.Worker && started < last.Ended)
                return $"worker {worker} ran tasks {last.Task} and {task} at the same time: give each worker a number of its own";
            last = (worker, ended, task);
        }
        return null;
    }
}

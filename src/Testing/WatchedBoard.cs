using System.Collections.Concurrent;
using System.Diagnostics;
using Partime.Tool.Execution;
using Xunit.Sdk;

namespace Partime.Testing;

/// <summary>A board that notes what an executor does to it although the contract forbids it. Nothing of that is passed on: the
/// board inside trusts its executors.</summary>
internal sealed class WatchedBoard : ITaskBoard
{
    private readonly Board board;
    private readonly BoardLayout layout;
    private readonly Stage[] stages;
    private readonly int[] busy;
    private readonly ConcurrentQueue<string> offences = [];
    private volatile string? closedBy;
    private int underWay;
    private int ended;

    /// <param name="inputs">What the tasks do, see <see cref="ConformanceWorkload"/>.</param>
    /// <param name="workers">How many workers there are.</param>
    /// <param name="chunkSize">How many tasks each claims at once.</param>
    public WatchedBoard(string[] inputs, int workers, int chunkSize)
    {
        var workload = new ConformanceWorkload();
        layout = WorkloadRun.LayoutFor(workload, inputs.Length);
        board = new Board(workload, index => new WorkItem(index, inputs[index]), new CollectedBoardMemory(layout));
        board.Reset(workers, chunkSize);
        stages = new Stage[inputs.Length];
        busy = new int[workers];
    }

    private enum Stage
    {
        Unclaimed,
        Claimed,
        Begun,
        Ended,
    }

    /// <summary>Called when a task is about to begin, here or elsewhere.</summary>
    public Action OnBegin { get; init; } = () => { };

    /// <summary>Called when a task has ended, with the number of those that have.</summary>
    public Action<int> OnEnd { get; init; } = _ => { };

    public long Count => board.Count;

    public IEnumerable<TaskOutcome> Outcomes => Enumerable.Range(0, stages.Length).Select(index => TaskOutcome.Read(board, layout, index));

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
        if (!Begin(index, worker))
            return;
        OnBegin();
        board.Run(index, worker, cancellationToken);
        End(index, worker);
    }

    public async ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
    {
        if (!Begin(index, worker))
            return;
        OnBegin();
        await board.RunAsync(index, worker, cancellationToken).ConfigureAwait(false);
        End(index, worker);
    }

    public WorkItem GetItem(long index)
    {
        if (!IsClosed($"the input of task {index} was asked for"))
            OnBegin();
        return board.GetItem(index);
    }

    public void Record(in TaskRecord record)
    {
        if (!Begin(record.Index, record.Worker))
            return;
        try
        {
            board.Record(in record);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            Offend($"Record refused what was recorded of task {record.Index}: {exception.Message.TrimEnd('.')}");
            throw;
        }
        finally
        {
            End(record.Index, record.Worker);
        }
    }

    /// <summary>From now on nobody may touch the board.</summary>
    /// <param name="method">What has completed.</param>
    public void Close(string method)
    {
        closedBy = method;
        if (Volatile.Read(ref underWay) is > 0 and var left)
            Offend($"{method} completed while {left} tasks were under way: wait for all workers first, also after a cancellation");
        else if (Overlap.In(board.Log.Slots) is { } overlap)
            Offend(overlap);
    }

    /// <summary>How many tasks the workload was called for after that moment.</summary>
    public int BegunAfter(long ticks)
    {
        var count = 0;
        foreach (ref readonly var slot in board.Log.Slots)
            count += slot.StartedTicks > ticks ? 1 : 0;
        return count;
    }

    /// <exception cref="XunitException">Something forbidden was done.</exception>
    public void ShouldBeUnharmed()
    {
        string[] told = [.. offences.Distinct()];
        if (told.Length > 0)
            throw new XunitException($"The executor breaks the contract of ITaskBoard: {string.Join("; ", told.Take(3))}{(told.Length > 3 ? $"; and {told.Length - 3} more" : "")}.");
    }

    /// <exception cref="XunitException">Something forbidden was done, or a task has no verdict.</exception>
    public void ShouldBeComplete()
    {
        ShouldBeUnharmed();
        var unclaimed = stages.Count(stage => stage == Stage.Unclaimed);
        if (unclaimed > 0)
            throw new XunitException($"RunAsync completed while {unclaimed} of {Count} tasks were unclaimed: have workers claim until TryClaim returns false.");
        var lost = stages.Count(stage => stage != Stage.Ended);
        if (lost > 0)
            throw new XunitException($"{lost} of {Count} tasks were claimed and have no verdict, task {Array.FindIndex(stages, stage => stage != Stage.Ended)} the first of them: run or record each task of every range that TryClaim gives.");
    }

    private bool Begin(long index, int worker)
    {
        if (IsClosed($"task {index} was run or recorded") || !IsWorker(worker, $"ran task {index}"))
            return false;
        if ((ulong)index >= (ulong)stages.Length)
            return Offend($"task {index} was run, and tasks are numbered from 0 to {stages.Length - 1}");
        var stage = Interlocked.CompareExchange(ref stages[index], Stage.Begun, Stage.Claimed);
        if (stage != Stage.Claimed)
            return Offend(stage == Stage.Unclaimed
                ? $"task {index} was run and nobody had claimed it: run what TryClaim gives"
                : $"task {index} was run twice: run or record each claimed task once");
        if (Interlocked.Exchange(ref busy[worker], 1) != 0)
            return Offend($"worker {worker} began task {index} before another of its tasks had ended: give each of the workers a number of its own");
        Interlocked.Increment(ref underWay);
        return true;
    }

    private void End(long index, int worker)
    {
        stages[index] = Stage.Ended;
        Volatile.Write(ref busy[worker], 0);
        Interlocked.Decrement(ref underWay);
        OnEnd(Interlocked.Increment(ref ended));
    }

    private bool IsWorker(int worker, string did) =>
        (uint)worker < (uint)busy.Length || Offend($"worker {worker} {did}, and workers are numbered from 0 to {busy.Length - 1}: use numbers below PoolRequest.Workers");

    private bool IsClosed(string what) =>
        closedBy is not null && !Offend($"{what} after {closedBy} had completed: complete when no worker touches the board any more");

    /// <returns>Always <see langword="false"/>, so that what is forbidden can be refused in one expression.</returns>
    private bool Offend(string offence)
    {
        offences.Enqueue(offence);
        return false;
    }
}

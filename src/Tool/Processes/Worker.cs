using System.Runtime.CompilerServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Runs tasks in a worker process: the same claim loop as everywhere, at a board that keeps the parent informed.</summary>
internal sealed unsafe class Worker
{
    private readonly IWorkload workload;
    private readonly WorkerControl control;
    private readonly Board board;
    private readonly WorkerBoard workerBoard;
    private readonly WorkerRecord* record;
    private readonly SharedBoardMemory memory;
    private readonly int number, numberInSession;
    private long compiledMethods, compileTicks, cpuWaitTicks;

    public Worker(IWorkload workload, TaskItems items, SharedBoardMemory memory, WorkerArguments arguments, WorkerControl control)
    {
        (this.workload, this.memory, this.control, number, numberInSession) = (workload, memory, control, arguments.Number, WorkerProgram.NumberInSession(memory, arguments));
        record = memory.Records + arguments.Record;
        board = new Board(workload, items, memory);
        workerBoard = new WorkerBoard(board, record, control, arguments.Pool.MaxTasks);
        if (board.Count > 0)
            WarmUpLoop(items);
    }

    /// <summary>Runs tasks that are not recorded.</summary>
    /// <param name="boards">They are on these.</param>
    public void RunWarmTasks(IEnumerable<ITaskBoard> boards)
    {
        foreach (var warmUp in boards)
            warmUp.Drain(numberInSession, control.Token);
    }

    /// <summary>Writes what it has used; first when it is ready, as its start does not count for the run of a warm pool.</summary>
    public void WriteUsage()
    {
        if (OperatingSystem.IsLinux())
        {
            ResourceUsage usage, children;
            _ = LibC.getrusage(LibC.RUSAGE_SELF, &usage);
            // As at its end the system adds the programs that it has started and waited for.
            _ = LibC.getrusage(LibC.RUSAGE_CHILDREN, &children);
            (record->UserTicks, record->SystemTicks) = ((usage.User + children.User).Ticks, (usage.System + children.System).Ticks);
        }
        else
            (record->UserTicks, record->SystemTicks) = (Environment.CpuUsage.UserTime.Ticks, Environment.CpuUsage.PrivilegedTime.Ticks);
        record->PauseTicks = GC.GetTotalPauseDuration().Ticks;
    }

    /// <summary>Works until no tasks are left.</summary>
    /// <returns>Whether it may work again.</returns>
    public bool Work()
    {
        var (before, waited, heap) = (Compilation.Now(), RunQueue.WaitOfThisThread(), GcCounts.Now());
        try
        {
            Drain();
        }
        // Partime's own executors make no such mistakes.
        catch (Exception exception) when (exception is BoardOverwrittenException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            control.Send(MessageKind.Overwritten, exception is BoardOverwrittenException ? exception.Message : "tasks were handed out twice");
            return false;
        }
        record->Gc += GcCounts.Now() - heap;
        cpuWaitTicks += (RunQueue.WaitOfThisThread() - waited)?.Ticks ?? 0;
        record->CpuWaitTicks = waited is null ? -1 : cpuWaitTicks;
        WriteUsage();
        var compiled = Compilation.Now() - before;
        (compiledMethods, compileTicks) = (compiledMethods + compiled.Methods, compileTicks + compiled.Time.Ticks);
        (record->CompiledMethods, record->CompileTicks) = (compiledMethods, compileTicks);
        return !workerBoard.HasReachedTaskLimit;
    }

    private void Drain()
    {
        memory.Texts.Release();
        board.Join(memory.Workers);
        workerBoard.Join();
        do
        {
            control.RenewToken();
            workerBoard.Drain(number, control.Token);
        }
        // If the token was cancelled only because one task exceeded its time limit, the loop goes on.
        while (control.Token.IsCancellationRequested && !control.IsStopped);
    }

    /// <summary>Disposes of the workload. The process may then exit at once.</summary>
    public void End()
    {
        record->PeakRss = workerBoard.HasReachedTaskLimit ? ProcessMemory.PeakRss(Environment.ProcessId) : 0;
        WorkloadLifetime.End(workload, numberInSession, 1, control);
    }

    /// <summary>With a record that the parent does not read.</summary>
    private void WarmUpLoop(TaskItems items)
    {
        var unused = stackalloc WorkerRecord[1];
        WarmUp.Run(items, inner => new WorkerBoard(inner, unused, control, maxTasks: 0));
    }
}

/// <summary>The board as one worker process sees it. Before each task it records where the worker is, so that after a death the parent
/// knows which task was running and which tasks had been claimed and not started. It does not read this back: only the parent, which hands over
/// tasks of a dead worker, writes there something to read.</summary>
internal sealed unsafe class WorkerBoard(Board board, WorkerRecord* record, WorkerControl control, int maxTasks) : ITaskBoard
{
    private long tasksLeft = maxTasks > 0 ? maxTasks : long.MaxValue;
    private long next, end, started;

    /// <summary>Whether the worker has run as many tasks as a process may.</summary>
    public bool HasReachedTaskLimit => tasksLeft == 0;

    public long Count => board.Count;

    /// <summary>Takes the tasks that the parent hands over.</summary>
    /// <exception cref="BoardOverwrittenException">There are no such tasks.</exception>
    public void Join()
    {
        (next, end) = (record->Next, record->End);
        if (next < 0 || next > Count || end < 0 || end > Count)
            throw new BoardOverwrittenException(WorkerRecord.Damage);
    }

    [MethodImpl(HotPath.Options)]
    public bool TryClaim(int worker, out TaskRange range)
    {
        range = default;
        if (HasReachedTaskLimit || board.IsStopped)
            return false;
        if (next >= end)
        {
            if (!board.TryClaim(worker, out var claim))
                return false;
            (next, end) = (claim.Start, claim.End);
            // In this order: a range that is read half-written is empty.
            Volatile.Write(ref record->Next, next);
            Volatile.Write(ref record->End, end);
        }
        // A task that is to be retried is claimed again, so there must be no other before it in the range.
        range = new TaskRange(next, board.MayRetry ? next + 1 : next + Math.Min(end - next, tasksLeft));
        return true;
    }

    [MethodImpl(HotPath.Options)]
    public void Run(long index, int worker, CancellationToken cancellationToken)
    {
        if (board.IsStopped)
            return;
        record->CurrentTask = index;
        record->Next = next = index + 1;
        Volatile.Write(ref record->TasksStarted, ++started);
        tasksLeft--;
        // One attempt: a retry is started like any other task, with a new time limit.
        if (board.RunOnce(index, worker, cancellationToken))
            record->Next = next = index;
        else if (cancellationToken.IsCancellationRequested)
            HandleCancellation(index, worker);
    }

    public ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A worker process runs one task at a time.");

    public WorkItem GetItem(long index) => board.GetItem(index);

    public void Record(in TaskRecord record) => board.Record(in record);

    /// <summary>The token was cancelled while the task ran, because this task exceeded its time limit or the one before it did.</summary>
    private void HandleCancellation(long index, int worker)
    {
        if (control.IsStopped)
            return;
        if (control.IsTimedOut(started))
        {
            if (board.RecordTimeout(index, worker))
                record->Next = next = index;
        }
        else if (board.Log.Slots[(int)index].Verdict != Verdict.Ok)
        {
            // The message arrived late and hit the wrong task, which is run again as if it had not been started.
            board.Log.Withdraw(index);
            record->Next = next = index;
        }
    }
}

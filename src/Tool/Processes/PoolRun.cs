using System.Diagnostics;
using System.Globalization;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>One run of a pool: assigns work, enforces time limits, and gives the tasks of dead workers their verdicts.</summary>
internal sealed unsafe class PoolRun(Board board, PoolContext context, WorkerSet workerSet, PoolShape shape)
{
    /// <summary>How long a task may go on after it was cancelled because of its time limit.</summary>
    public static readonly TimeSpan TimeoutGrace = Patience.Of(seconds: 1);

    /// <summary>How long tasks may go on after the user interrupted the session.</summary>
    public static readonly TimeSpan InterruptionGrace = Patience.Of(seconds: 5);

    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UnstartedTasks unstarted = new(board);
    private readonly TimeSpan? timeout = context.Rules.Timeout;
    private Deadline interruption;
    private Exception? failure;
    private int deathsInARow;

    /// <summary>Completes when no worker touches the board any more.</summary>
    public Task Done => done.Task;

    private bool MayStartTasks => !interruption.IsSet && !board.IsStopped && failure is null && workerSet.FatalError is null;

    private bool HasTasksLeft => board.Claimed < board.Count || unstarted.Count > 0;

    private bool IsWorking => workerSet.Alive().Any(worker => worker.State == WorkerState.Working);

    /// <summary>A pool gives up on a workload that kills every worker. With a process per task, each task has its own worker anyway.</summary>
    private int MaxDeathsInARow => shape.IsOnePerTask ? int.MaxValue : 10 + (3 * shape.Workers);

    /// <summary>How many workers would find something to claim.</summary>
    private long ChunksLeft
    {
        get
        {
            var chunk = board.Settings.ChunkSize.First;
            return unstarted.Count + ((board.Count - board.Claimed + chunk - 1) / chunk);
        }
    }

    /// <summary>How many workers were told to work and have not started a task yet.</summary>
    private int AboutToClaim => workerSet.Alive().Count(worker =>
        worker.State == WorkerState.Working && Volatile.Read(ref workerSet.RecordOf(worker)->TasksStarted) == worker.TasksStartedBefore);

    public void Begin()
    {
        foreach (var worker in workerSet.Alive())
            workerSet.RecordOf(worker)->ClearTasks();
        Advance();
    }

    /// <summary>Cancels running tasks because the user interrupted the session. Tasks that ignore that are killed later.</summary>
    public void Interrupt()
    {
        interruption = Deadline.After(InterruptionGrace);
        foreach (var worker in workerSet.Alive())
            if (worker.State == WorkerState.Working)
                worker.Send(MessageKind.Stop);
            else if (worker.State == WorkerState.Starting)
                worker.Kill(KillReason.End);
    }

    public void Fail(Exception exception) => done.TrySetException(exception);

    /// <summary>After how many milliseconds to look at the board again; -1 if an event will tell.</summary>
    public int NextCheckMs()
    {
        const int Often = 50;
        const int Seldom = 500;
        return timeout is { } limit ? (int)Math.Clamp(limit.TotalMilliseconds / 10, 1, Often)
            : interruption.IsSet ? Often
            // A worker that exits at its task limit announces that only on the board.
            : workerSet.MaxTasksPerWorker > 0 ? Seldom
            : -1;
    }

    /// <summary>Something has written into the board. Nothing on it can be relied on, so the run ends, and the session goes on with the next one.</summary>
    public void FailOverwritten(string damage)
    {
        board.Stop();
        failure ??= new BoardOverwrittenException(damage);
        workerSet.KillAll(KillReason.End);
    }

    /// <summary>Does everything that can be done now.</summary>
    public void Advance()
    {
        if (workerSet.Damage is { } damage && failure is null)
            FailOverwritten(damage);
        // Everything is claimed and no worker is working, so tasks without a verdict have been lost.
        if (MayStartTasks && !HasTasksLeft && !IsWorking)
            unstarted.FindMissing();
        foreach (var worker in workerSet.Alive())
            if (worker.State == WorkerState.Working)
                Watch(worker);
            else if (worker.State == WorkerState.Idle && MayStartTasks && HasTasksLeft)
                Assign(worker);
        // In this order: a worker that starts a task meanwhile has claimed it before, so it is counted at least once.
        while (MayStartTasks && workerSet.StartingCount + AboutToClaim < ChunksLeft && workerSet.TryStart())
        {
            // One worker for each chunk that no other worker is about to claim.
        }
        FinishIfOver();
    }

    /// <summary>A worker has ended: its task gets a verdict or a retry, and the tasks that it had claimed can be claimed again.</summary>
    public void HandleExit(WorkerProcess worker, ExitStatus status)
    {
        // A copy, which nothing can change after it was checked.
        var record = *workerSet.RecordOf(worker);
        workerSet.RecordOf(worker)->Clear();
        if (!record.IsPossible(board.Count))
        {
            FailOverwritten(WorkerRecord.Damage);
            return;
        }
        var current = record.CurrentTask;
        var wasInTask = current >= 0 && record.Exiting == 0 && board.Log.Slots[(int)current].Verdict == Verdict.None;
        if (wasInTask)
            RecordDeath(worker, current, status);
        // It may have died between two tasks, when it had written the new task but not yet the rest of its range.
        unstarted.Add(wasInTask && record.Next == current ? current + 1 : record.Next, record.End);
        unstarted.MayBeMissing |= record.Exiting == 0;
        CountDeath(worker, in record, status);
    }

    /// <summary>Tells an idle worker to work.</summary>
    private void Assign(WorkerProcess worker)
    {
        var record = workerSet.RecordOf(worker);
        if (unstarted.TryTake(out var range))
            (record->Next, record->End) = (range.Start, range.End);
        worker.StartWork(record->TasksStarted);
    }

    private void Watch(WorkerProcess worker)
    {
        var record = workerSet.RecordOf(worker);
        if (!record->IsPossible(board.Count))
        {
            FailOverwritten(WorkerRecord.Damage);
            return;
        }
        if (record->Exiting != 0)
        {
            WatchExit(worker);
            return;
        }
        if (interruption.HasPassed)
            worker.Kill(KillReason.Interruption);
        if (timeout is not { } limit || interruption.IsSet)
            return;
        var timer = worker.Timer;
        timer.Update(Volatile.Read(ref record->TasksStarted));
        if (timer.TasksStarted <= 0)
            return;
        if (timer.IsCancelled)
        {
            if (timer.SinceCancelled > TimeoutGrace)
                worker.Kill(KillReason.Timeout);
        }
        else if (timer.InTask > limit)
        {
            worker.CancelTask(timer.TasksStarted);
            timer.MarkCancelled();
            // It may soon have to be killed.
            worker.ReadPeakRss();
        }
    }

    /// <summary>The worker is about to exit, and may still be disposing of its workload.</summary>
    private static void WatchExit(WorkerProcess worker)
    {
        if (worker.ExitingTicks == 0)
            worker.ExitingTicks = Stopwatch.GetTimestamp();
        else if (Stopwatch.GetElapsedTime(worker.ExitingTicks) > Supervisor.ExitGrace)
            worker.Kill(KillReason.End);
    }

    private void RecordDeath(WorkerProcess worker, long task, ExitStatus status)
    {
        var (verdict, fault) = worker.KilledFor switch
        {
            KillReason.Timeout => (Verdict.Timeout, new TaskFault("Timeout", string.Create(CultureInfo.InvariantCulture,
                $"The task exceeded its time limit of {timeout?.TotalSeconds} s {(worker.Stops.IsStopped ? "while a signal had stopped its process" : "and ignored its cancellation")}. Its worker process {worker.Pid} was killed.{worker.OutputTail.ToSentence()}"))),
            KillReason.Interruption or KillReason.End => (Verdict.Cancelled, new TaskFault("",
                $"The run was cancelled, and the task's worker process {worker.Pid} was killed.")),
            KillReason.Disconnected => (Verdict.Crashed, new TaskFault("Unreachable",
                $"The worker process {worker.Pid} closed its connection to partime during this task and was killed.{worker.OutputTail.ToSentence()}")),
            KillReason.Nonsense => (Verdict.Crashed, new TaskFault("Unreachable",
                $"The worker process {worker.Pid} sent partime a message that makes no sense during this task and was killed.{worker.OutputTail.ToSentence()}")),
            _ => (Verdict.Crashed, new TaskFault(status.Name, $"The worker process {worker.Pid} {status} during this task.{worker.OutputTail.ToSentence()}")),
        };
        var mustRetry = board.RecordFailure(new FailedAttempt(task, worker.Number, StartOf(worker, task), Stopwatch.GetTimestamp(), verdict, fault)
        {
            Pid = worker.Pid,
            MayRetry = MayStartTasks,
        });
        if (mustRetry)
            unstarted.Add(task, task + 1);
    }

    /// <summary>A worker starts a task when it has ended the one before. That is close by, as tasks are claimed in order.</summary>
    private long StartOf(WorkerProcess worker, long task)
    {
        const int MaxDistance = 10_000;
        for (var earlier = task - 1; earlier >= Math.Max(0, task - MaxDistance); earlier--)
            if (board.Log.Slots[(int)earlier] is { EndedTicks: > 0 } slot && slot.Pid == worker.Pid)
                return Math.Clamp(slot.EndedTicks, worker.WorkingSinceTicks, Stopwatch.GetTimestamp());
        return worker.WorkingSinceTicks;
    }

    private void CountDeath(WorkerProcess worker, in WorkerRecord record, ExitStatus status)
    {
        // A worker that exited by itself, or had ended a task, shows that the workload works.
        if (record.Exiting != 0 || record.TasksStarted > 1)
            deathsInARow = 0;
        if (record.Exiting != 0 || worker.KilledFor is not (KillReason.None or KillReason.Disconnected or KillReason.Nonsense))
            return;
        if (++deathsInARow < MaxDeathsInARow)
            return;
        // The remaining workers claim no more tasks.
        board.Stop();
        failure ??= new BrokenPoolException($"{deathsInARow} worker processes in a row died in their first task; the last one {status}. The workload kills every worker: correct it, or choose the executor 'process'.");
    }

    private void FinishIfOver()
    {
        if (done.Task.IsCompleted || IsWorking || (MayStartTasks && HasTasksLeft))
            return;
        if (workerSet.FatalError is not null && !workerSet.IsEmpty)
            return;
        if (shape.IsOnePerTask)
            workerSet.KillAll(KillReason.End);
        if ((failure ?? workerSet.FatalError) is { } reason)
            // The tasks that ended keep their rows. The next pool fails at its start, if nothing has changed.
            done.TrySetException(reason is PartimeException && workerSet.HasReady && OwnFiles.Change is null ? new BrokenPoolException(reason.Message) : reason);
        else
            done.TrySetResult();
    }
}

using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>One run of a pool: has work claimed, watches the clock, and gives the tasks of dead workers their verdicts.</summary>
internal sealed unsafe class PoolRun(Board board, PoolContext context, WorkerSet workerSet, PoolShape shape)
{
    /// <summary>How long a task may take to heed its cancellation after it has run out of time.</summary>
    public static readonly TimeSpan TimeoutGrace = TimeSpan.FromSeconds(1);

    /// <summary>How long tasks may take to heed the user's interruption.</summary>
    public static readonly TimeSpan InterruptionGrace = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UnstartedTasks unstarted = new(board, context.Memory);
    private readonly TimeSpan? timeout = context.Rules.Timeout;
    private Deadline interruption;
    private Exception? failure;
    private int deathsInARow;

    /// <summary>Completes when no worker touches the board any more.</summary>
    public Task Done => done.Task;

    private bool IsToGoOn => !interruption.IsSet && !board.IsStopped && failure is null && workerSet.Fatal is null;

    /// <summary>Pools give up on a workload that kills whoever runs it; a process per task is made for one task anyway.</summary>
    private int MostDeathsInARow => shape.IsOnePerTask ? int.MaxValue : 10 + (3 * shape.Workers);

    public void Begin()
    {
        foreach (var worker in workerSet.Alive())
            workerSet.RecordOf(worker)->Forget();
        Advance();
    }

    /// <summary>The user has had enough: what runs is cancelled, and killed if it does not heed that.</summary>
    public void Interrupt()
    {
        interruption = Deadline.After(InterruptionGrace);
        foreach (var worker in workerSet.Alive())
            if (worker.State == WorkerState.Working)
                worker.Ask(MessageKind.Stop);
            else if (worker.State == WorkerState.Starting)
                worker.Kill(KillReason.End);
    }

    public void Fail(Exception exception) => done.TrySetException(exception);

    /// <summary>How soon to look at the board; -1 when something happens by itself.</summary>
    public int NextLookMs()
    {
        const int Often = 50;
        const int Seldom = 500;
        // A worker that leaves after its last task says so on the board and nowhere else.
        return timeout is { } limit ? (int)Math.Clamp(limit.TotalMilliseconds / 10, 1, Often)
            : interruption.IsSet ? Often
            : context.Memory.MaxTasksPerWorker > 0 ? Seldom
            : -1;
    }

    /// <summary>Does whatever there is to do now.</summary>
    public void Advance()
    {
        // Everything is claimed and nobody works: what has no verdict now is nobody's.
        if (IsToGoOn && !HasWork && !IsAnybodyWorking)
            unstarted.FindMissing();
        foreach (var worker in workerSet.Alive())
            if (worker.State == WorkerState.Working)
                Watch(worker);
            else if (worker.State == WorkerState.Idle && IsToGoOn && HasWork)
                Employ(worker);
        // In this order: who begins a task meanwhile has claimed it before, and is counted once at least.
        while (IsToGoOn && workerSet.Starting + AboutToClaim < UnitsLeft && workerSet.TryStart())
        {
            // Somebody for everything that is left and that nobody is about to take.
        }
        FinishIfOver();
    }

    /// <summary>A worker is gone: its task gets a verdict or another try, and what it had claimed is claimed again.</summary>
    public void Died(WorkerProcess worker, ExitStatus status)
    {
        ref var record = ref *workerSet.RecordOf(worker);
        var running = record.Running;
        var wasInTask = running >= 0 && record.Exiting == 0 && board.Log.Slots[(int)running].Verdict == Verdict.None;
        if (wasInTask)
            Judge(worker, running, status);
        // It may have died on its way from one task to the next, before it had written both numbers down.
        unstarted.Add(wasInTask && record.Next == running ? running + 1 : record.Next, record.End);
        unstarted.MayBeMissing |= record.Exiting == 0;
        CountDeath(worker, in record, status);
        record.Clear();
    }

    private bool HasWork => board.Claimed < board.Count || unstarted.Count > 0;

    private bool IsAnybodyWorking => workerSet.Alive().Any(worker => worker.State == WorkerState.Working);

    /// <summary>How many workers would find something to claim.</summary>
    private long UnitsLeft
    {
        get
        {
            var chunk = context.Memory.Head.ChunkSize.Number ?? 1;
            return unstarted.Count + ((board.Count - board.Claimed + chunk - 1) / chunk);
        }
    }

    /// <summary>Workers that have been told to work and have not begun a task yet.</summary>
    private int AboutToClaim => workerSet.Alive().Count(worker =>
        worker.State == WorkerState.Working && Volatile.Read(ref workerSet.RecordOf(worker)->Begun) == worker.BegunBefore);

    private void Employ(WorkerProcess worker)
    {
        var record = workerSet.RecordOf(worker);
        if (unstarted.TryTake(out var range))
            (record->Next, record->End) = (range.Start, range.End);
        worker.Employ(record->Begun);
    }

    private void Watch(WorkerProcess worker)
    {
        if (workerSet.RecordOf(worker)->Exiting != 0)
        {
            EndIfItDoesNot(worker);
            return;
        }
        if (interruption.HasPassed)
            worker.Kill(KillReason.Interruption);
        if (timeout is not { } limit || interruption.IsSet)
            return;
        var record = workerSet.RecordOf(worker);
        worker.Watch.Look(Volatile.Read(ref record->Begun));
        if (worker.Watch.Begun <= 0)
            return;
        if (worker.Watch.IsCancelled)
        {
            if (worker.Watch.SinceCancelled > TimeoutGrace)
                worker.Kill(KillReason.Timeout);
        }
        else if (worker.Watch.InTask > limit)
        {
            worker.Channel.Send(MessageKind.Cancel, worker.Watch.Begun);
            worker.Watch.Cancelled();
            // It may have to be killed soon.
            worker.LookAtMemory();
        }
    }

    /// <summary>It has said farewell, and may still be disposing of its workload.</summary>
    private static void EndIfItDoesNot(WorkerProcess worker)
    {
        if (worker.ExitingTicks == 0)
            worker.ExitingTicks = Stopwatch.GetTimestamp();
        else if (Stopwatch.GetElapsedTime(worker.ExitingTicks) > Supervisor.Patience)
            worker.Kill(KillReason.End);
    }

    private void Judge(WorkerProcess worker, long task, ExitStatus status)
    {
        var verdict = worker.KilledFor switch
        {
            KillReason.Timeout => Verdict.Timeout,
            KillReason.Interruption or KillReason.End => Verdict.Cancelled,
            _ => Verdict.Crashed,
        };
        var isTriedAgain = board.Fail(new Failure(
            task, worker.Number, StartOf(worker, task), Stopwatch.GetTimestamp(), verdict, DeathReport.Of(worker, status, verdict, timeout))
        {
            Pid = worker.Pid,
            MayTryAgain = IsToGoOn,
        });
        if (isTriedAgain)
            unstarted.Add(task, task + 1);
    }

    /// <summary>A worker begins a task when it has ended the one before, which is close by, as tasks are claimed in order.</summary>
    private long StartOf(WorkerProcess worker, long task)
    {
        const int LookedAt = 10_000;
        for (var earlier = task - 1; earlier >= Math.Max(0, task - LookedAt); earlier--)
            if (board.Log.Slots[(int)earlier] is { EndedTicks: > 0 } slot && slot.Pid == worker.Pid)
                return Math.Max(slot.EndedTicks, worker.WorkingSinceTicks);
        return worker.WorkingSinceTicks;
    }

    private void CountDeath(WorkerProcess worker, in WorkerRecord record, ExitStatus status)
    {
        // Whoever ended properly, or had ended a task, shows that it can be done.
        if (record.Exiting != 0 || record.Begun > 1)
            deathsInARow = 0;
        if (record.Exiting != 0 || worker.KilledFor is not (KillReason.None or KillReason.Disconnected))
            return;
        if (++deathsInARow < MostDeathsInARow)
            return;
        // Whoever is left claims nothing more.
        board.Stop();
        failure ??= new BrokenPoolException($"{deathsInARow} worker processes in a row died in their first task; the last one {status}. The workload kills whoever runs it: mend it, or run it under 'process'.");
    }

    private void FinishIfOver()
    {
        if (done.Task.IsCompleted || IsAnybodyWorking || (IsToGoOn && HasWork))
            return;
        if (workerSet.Fatal is not null && !workerSet.IsGone)
            return;
        if (shape.IsOnePerTask)
            workerSet.KillAll(KillReason.End);
        if ((failure ?? workerSet.Fatal) is { } reason)
            done.TrySetException(reason);
        else
            done.TrySetResult();
    }
}

using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>How the workers of a run spent its time, in seconds summed over workers. The parts add up to the wall time times the workers.</summary>
/// <remarks>
/// <code>
///   worker 0   startup ▏ startup ▏ task ▏dispatch▏ task ▏ task ▏imbalance ▏other▏ shutdown
///   worker 1   startup ▏ startup   ▏ task                       ▏ dispatch▏ task ▏other▏ shutdown
///          asked     ready                                              last end    done     gone
/// </code>
/// Times that cannot be, as of a plugin's executor with another clock, are cut off at these limits, so that the sum stays right.
/// </remarks>
internal sealed record WorkerTime
{
    public required int Workers { get; init; }

    /// <summary>The wall time of the run.</summary>
    public required double Wall { get; init; }

    /// <summary>Until the pool was ready, and from then until each worker's first task, and until the first task of each process that replaced another.</summary>
    public double Startup { get; init; }

    /// <summary>In the last attempt at each task.</summary>
    public double Tasks { get; init; }

    /// <summary>The part of it in tasks that failed in the end; <see langword="null"/> if it is not known.</summary>
    public double? Failed { get => field is { } failed ? Math.Min(failed, Tasks) : null; init; }

    /// <summary>In attempts that failed and were retried.</summary>
    public double Retries { get; init; }

    /// <summary>Between the tasks of a worker.</summary>
    public double Dispatch { get; init; }

    /// <summary>The part of these gaps in which workers of nodes waited for their next tasks; <see langword="null"/> without nodes.</summary>
    public double? NodeWait { get => field is { } wait ? Math.Min(wait, Dispatch) : null; init; }

    /// <summary>Without a task, after a worker's last one, while others were in theirs.</summary>
    public double Imbalance { get; init; }

    /// <summary>From the end of the last task until the executor said that all were done.</summary>
    public double Other { get; init; }

    /// <summary>Until the pool was gone.</summary>
    public double Shutdown { get; init; }

    /// <summary>The longest time that one worker spent in attempts.</summary>
    public double MaxBusy { get; init; }

    /// <summary>How long workers were ready to run and waited for a CPU; <see langword="null"/> if the system does not tell. Mostly within tasks.</summary>
    public double? CpuWait { get; init; }

    /// <summary>How long the garbage collector stopped workers.</summary>
    public double GcWait { get; init; }

    /// <summary>In attempts.</summary>
    public double Busy => Tasks + Retries;

    /// <summary>What this run would have taken in tasks, and between them, for another number of such tasks.</summary>
    public WorkerTime ForTasks(long tasks, long own)
    {
        if (tasks == own || own == 0)
            return this;
        var factor = tasks / (double)own;
        return this with { Tasks = factor * Tasks, Retries = factor * Retries, Dispatch = factor * Dispatch, CpuWait = factor * CpuWait, GcWait = factor * GcWait };
    }

    public double Sum => Startup + Busy + Dispatch + Imbalance + Other + Shutdown;

    /// <param name="times">The run.</param>
    /// <param name="workers">How many there were.</param>
    /// <param name="log">Their tasks.</param>
    public static WorkerTime Of(RunTimes times, int workers, TaskLog log)
    {
        var attempts = new WorkerAttempts?[workers];
        foreach (ref readonly var slot in log.Slots)
            if (slot.EndedTicks != 0 && (uint)slot.Worker < (uint)workers)
                (attempts[slot.Worker] ??= new()).Add(in slot, isRetried: false);
        foreach (var task in log.Retried.ByTask)
            foreach (var attempt in task)
                if (attempt.EndedTicks != 0 && (uint)attempt.Worker < (uint)workers)
                    (attempts[attempt.Worker] ??= new()).Add(in attempt, isRetried: true);
        return Of(times, attempts);
    }

    private static WorkerTime Of(RunTimes times, WorkerAttempts?[] workers)
    {
        var lastEnd = times.Ready;
        foreach (var worker in workers)
            lastEnd = Math.Max(lastEnd, Math.Min(worker?.Last ?? 0, times.Done));
        var (startup, tasks, failed, retries, dispatch, imbalance, maxBusy) = (0L, 0L, 0L, 0L, 0L, 0L, 0L);
        foreach (var worker in workers)
        {
            var first = Math.Clamp(worker?.First ?? times.Ready, times.Ready, lastEnd);
            var last = Math.Clamp(worker?.Last ?? times.Ready, first, lastEnd);
            var retried = Math.Min(worker?.RetriedTicks ?? 0, last - first);
            var inTasks = Math.Min(worker?.TaskTicks ?? 0, last - first - retried);
            var gaps = last - first - retried - inTasks;
            var succession = Math.Min(worker?.SuccessionTicks() ?? 0, gaps);
            startup += first - times.Ready + succession;
            tasks += inTasks;
            failed += Math.Min(worker?.FailedTicks ?? 0, inTasks);
            retries += retried;
            dispatch += gaps - succession;
            imbalance += lastEnd - last;
            maxBusy = Math.Max(maxBusy, inTasks + retried);
        }
        return new WorkerTime
        {
            Workers = workers.Length,
            Wall = times.WallSeconds,
            Startup = Ticks.ToSeconds(startup + ((times.Ready - times.Asked) * workers.Length)),
            Tasks = Ticks.ToSeconds(tasks),
            Failed = Ticks.ToSeconds(failed),
            Retries = Ticks.ToSeconds(retries),
            Dispatch = Ticks.ToSeconds(dispatch),
            Imbalance = Ticks.ToSeconds(imbalance),
            Other = Ticks.ToSeconds((times.Done - lastEnd) * workers.Length),
            Shutdown = Ticks.ToSeconds((times.Gone - times.Done) * workers.Length),
            MaxBusy = Ticks.ToSeconds(maxBusy),
        };
    }
}

/// <summary>The attempts of one worker: when they began and ended, and how long they took.</summary>
internal sealed class WorkerAttempts
{
    private readonly List<ProcessSpan> processes = [];
    private Dictionary<int, ProcessSpan>? byPid;
    private ProcessSpan current = new();
    private int pid;

    public long TaskTicks { get; private set; }

    /// <summary>The part of them in tasks without a result.</summary>
    public long FailedTicks { get; private set; }

    public long RetriedTicks { get; private set; }

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; }

    public void Add(in TaskSlot attempt, bool isRetried)
    {
        if (attempt.Pid != pid)
            ChangeProcess(attempt.Pid);
        var took = attempt.EndedTicks - attempt.StartedTicks;
        if (isRetried)
            RetriedTicks += took;
        else
            TaskTicks += took;
        if (!isRetried && attempt.Verdict != Verdict.Ok)
            FailedTicks += took;
        First = Math.Min(First, attempt.StartedTicks);
        Last = Math.Max(Last, attempt.EndedTicks);
        current.First = Math.Min(current.First, attempt.StartedTicks);
        current.Last = Math.Max(current.Last, attempt.EndedTicks);
    }

    /// <summary>From the last end in each process until the first start in the next.</summary>
    public long SuccessionTicks()
    {
        if (byPid is null)
            return 0;
        processes.Sort((one, other) => one.First.CompareTo(other.First));
        var (sum, end) = (0L, long.MaxValue);
        foreach (var process in processes)
        {
            sum += Math.Max(0, process.First - end);
            end = process.Last;
        }
        return sum;
    }

    /// <summary>The tasks of two processes may alternate in the order of tasks, though not in time.</summary>
    private void ChangeProcess(int next)
    {
        if (pid != 0)
            (byPid ??= []).TryAdd(pid, current);
        pid = next;
        if (byPid is null || !byPid.TryGetValue(next, out var known))
            processes.Add(known = new ProcessSpan());
        current = known;
    }

    private sealed class ProcessSpan
    {
        public long First { get; set; } = long.MaxValue;

        public long Last { get; set; }
    }
}

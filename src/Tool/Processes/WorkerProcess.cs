using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>A worker process as the parent sees it. Only the supervisor's thread uses it. How a system starts, hears and kills it is for
/// the derived class.</summary>
internal abstract class WorkerProcess(int number)
{
    public int Number => number;

    public int Pid { get; protected init; }

    public WorkerState State { get; set; } = WorkerState.Starting;

    /// <summary>When it was about to be started.</summary>
    public long SpawnedTicks { get; set; }

    public TaskTimer Timer { get; } = new();

    public StopWatcher Stops { get; } = new();

    /// <summary>Whether what it uses before it is ready does not count for the run, because the pool is warm.</summary>
    public bool ExcludesStartup { get; set; }

    /// <summary>What it had used when that was last counted.</summary>
    public WorkerRecord Counted;

    /// <summary>How often it was told to work. It says so with each answer, so that a byte that a task writes to the channel is no answer.</summary>
    public long WorkCount { get; private set; }

    /// <summary>When it was last told to work.</summary>
    public long WorkingSinceTicks { get; private set; }

    /// <summary>How many tasks it had started by then.</summary>
    public long TasksStartedBefore { get; private set; }

    /// <summary>When the parent noticed that it was about to exit; 0 until then.</summary>
    public long ExitingTicks { get; set; }

    public OutputTail OutputTail { get; } = new();

    /// <summary>Why it was killed, if the supervisor did it.</summary>
    public KillReason KilledFor { get; private set; }

    /// <summary>Its peak memory in bytes when that was last read; 0 before.</summary>
    public long PeakRss { get; private set; }

    /// <summary>What it had used when that was last read, for a system that does not tell afterwards; 0 before.</summary>
    public ResourceUsage SeenUsage { get; protected set; }

    /// <summary>When its end of the channel was closed; 0 while it is open.</summary>
    public long DisconnectedTicks { get; private set; }

    /// <summary>Whether it has disconnected and gone on for too long. What it does then cannot be known.</summary>
    public bool IsLost => DisconnectedTicks != 0 && Stopwatch.GetElapsedTime(DisconnectedTicks) > Supervisor.ExitGrace;

    /// <summary>Whether there is a message, or the end of all messages, since <see cref="WorkerEvents.Wait"/> returned.</summary>
    public abstract bool HasMessages { get; }

    /// <inheritdoc cref="HasMessages"/>
    public abstract bool HasOutput { get; }

    /// <inheritdoc cref="HasMessages"/>
    public abstract bool HasExited { get; }

    /// <summary>If there is a message, reads it.</summary>
    /// <returns>Its length, or -1 if there is none and when the worker has disconnected.</returns>
    public int TryReceive(Span<byte> message)
    {
        var length = DisconnectedTicks == 0 ? Receive(message) : -1;
        if (length != 0)
            return length;
        DisconnectedTicks = Stopwatch.GetTimestamp();
        return -1;
    }

    /// <summary>Reads what it has written to its standard output and error.</summary>
    public abstract void ReadOutput();

    /// <summary>Tells it to claim and run tasks.</summary>
    /// <param name="tasksStarted">How many it has started before.</param>
    public void StartWork(long tasksStarted)
    {
        State = WorkerState.Working;
        WorkCount++;
        TasksStartedBefore = tasksStarted;
        WorkingSinceTicks = Stopwatch.GetTimestamp();
        Timer.Restart(tasksStarted);
        Send(MessageKind.Work);
    }

    /// <summary>Sends a message. If the worker can no longer receive it, that is noticed elsewhere.</summary>
    public void Send(byte kind) => _ = Channel.Send(kind);

    /// <summary>Cancels the task that it started as its nth, because of its time limit.</summary>
    public void CancelTask(long started) => _ = Channel.Send(MessageKind.Cancel, started);

    /// <summary>Kills it. Only the first reason counts.</summary>
    public void Kill(KillReason reason)
    {
        if (State == WorkerState.Gone || KilledFor != KillReason.None)
            return;
        KilledFor = reason;
        ReadPeakRss();
        KillGroup();
    }

    /// <summary>Reads its peak memory, which cannot be read once it is gone.</summary>
    public void ReadPeakRss() => PeakRss = Math.Max(PeakRss, ProcessMemory.PeakRss(Pid));

    /// <summary>Reaps a process that has ended, and kills what it has left behind in its group.</summary>
    /// <returns>How it ended and what it used; <see langword="null"/> for the second if the system does not tell.</returns>
    public (ExitStatus Status, ResourceUsage? Usage) Reap()
    {
        // Before the system may give its process id to another process.
        KillGroup();
        LiveWorkers.Remove(Pid);
        var (exit, usage) = TakeExit();
        if (exit.IsKilled && KilledFor == KillReason.None && MemoryKills.HaveRisen())
            exit = exit with { LackedMemory = true };
        State = WorkerState.Gone;
        ReadOutput();
        Close();
        return (exit, usage);
    }

    protected abstract Channel Channel { get; }

    /// <returns>The length of the next message; 0 when the worker has closed its end, -1 if there is no message yet.</returns>
    protected abstract int Receive(Span<byte> message);

    /// <summary>Kills it and the processes that it has started.</summary>
    protected abstract void KillGroup();

    /// <summary>After the exit, once.</summary>
    protected abstract (ExitStatus Exit, ResourceUsage? Usage) TakeExit();

    protected abstract void Close();
}

internal enum WorkerState
{
    /// <summary>The runtime starts, the workload is loaded.</summary>
    Starting,

    /// <summary>Ready, without work.</summary>
    Idle,

    /// <summary>Claims and runs tasks.</summary>
    Working,

    /// <summary>Told to exit.</summary>
    Exiting,

    /// <summary>Dead and reaped.</summary>
    Gone,
}

/// <summary>Why the supervisor killed a worker.</summary>
internal enum KillReason
{
    /// <summary>It was not killed by the supervisor.</summary>
    None,

    /// <summary>Its task exceeded the time limit and ignored the cancellation.</summary>
    Timeout,

    /// <summary>The session was interrupted, and its task ignored the cancellation.</summary>
    Interruption,

    /// <summary>It closed its connection to the parent.</summary>
    Disconnected,

    /// <summary>It sent a message that no worker sends.</summary>
    Nonsense,

    /// <summary>It is no longer needed.</summary>
    End,
}

/// <summary>How long a worker has been in the same task, as far as the board shows.</summary>
internal sealed class TaskTimer
{
    private long seenTicks;
    private long cancelledTicks;

    /// <summary>The number of tasks that the worker has started, the current one included.</summary>
    public long TasksStarted { get; private set; } = -1;

    public bool IsCancelled => cancelledTicks != 0;

    public TimeSpan InTask => Stopwatch.GetElapsedTime(seenTicks);

    public TimeSpan SinceCancelled => Stopwatch.GetElapsedTime(cancelledTicks);

    /// <summary>Restarts if the worker has started another task.</summary>
    public void Update(long tasksStarted)
    {
        if (tasksStarted != TasksStarted)
            Restart(tasksStarted);
    }

    public void Restart(long tasksStarted) => (TasksStarted, seenTicks, cancelledTicks) = (tasksStarted, Stopwatch.GetTimestamp(), 0);

    public void MarkCancelled() => cancelledTicks = Stopwatch.GetTimestamp();
}

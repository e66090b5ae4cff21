using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>A worker process as the parent sees it. Only the supervisor's thread uses it.</summary>
internal sealed unsafe class WorkerProcess
{
    private int lifeline;
    private int outputPipe;
    private int exitDescriptor;

    private WorkerProcess(int number) => Number = number;

    public int Number { get; }

    public int Pid { get; private set; }

    public Channel Channel { get; private set; }

    public WorkerState State { get; set; } = WorkerState.Starting;

    public long SpawnedTicks { get; } = Stopwatch.GetTimestamp();

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

    /// <summary>When its end of the channel was closed; 0 while it is open.</summary>
    public long DisconnectedTicks { get; private set; }

    /// <summary>Whether it has disconnected and gone on for too long. What it does then cannot be known.</summary>
    public bool IsLost => DisconnectedTicks != 0 && Stopwatch.GetElapsedTime(DisconnectedTicks) > Supervisor.ExitGrace;

    /// <summary>Starts a process in its own group.</summary>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public static WorkerProcess Start(int number, WorkerCommand command, GivenDescriptors given)
    {
        using var descriptors = new OwnedDescriptors();
        var (ours, theirs) = descriptors.SocketPair();
        var (lifelineReader, lifelineWriter) = descriptors.Pipe();
        var (outputReader, outputWriter) = descriptors.Pipe();
        var worker = new WorkerProcess(number);
        worker.Pid = Spawn.Start(command.Path, command.ArgumentsOf(number), command.EnvironmentBlock,
            [given.Input, outputWriter, outputWriter, theirs, lifelineReader, given.Board, given.Texts]);
        worker.exitDescriptor = LibC.pidfd_open(worker.Pid);
        if (worker.exitDescriptor < 0)
        {
            var reason = LibC.LastError;
            worker.KillGroup();
            _ = LibC.wait4(worker.Pid, null, 0, null);
            throw new WorkerStartException($"its exit could not be watched: {reason}");
        }
        LiveWorkers.Add(worker.Pid);
        (worker.Channel, worker.lifeline, worker.outputPipe) = (new Channel(ours), lifelineWriter, outputReader);
        descriptors.Keep(ours, lifelineWriter, outputReader);
        return worker;
    }

    /// <summary>What to wait for, in this order: messages, output, and the exit. Negative descriptors are ignored.</summary>
    public void FillPolled(Span<PollFd> polled)
    {
        polled[0] = new PollFd { Fd = DisconnectedTicks == 0 ? Channel.Descriptor : -1, Events = LibC.POLLIN };
        polled[1] = new PollFd { Fd = outputPipe, Events = LibC.POLLIN };
        polled[2] = new PollFd { Fd = exitDescriptor, Events = LibC.POLLIN };
    }

    /// <summary>If there is a message, reads it.</summary>
    /// <returns>Its length, or -1 if there is none and when the worker has disconnected.</returns>
    public int TryReceive(Span<byte> message)
    {
        var length = DisconnectedTicks == 0 ? Channel.TryReceive(message) : -1;
        if (length != 0)
            return length;
        DisconnectedTicks = Stopwatch.GetTimestamp();
        return -1;
    }

    /// <summary>Reads what it has written to its standard output and error.</summary>
    public void ReadOutput()
    {
        if (outputPipe < 0 || !OutputTail.ReadFrom(outputPipe))
            CloseOutput();
    }

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
    /// <returns>How it ended and what it used; <see langword="null"/> for the second if something else has reaped it.</returns>
    public (ExitStatus Status, ResourceUsage? Usage) Reap()
    {
        // Before the system may give its process id to another process.
        KillGroup();
        LiveWorkers.Remove(Pid);
        int status;
        ResourceUsage usage;
        int reaped;
        while ((reaped = LibC.wait4(Pid, &status, 0, &usage)) < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
        {
            // Interrupted by a signal.
        }
        var exit = reaped == Pid ? new ExitStatus(status) : ExitStatus.OfReaped(exitDescriptor);
        if (exit.IsKilled && KilledFor == KillReason.None && MemoryKills.HaveRisen())
            exit = exit with { LackedMemory = true };
        State = WorkerState.Gone;
        ReadOutput();
        CloseOutput();
        _ = LibC.close(exitDescriptor);
        _ = LibC.close(Channel.Descriptor);
        _ = LibC.close(lifeline);
        return (exit, reaped == Pid ? usage : null);
    }

    /// <summary>And the worker itself, as a plugin may have moved it to another group.</summary>
    private void KillGroup()
    {
        _ = LibC.kill(-Pid, LibC.SIGKILL);
        _ = LibC.kill(Pid, LibC.SIGKILL);
    }

    private void CloseOutput()
    {
        if (outputPipe >= 0)
            _ = LibC.close(outputPipe);
        outputPipe = -1;
    }
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

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>A worker process as the parent sees it. Used by the supervisor's thread alone.</summary>
internal sealed unsafe class WorkerProcess
{
    private int lifeline;
    private int errorPipe;
    private int exitDescriptor;

    private WorkerProcess(int number) => Number = number;

    public int Number { get; }

    public int Pid { get; private set; }

    public Channel Channel { get; private set; }

    public WorkerState State { get; set; } = WorkerState.Starting;

    public long SpawnedTicks { get; } = Stopwatch.GetTimestamp();

    public TaskWatch Watch { get; } = new();

    /// <summary>Whether what it used before the run does not count.</summary>
    public bool IsTimedFromTheRun { get; set; }

    /// <summary>When it was last told to work.</summary>
    public long WorkingSinceTicks { get; private set; }

    /// <summary>How many tasks it had begun by then.</summary>
    public long BegunBefore { get; private set; }

    /// <summary>When it was found to have said farewell and not to have ended, in ticks; 0 until then.</summary>
    public long ExitingTicks { get; set; }

    public OutputTail OutputTail { get; } = new();

    /// <summary>Why it was killed, if the supervisor did it.</summary>
    public KillReason KilledFor { get; private set; }

    /// <summary>The most memory that it was seen to use, in bytes; 0 if it was never looked at.</summary>
    public long PeakRss { get; private set; }

    /// <summary>When the parent stopped hearing from it, in ticks; 0 while it does.</summary>
    public long DisconnectedTicks { get; private set; }

    /// <summary>What to wait for: messages, words, and the end, in this order. Negative descriptors are not waited for.</summary>
    public void FillPolled(Span<PollFd> polled)
    {
        polled[0] = new PollFd { Fd = DisconnectedTicks == 0 ? Channel.Descriptor : -1, Events = LibC.POLLIN };
        polled[1] = new PollFd { Fd = errorPipe, Events = LibC.POLLIN };
        polled[2] = new PollFd { Fd = exitDescriptor, Events = LibC.POLLIN };
    }

    public void MarkDisconnected() => DisconnectedTicks = Stopwatch.GetTimestamp();

    /// <summary>Starts a process in a group of its own.</summary>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public static WorkerProcess Start(int number, WorkerCommand command, SharedBoardMemory memory, int nullDevice)
    {
        using var descriptors = new OwnedDescriptors();
        var (ours, theirs) = descriptors.SocketPair();
        var (life, lifeline) = descriptors.Pipe();
        var (errors, errorEnd) = descriptors.Pipe();
        var worker = new WorkerProcess(number);
        worker.Pid = Spawn.Start(command.Path, command.ArgumentsOf(number), command.EnvironmentBlock,
            [nullDevice, errorEnd, errorEnd, theirs, life, memory.Descriptor, memory.TextDescriptor]);
        worker.exitDescriptor = LibC.pidfd_open(worker.Pid);
        if (worker.exitDescriptor < 0)
        {
            var reason = LibC.LastError;
            worker.KillGroup();
            _ = LibC.wait4(worker.Pid, null, 0, null);
            throw new WorkerStartException($"its end could not be watched: {reason}");
        }
        (worker.Channel, worker.lifeline, worker.errorPipe) = (new Channel(ours), lifeline, errors);
        descriptors.Keep(ours, lifeline, errors);
        return worker;
    }

    /// <summary>Reads what it has written to its standard output and error.</summary>
    public void ReadErrors()
    {
        if (errorPipe < 0 || !OutputTail.ReadFrom(errorPipe))
            CloseErrors();
    }

    /// <summary>Has it claim and run tasks.</summary>
    /// <param name="begun">How many it has begun so far.</param>
    public void Employ(long begun)
    {
        State = WorkerState.Working;
        BegunBefore = begun;
        WorkingSinceTicks = Stopwatch.GetTimestamp();
        Watch.Restart(begun);
        Ask(MessageKind.Work);
    }

    /// <summary>A worker that does not hear it any more is dead, or as good as dead, which shows elsewhere.</summary>
    public void Ask(byte letter) => _ = Channel.Send(letter);

    /// <summary>Kills it; the first reason is the one that counts.</summary>
    public void Kill(KillReason reason)
    {
        if (State == WorkerState.Gone || KilledFor != KillReason.None)
            return;
        KilledFor = reason;
        KillGroup();
    }

    /// <summary>The most memory it has used, which nobody can tell once it is gone.</summary>
    public void LookAtMemory() => PeakRss = Math.Max(PeakRss, ProcessMemory.PeakRss(Pid));

    /// <summary>Buries a process that has ended, and kills whatever it has left behind in its group.</summary>
    public (ExitStatus Status, ResourceUsage Usage) Reap()
    {
        // Before its number is free to be another's.
        KillGroup();
        int status;
        ResourceUsage usage;
        while (LibC.wait4(Pid, &status, 0, &usage) < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
        {
            // A signal came in between.
        }
        State = WorkerState.Gone;
        ReadErrors();
        CloseErrors();
        _ = LibC.close(exitDescriptor);
        _ = LibC.close(Channel.Descriptor);
        _ = LibC.close(lifeline);
        return (new ExitStatus(status), usage);
    }

    /// <summary>The worker by itself too, as a plugin may have moved it to another group.</summary>
    private void KillGroup()
    {
        _ = LibC.kill(-Pid, LibC.SIGKILL);
        _ = LibC.kill(Pid, LibC.SIGKILL);
    }

    private void CloseErrors()
    {
        if (errorPipe >= 0)
            _ = LibC.close(errorPipe);
        errorPipe = -1;
    }
}

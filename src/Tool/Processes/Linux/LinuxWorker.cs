using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>A worker process of Linux: a socket, two pipes and a descriptor of the process.</summary>
internal sealed unsafe class LinuxWorker : WorkerProcess
{
    private readonly SocketChannel channel;
    private readonly int lifeline;
    private readonly int exitDescriptor;
    private int outputPipe;
    private bool hasMessages, hasOutput, hasExited;

    private LinuxWorker(int number, int pid, int exitDescriptor, SocketChannel channel, int lifeline, int outputPipe) : base(number)
    {
        Pid = pid;
        (this.exitDescriptor, this.channel, this.lifeline, this.outputPipe) = (exitDescriptor, channel, lifeline, outputPipe);
    }

    public override bool HasMessages => hasMessages;

    public override bool HasOutput => hasOutput;

    public override bool HasExited => hasExited;

    protected override Channel Channel => channel;

    /// <summary>Starts a process in its own group.</summary>
    /// <exception cref="WorkerStartException">The system refuses.</exception>
    public static LinuxWorker Start(int number, WorkerCommand command, GivenDescriptors given)
    {
        using var descriptors = new OwnedDescriptors();
        var (ours, theirs) = descriptors.SocketPair();
        var (lifelineReader, lifelineWriter) = descriptors.Pipe();
        var (outputReader, outputWriter) = descriptors.Pipe();
        var pid = Spawn.Start(command.Path, command.ArgumentsOf(number), command.EnvironmentBlock,
            [given.Input, outputWriter, outputWriter, theirs, lifelineReader, given.Board, given.Texts]);
        var exitDescriptor = LibC.pidfd_open(pid);
        if (exitDescriptor < 0)
        {
            var reason = LibC.LastError;
            KillGroup(pid);
            _ = LibC.wait4(pid, null, 0, null);
            throw new WorkerStartException($"its exit could not be watched: {reason}");
        }
        LiveWorkers.Add(pid);
        descriptors.Keep(ours, lifelineWriter, outputReader);
        return new LinuxWorker(number, pid, exitDescriptor, new SocketChannel(ours), lifelineWriter, outputReader);
    }

    /// <summary>What to wait for, in this order: messages, output, and the exit. Negative descriptors are ignored.</summary>
    public void FillPolled(Span<PollFd> polled)
    {
        polled[0] = new PollFd { Fd = DisconnectedTicks == 0 ? channel.Descriptor : -1, Events = LibC.POLLIN };
        polled[1] = new PollFd { Fd = outputPipe, Events = LibC.POLLIN };
        polled[2] = new PollFd { Fd = exitDescriptor, Events = LibC.POLLIN };
    }

    /// <summary>What has come of it.</summary>
    public void ReadPolled(ReadOnlySpan<PollFd> polled) =>
        (hasMessages, hasOutput, hasExited) = (polled[0].Returned != 0, polled[1].Returned != 0, polled[2].Returned != 0);

    public override void ReadOutput()
    {
        if (outputPipe < 0 || !OutputTail.ReadFrom(outputPipe))
            CloseOutput();
    }

    protected override int Receive(Span<byte> message) => channel.TryReceive(message);

    protected override void KillGroup() => KillGroup(Pid);

    protected override (ExitStatus Exit, ResourceUsage? Usage) TakeExit()
    {
        int status;
        ResourceUsage usage;
        int reaped;
        while ((reaped = LibC.wait4(Pid, &status, 0, &usage)) < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
        {
            // Interrupted by a signal.
        }
        // Otherwise something else has reaped it.
        return reaped == Pid ? (new ExitStatus(status), usage) : (ExitStatus.OfReaped(exitDescriptor), null);
    }

    protected override void Close()
    {
        CloseOutput();
        _ = LibC.close(exitDescriptor);
        _ = LibC.close(channel.Descriptor);
        _ = LibC.close(lifeline);
    }

    /// <summary>And the worker itself, as a plugin may have moved it to another group.</summary>
    private static void KillGroup(int pid)
    {
        _ = LibC.kill(-pid, LibC.SIGKILL);
        _ = LibC.kill(pid, LibC.SIGKILL);
    }

    private void CloseOutput()
    {
        if (outputPipe >= 0)
            _ = LibC.close(outputPipe);
        outputPipe = -1;
    }
}

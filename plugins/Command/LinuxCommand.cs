using System.Runtime.InteropServices;

namespace Partime.Plugins.Command;

/// <summary>A command under way. It has ended when its process has; what it has left running in its group is killed then.</summary>
/// <remarks>This process keeps the writing ends of the pipes, too. So the end of the process is one event, and not three, each of which would wake a thread.</remarks>
internal sealed unsafe class LinuxCommand
{
    /// <summary>Standard output, standard error, and the end.</summary>
    public const int PolledCount = 3;

    private readonly string name;
    private readonly int pid;
    private readonly int exit;
    private readonly CommandPipes pipes;
    private readonly CommandOutput output;
    private readonly long deadline;
    private readonly Lock ending = new();
    private bool isReaped, hasTimedOut;
    private Exception? failure;
    private CommandEnd end;

    public LinuxCommand(string name, int pid, CommandPipes pipes, Lifeline lifeline, CommandOutput output)
    {
        (this.name, this.pid, this.pipes, this.output, Lifeline) = (name, pid, pipes, output, lifeline);
        deadline = output.Settings.Timeout is { } timeout ? Environment.TickCount64 + (long)timeout.TotalMilliseconds : long.MaxValue;
        exit = LibC.pidfd_open(pid);
        if (exit >= 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        Kill();
        Reap();
        throw CommandPipes.Refused($"The end of '{name}' cannot be waited for", error);
    }

    public Lifeline Lifeline { get; }

    /// <summary>Whether this process has killed it before its end.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>How it has ended.</summary>
    public CommandEnd End => end with { OutputError = failure?.Message };

    /// <summary>In milliseconds, for how long to wait at most; -1 without a limit.</summary>
    public int TimeLeft => deadline == long.MaxValue || hasTimedOut ? -1 : (int)Math.Clamp(deadline - Environment.TickCount64, 0, int.MaxValue);

    /// <summary>From any thread, and with all that it has started.</summary>
    public void Kill()
    {
        lock (ending)
        {
            WasKilled = true;
            if (!isReaped)
                ProcessTree.Kill(pid);
        }
    }

    public void Wait()
    {
        var polled = stackalloc PollFd[PolledCount];
        do
        {
            FillPolled(new Span<PollFd>(polled, PolledCount));
            Poll(polled, PolledCount, TimeLeft);
        }
        while (!Step(new ReadOnlySpan<PollFd>(polled, PolledCount)));
    }

    public static void Poll(PollFd* polled, int count, int timeout)
    {
        while (LibC.poll(polled, (nuint)count, timeout) < 0)
            if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                throw new InvalidOperationException($"Waiting for commands failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    public void FillPolled(Span<PollFd> polled)
    {
        polled[0] = new PollFd { Fd = pipes.OutputReader, Events = LibC.POLLIN };
        polled[1] = new PollFd { Fd = pipes.ErrorReader, Events = LibC.POLLIN };
        polled[2] = new PollFd { Fd = exit, Events = LibC.POLLIN };
    }

    /// <summary>Takes what has come.</summary>
    /// <returns>Whether the command has ended.</returns>
    public bool Step(ReadOnlySpan<PollFd> polled)
    {
        if (polled[2].Returned != 0)
        {
            Finish();
            return true;
        }
        if (polled[0].Returned != 0)
            Read(pipes.OutputReader, isError: false);
        if (polled[1].Returned != 0)
            Read(pipes.ErrorReader, isError: true);
        if (!hasTimedOut && TimeLeft == 0)
        {
            hasTimedOut = true;
            Kill();
        }
        return false;
    }

    private void Finish()
    {
        // Not yet reaped, so that the number of its group is no other's.
        _ = LibC.kill(-pid, LibC.SIGKILL);
        var polled = stackalloc PollFd[PolledCount];
        for (var left = true; left;)
        {
            FillPolled(new Span<PollFd>(polled, PolledCount));
            Poll(polled, PolledCount - 1, 0);
            left = polled[0].Returned != 0 || polled[1].Returned != 0;
            if (polled[0].Returned != 0)
                Read(pipes.OutputReader, isError: false);
            if (polled[1].Returned != 0)
                Read(pipes.ErrorReader, isError: true);
        }
        _ = LibC.close(exit);
        Reap();
        pipes.Dispose();
    }

    private void Read(int pipe, bool isError)
    {
        const int BufferBytes = 16 * 1024;
        var buffer = stackalloc byte[BufferBytes];
        if (LibC.read(pipe, buffer, BufferBytes) is not (> 0 and var length) || failure is not null)
            return;
        try
        {
            if (isError)
                output.AppendError(new ReadOnlySpan<byte>(buffer, (int)length));
            else
                output.Append(new ReadOnlySpan<byte>(buffer, (int)length));
        }
        // The disk is full, for example.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = exception;
            Kill();
        }
    }

    private void Reap()
    {
        lock (ending)
        {
            int status;
            ResourceUsage usage, own;
            while (LibC.wait4(pid, &status, 0, &usage) < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR)
            {
                // Interrupted by a signal.
            }
            isReaped = true;
            _ = LibC.getrusage(LibC.RUSAGE_SELF, &own);
            end = new CommandEnd(name, (status >> 8) & 0xFF) { Signal = status & 0x7F, HasTimedOut = hasTimedOut, Usage = UsageOf(usage, own) };
        }
    }

    private static CommandUsage UsageOf(in ResourceUsage usage, in ResourceUsage own)
    {
        const int BlockBytes = 512, Kilobyte = 1024;
        return new CommandUsage(
            usage.UserSeconds + (usage.UserMicroseconds / 1e6),
            usage.SystemSeconds + (usage.SystemMicroseconds / 1e6),
            // The system counts what this process had when the command started, which shared its memory until it became another program.
            usage.MaxKilobytes > own.MaxKilobytes ? usage.MaxKilobytes * Kilobyte : double.NaN,
            usage.VoluntarySwitches + usage.InvoluntarySwitches,
            usage.BlocksRead * BlockBytes,
            usage.BlocksWritten * BlockBytes);
    }
}

/// <summary>The pipes of a command; each end is -1 if there is none.</summary>
internal readonly unsafe struct CommandPipes : IDisposable
{
    /// <param name="discardsOutput">Whether standard output needs none.</param>
    public CommandPipes(bool discardsOutput)
    {
        var ends = stackalloc int[2];
        Create(ends);
        (ErrorReader, ErrorWriter) = (ends[0], ends[1]);
        (OutputReader, OutputWriter) = (-1, -1);
        if (discardsOutput)
            return;
        try
        {
            Create(ends);
        }
        catch
        {
            Dispose();
            throw;
        }
        (OutputReader, OutputWriter) = (ends[0], ends[1]);
    }

    public int OutputReader { get; }

    public int OutputWriter { get; }

    public int ErrorReader { get; }

    public int ErrorWriter { get; }

    public static void Create(int* ends)
    {
        if (LibC.pipe2(ends, LibC.O_CLOEXEC) != 0)
            throw Refused();
    }

    /// <summary>A file in memory, positioned at its beginning.</summary>
    public static int FileOf(ReadOnlySpan<byte> bytes)
    {
        using var name = new NativeText("input"u8);
        var file = LibC.memfd_create(name.Bytes, LibC.MFD_CLOEXEC);
        if (file < 0)
            throw Refused();
        fixed (byte* start = bytes)
            if (LibC.write(file, start, bytes.Length) != bytes.Length)
            {
                var refused = Refused();
                _ = LibC.close(file);
                throw refused;
            }
        _ = LibC.lseek(file, 0, 0);
        return file;
    }

    public void Dispose()
    {
        foreach (var end in (ReadOnlySpan<int>)[OutputReader, OutputWriter, ErrorReader, ErrorWriter])
            if (end >= 0)
                _ = LibC.close(end);
    }

    public static WorkFailedException Refused(string what, int error) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.{(error is LibC.EMFILE or LibC.ENFILE ? " Use fewer workers, or raise the limit on open files (ulimit -n)." : "")}");

    private static WorkFailedException Refused() => Refused("The command cannot be started", Marshal.GetLastPInvokeError());
}

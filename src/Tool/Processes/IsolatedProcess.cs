using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Tool.Processes;

/// <summary>The process that one run has to itself, as the parent sees it. Whoever asks for it waits, and does what a supervisor does
/// meanwhile: it hears, reads and buries.</summary>
internal sealed unsafe class IsolatedProcess
{
    /// <summary>How often to look whether patience has ended, in milliseconds. Everything else makes itself heard.</summary>
    private const int LookMs = 100;

    private readonly WorkerProcess process;
    private bool isReady;
    private RunFigures? figures;
    private string error = "";
    private string? unusable;
    private string? remark;
    private (ExitStatus Status, ResourceUsage Usage)? end;

    private IsolatedProcess(WorkerProcess process) => this.process = process;

    /// <summary>Starts a process and waits until it is ready, or has ended.</summary>
    /// <exception cref="PartimeException">It cannot be started, or the workload cannot be used in it.</exception>
    public static IsolatedProcess Start(SharedBoardMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            var started = new IsolatedProcess(Spawn(memory));
            started.AttendUntil(() => started.isReady, () => cancellationToken.IsCancellationRequested ? KillReason.End : KillReason.None);
            started.ThrowIfUnusable();
            if (started.end is not null)
                cancellationToken.ThrowIfCancellationRequested();
            return started;
        }
        catch (WorkerStartException exception)
        {
            throw new PartimeException($"No process can be started for the run: {exception.Message}. Raise the limits on processes and open files (ulimit -u, ulimit -n), or run without isolation.", exception) { NamesLimit = true };
        }
    }

    /// <summary>Has it run all tasks, and waits until it is gone.</summary>
    public IsolatedEnd Run(CancellationToken cancellationToken)
    {
        var wasReady = end is null;
        if (wasReady)
            Work(cancellationToken);
        ThrowIfUnusable();
        var (status, usage) = end!.Value;
        return new IsolatedEnd(process.Pid, status, usage, figures)
        {
            Error = error.Length > 0 ? error : null,
            Remark = remark,
            WasReady = wasReady,
            KilledFor = process.KilledFor,
            OutputTail = process.OutputTail.ToString(),
        };
    }

    private void Work(CancellationToken cancellationToken)
    {
        process.Ask(MessageKind.Work);
        using (cancellationToken.Register(() => process.Ask(MessageKind.Stop)))
        {
            var grace = default(Deadline);
            AttendUntil(() => figures is not null, () =>
            {
                if (cancellationToken.IsCancellationRequested && !grace.IsSet)
                    grace = Deadline.After(PoolRun.InterruptionGrace);
                return grace.HasPassed ? KillReason.Interruption : KillReason.None;
            });
        }
        var patience = Deadline.After(Supervisor.Patience);
        AttendUntil(() => false, () => patience.HasPassed ? KillReason.End : KillReason.None);
    }

    private void ThrowIfUnusable()
    {
        if (unusable is not null)
            throw new PartimeException(unusable);
    }

    /// <summary>Until enough has been heard, or there is nobody left to hear.</summary>
    private void AttendUntil(Func<bool> isEnough, Func<KillReason> reasonToKill)
    {
        var polled = stackalloc PollFd[3];
        while (end is null && !isEnough())
        {
            process.FillPolled(new Span<PollFd>(polled, 3));
            if (LibC.poll(polled, 3, LookMs) < 0)
            {
                if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    throw new InvalidOperationException($"Waiting for the run's process failed: {LibC.LastError}.");
                continue;
            }
            Attend(words: polled[1].Returned != 0, hasEnded: polled[2].Returned != 0);
            if (end is null && (IsLost ? KillReason.Disconnected : reasonToKill()) is not KillReason.None and var reason)
                process.Kill(reason);
        }
    }

    /// <summary>Whether the plugin has closed the channel, and goes on all the same: what it does then will never be known.</summary>
    private bool IsLost => process.DisconnectedTicks != 0 && Stopwatch.GetElapsedTime(process.DisconnectedTicks) > Supervisor.Patience;

    /// <summary>In this order: what it said, then how it ended.</summary>
    private void Attend(bool words, bool hasEnded)
    {
        if (words)
            process.ReadErrors();
        Span<byte> message = stackalloc byte[Channel.Longest];
        int length;
        while (process.DisconnectedTicks == 0 && (length = process.Channel.TryReceive(message)) >= 0)
            if (length == 0)
                process.MarkDisconnected();
            else
                Heard(message[..length]);
        if (hasEnded)
            end = process.Reap();
    }

    private void Heard(ReadOnlySpan<byte> message)
    {
        switch (message[0])
        {
            case MessageKind.Ready:
                isReady = true;
                break;
            case MessageKind.Done:
                figures = MemoryMarshal.Read<RunFigures>(message[1..]);
                error = Encoding.UTF8.GetString(message[(1 + sizeof(RunFigures))..]);
                break;
            case MessageKind.Unusable:
                unusable = Encoding.UTF8.GetString(message[1..]);
                break;
            case MessageKind.Remark:
                remark = Encoding.UTF8.GetString(message[1..]);
                break;
        }
    }

    private static WorkerProcess Spawn(SharedBoardMemory memory)
    {
        using var command = new WorkerCommand(IsolatedProgram.Argument, memory.TotalBytes);
        var nullDevice = WorkerDescriptors.MoveAbove(LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));
        try
        {
            memory.Records[0].Clear();
            return WorkerProcess.Start(number: 0, command, memory, nullDevice);
        }
        finally
        {
            _ = LibC.close(nullDevice);
        }
    }
}

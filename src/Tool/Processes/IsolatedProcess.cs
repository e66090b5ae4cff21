using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The process of one isolated run, as the parent sees it. There is no supervisor: the calling thread waits, handles messages
/// and output, and reaps the process.</summary>
internal sealed unsafe class IsolatedProcess
{
    /// <summary>How often to check grace periods, in milliseconds. Everything else is an event.</summary>
    private const int CheckIntervalMs = 100;

    private readonly SharedBoardMemory memory;
    private readonly WorkerEvents events = WorkerHome.Current.CreateEvents();
    private readonly WorkerProcess process;
    private bool isReady;
    private byte[]? measured;
    private string error = "";
    private string? failure;
    private PartimeException? unusable;
    private WorkloadFault? endFault;
    private (ExitStatus Status, ResourceUsage Usage)? end;

    private IsolatedProcess(SharedBoardMemory memory)
    {
        this.memory = memory;
        memory.Records[0].Clear();
        using var starter = WorkerHome.Current.StarterOf(IsolatedProgram.Argument, memory, default);
        try
        {
            process = starter.Start(number: 0, events);
        }
        catch (WorkerStartException)
        {
            events.Dispose();
            throw;
        }
    }

    /// <summary>Starts a process and waits until it is ready or has ended.</summary>
    /// <exception cref="PartimeException">The process cannot be started, or the workload cannot be used in it.</exception>
    public static IsolatedProcess Start(SharedBoardMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            var started = new IsolatedProcess(memory);
            started.HandleEventsUntil(() => started.isReady, () => cancellationToken.IsCancellationRequested ? KillReason.End : KillReason.None);
            started.ThrowIfUnusable();
            if (started.end is not null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (OwnFiles.Change is { } change)
                    throw new PartimeException(change);
            }
            return started;
        }
        catch (WorkerStartException exception)
        {
            if (OwnFiles.Change is { } change)
                throw new PartimeException(change, exception);
            throw new PartimeException($"No process can be started for the run: {exception.Message}. Raise the limits on processes and open files (ulimit -u, ulimit -n), or run without isolation.", exception) { NamesLimit = true };
        }
    }

    /// <summary>Runs all tasks in the process and waits until it is gone.</summary>
    public IsolatedOutcome Run(CancellationToken cancellationToken)
    {
        var wasReady = end is null;
        if (wasReady)
            Work(cancellationToken);
        ThrowIfUnusable();
        var (status, usage) = end!.Value;
        return new IsolatedOutcome(process.Pid, status, usage, measured)
        {
            Error = error.Length > 0 ? error : null,
            ReportedFailure = failure,
            EndFault = endFault,
            WasStopped = process.Stops.WasContinued(didMore: measured is not null),
            WasReady = wasReady,
            KilledFor = process.KilledFor,
            LastOutput = process.OutputTail.ToSentence(),
        };
    }

    private void Work(CancellationToken cancellationToken)
    {
        process.Send(MessageKind.Work);
        using (cancellationToken.Register(() => process.Send(MessageKind.Stop)))
        {
            var interruption = default(Deadline);
            HandleEventsUntil(() => measured is not null, () =>
            {
                if (cancellationToken.IsCancellationRequested && !interruption.IsSet)
                    interruption = Deadline.After(PoolRun.InterruptionGrace);
                return interruption.HasPassed ? KillReason.Interruption : KillReason.None;
            });
        }
        var exit = Deadline.After(Supervisor.ExitGrace);
        HandleEventsUntil(() => false, () => exit.HasPassed ? KillReason.End : KillReason.None);
    }

    private void ThrowIfUnusable()
    {
        if (unusable is not null)
            throw unusable;
    }

    /// <summary>Until a condition holds or the process has ended.</summary>
    private void HandleEventsUntil(Func<bool> condition, Func<KillReason> reasonToKill)
    {
        WorkerProcess[] watched = [process];
        while (end is null && !condition())
        {
            process.Stops.Check(process.Pid);
            events.Wait(watched, CheckIntervalMs);
            HandleEvents();
            if (end is null && (process.IsLost ? KillReason.Disconnected : reasonToKill()) is not KillReason.None and var reason)
                process.Kill(reason);
        }
    }

    /// <summary>In this order: output, messages, and then the exit.</summary>
    private void HandleEvents()
    {
        if (process.HasOutput)
            process.ReadOutput();
        var hasExited = process.HasExited;
        Span<byte> message = stackalloc byte[Channel.MaxMessageBytes];
        int length;
        while ((length = process.TryReceive(message)) >= 0)
            HandleMessage(message[..length]);
        if (hasExited)
        {
            var (status, usage) = process.Reap();
            events.Dispose();
            end = (status, usage ?? process.SeenUsage);
            endFault ??= WorkloadLifetime.EndFault(process, in memory.Records[0], status);
        }
    }

    private void HandleMessage(ReadOnlySpan<byte> message)
    {
        if (!isReady && Channel.Says(message, MessageKind.Ready, process.Pid))
            isReady = true;
        else if (isReady && measured is null && message is [MessageKind.Done, var bytes, ..] && message.Length >= 2 + bytes)
        {
            measured = message[2..(2 + bytes)].ToArray();
            error = Encoding.UTF8.GetString(message[(2 + bytes)..]);
        }
        else if (!isReady && Channel.SaysText(message, MessageKind.Unusable))
            unusable = WorkloadLifetime.Unusable(message[1..]);
        // Also what a task writes to the channel gets here. So it ends the run, and not the session, and the process need not end by itself.
        else if (measured is null && Channel.SaysText(message, MessageKind.Unusable))
        {
            failure ??= WorkloadLifetime.Unusable(message[1..]).Message;
            process.Kill(KillReason.Nonsense);
        }
        else if (Channel.SaysText(message, MessageKind.EndFailed))
            endFault = WorkloadFault.Decode(Encoding.UTF8.GetString(message[1..]));
        else
            process.Kill(KillReason.Nonsense);
    }
}

/// <summary>How an isolated run ended.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Status">How the process ended.</param>
/// <param name="Usage">What the process used in all its life.</param>
/// <param name="Measured">What it measured, as <see cref="RunMeter"/> returned it; <see langword="null"/> if it did not live to report it.</param>
internal sealed record IsolatedOutcome(int Pid, ExitStatus Status, ResourceUsage Usage, byte[]? Measured)
{
    /// <summary>Why the executor failed, as the process reports.</summary>
    public string? Error { get; init; }

    /// <summary>Why it could not go on, as the process reports.</summary>
    public string? ReportedFailure { get; init; }

    /// <summary>Why the workload failed when it was disposed of; <see langword="null"/> if it did not.</summary>
    public WorkloadFault? EndFault { get; init; }

    public bool WasStopped { get; init; }

    /// <summary>Whether the process was ready before it ended.</summary>
    public bool WasReady { get; init; }

    public KillReason KilledFor { get; init; }

    /// <summary>As <see cref="OutputTail.ToSentence"/>.</summary>
    public string LastOutput { get; init; } = "";

    /// <summary>Why the run did not finish; <see langword="null"/> if the user cancelled it.</summary>
    public string? Failure =>
        WasCancelled ? null
            : ReportedFailure is not null ? $"The run's process {Pid} could not go on: {ReportedFailure}"
            : KilledFor == KillReason.Disconnected ? $"The run's process {Pid} closed its connection to partime and was killed.{LastOutput}"
            : KilledFor == KillReason.Nonsense ? $"The run's process {Pid} sent partime a message that makes no sense and was killed.{LastOutput}"
            : WasReady ? $"The run's process {Pid} {Status} during the run.{LastOutput}"
            : $"The run's process {Pid} {Status} before it was ready.{LastOutput}";

    /// <summary>The verdict on tasks that were claimed and did not end. It is not known which of them had started.</summary>
    public (Verdict Verdict, TaskFault Fault) UnfinishedTasks =>
        WasCancelled ? (Verdict.Cancelled, new TaskFault("", $"The run was cancelled, and its process {Pid} was killed."))
            : KilledFor is KillReason.Disconnected or KillReason.Nonsense ? (Verdict.Crashed, new TaskFault("Unreachable", Failure!))
            : (Verdict.Crashed, new TaskFault(Status.Name, $"The run's process {Pid} {Status}. This task had been claimed and had not ended.{LastOutput}"));

    private bool WasCancelled => KilledFor is KillReason.Interruption or KillReason.End;
}

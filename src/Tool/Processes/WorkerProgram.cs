using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Reads the payload on the board: constructs the workload and finds the input of every task.</summary>
internal delegate (IWorkload Workload, TaskItems Items) PayloadReader(nint payload);

/// <summary>The tool as a worker process. Only the supervisor starts it.</summary>
internal static unsafe class WorkerProgram
{
    /// <summary>The first argument of a worker's command line.</summary>
    public const string Argument = "worker";

    /// <param name="args">As <see cref="WorkerArguments"/> reads them.</param>
    /// <param name="read">Reads the payload.</param>
    public static int Run(string[] args, PayloadReader read)
    {
        if (WorkerArguments.Read(args) is not { } arguments)
            return ExitCode.Usage;
        using var memory = SharedBoardMemory.Attach(arguments);
        using var control = new WorkerControl(arguments.Parent.Channel, memory.Records + arguments.Record);
        var worker = Prepare(memory, arguments, control, read);
        worker.WriteUsage();
        memory.Records[arguments.Record].ReadyTicks = Stopwatch.GetTimestamp();
        // If the plugin has closed the channel, the parent does not learn that this worker is ready or idle, so the worker exits.
        var isConnected = control.Channel.Send(MessageKind.Ready, Environment.ProcessId);
        for (var count = 1L; isConnected && control.WaitForNext() == MessageKind.Work && worker.Work() && control.Channel.Send(MessageKind.Idle, count); count++)
        {
            // Until it is told to exit or has reached its task limit.
        }
        worker.End();
        OwnProcess.ExitWithGroup();
        return 0;
    }

    private static Worker Prepare(SharedBoardMemory memory, WorkerArguments arguments, WorkerControl control, PayloadReader read)
    {
        if (!WorkerRecord.TryBeginLoading(ref memory.Records[arguments.Record]))
            OwnProcess.Exit(0);
        IWorkload? workload = null;
        var number = NumberInSession(memory, arguments);
        try
        {
            (workload, var items) = read((nint)memory.Payload);
            WorkloadLifetime.Begin(workload, control);
            WorkloadLifetime.BeginWorkers(workload, number, 1, control);
            var worker = new Worker(workload, items, memory, arguments, control);
            if (arguments.Pool.WarmTasks > 0)
                worker.RunWarmTasks(WarmTasks.Boards(workload, items, memory.Layout.MetricNames, new Range(number, number + 1), arguments.Pool.WarmTasks));
            return worker;
        }
        catch (OperationCanceledException) when (control.IsStopped && workload is not null)
        {
            // The run is over, and does without this worker.
            WorkloadLifetime.End(workload, number, 0, control);
            OwnProcess.Exit(0);
            throw;
        }
        catch (Exception exception)
        {
            WorkloadLifetime.ReportUnusable(exception, control);
            throw;
        }
    }

    /// <summary>A worker of a node is the only one on its board, and one of many in the session.</summary>
    public static int NumberInSession(SharedBoardMemory memory, WorkerArguments arguments) => memory.Head.Settings.FirstWorker + arguments.Number;
}

/// <summary>The start and the end of a workload in a process that partime has started for it.</summary>
internal static class WorkloadLifetime
{
    private const int UnusableCode = 1;

    public static void Begin(IWorkload workload, WorkerControl control)
    {
        var started = workload.StartAsync(control.Token);
        if (!started.IsCompletedSuccessfully)
            started.AsTask().GetAwaiter().GetResult();
    }

    public static void BeginWorkers(IWorkload workload, int first, int count, WorkerControl control) =>
        WorkerLifetimes.StartAsync(workload, first, count, control.Token).AsTask().GetAwaiter().GetResult();

    /// <summary>Ends its workers and disposes of the workload. The process may then exit at once.</summary>
    public static void End(IWorkload workload, int first, int count, WorkerControl control)
    {
        control.SetExiting(WorkerRecord.EndsWorkload);
        try
        {
            WorkerLifetimes.EndAsync(workload, first, count).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            control.Send(MessageKind.EndFailed, WorkerLifetimes.FaultOf(exception).Encoded);
        }
        try
        {
            WorkloadDisposal.DisposeAsync(workload).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            control.Send(MessageKind.EndFailed, WorkloadDisposal.FaultOf(exception).Encoded);
        }
        control.SetExiting(WorkerRecord.HasEnded);
    }

    /// <summary>Why the workload did not end in a process that is gone; <see langword="null"/> if it did, or if the process was killed for another reason.</summary>
    public static WorkloadFault? EndFault(WorkerProcess process, in WorkerRecord record, ExitStatus status)
    {
        if (record.Exiting != WorkerRecord.EndsWorkload || process.KilledFor is not (KillReason.None or KillReason.End))
            return null;
        var how = process.KilledFor == KillReason.None ? $"{status} while it ended its workers or disposed of it" : $"took longer than {Supervisor.ExitGrace.TotalSeconds:F0} s to end its workers and dispose of it, and was killed";
        return new WorkloadFault($"The workload did not end: process {process.Pid} {how}.{process.OutputTail.ToSentence()}", null);
    }

    /// <summary>What such a process has reported, as the parent throws it.</summary>
    public static PartimeException Unusable(ReadOnlySpan<byte> message) => WorkloadFault.Decode(Encoding.UTF8.GetString(message)) is var fault && OwnFiles.Change is { } change
        ? new PartimeException(change) : new PartimeException(fault.Text) { Stack = fault.Stack };

    /// <summary>Exits, because the workload cannot be used in this process.</summary>
    [DoesNotReturn]
    public static void ReportUnusable(Exception exception, WorkerControl control)
    {
        var fault = exception is PartimeException mistake ? new WorkloadFault(mistake.Message, mistake.Stack)
            : new WorkloadFault($"The workload could not start in another process: {FaultPlace.Of(exception)}", FaultPlace.StackOf(exception));
        control.Send(MessageKind.Unusable, fault.Encoded);
        OwnProcess.Exit(UnusableCode);
        throw exception;
    }
}

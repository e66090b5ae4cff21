using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Reads the payload of an isolated run: constructs the workload and the executor, and finds the input of every task.</summary>
internal delegate (IWorkload Workload, IExecutor Executor, TaskItems Items) IsolatedPayloadReader(nint payload, nint executor);

/// <summary>Has the executor run all tasks of the board, and measures that.</summary>
/// <param name="executor">Runs the tasks.</param>
/// <param name="board">The tasks.</param>
/// <param name="workers">The number of workers.</param>
/// <param name="warmTasks">What a warm pool runs before the stopwatch starts; <see langword="null"/> for a cold pool.</param>
/// <param name="cancellationToken">Ends the run early.</param>
/// <returns>What was measured, as bytes that the parent understands, and why the executor failed, if it did.</returns>
internal delegate (byte[] Measured, string? Error) RunMeter(IExecutor executor, Board board, int workers, IEnumerable<ITaskBoard>? warmTasks, CancellationToken cancellationToken);

/// <summary>The tool as the process of one isolated run of an in-process executor.</summary>
internal static class IsolatedProgram
{
    /// <summary>The first argument of its command line.</summary>
    public const string Argument = "isolated";

    /// <param name="args">As <see cref="WorkerArguments"/> reads them.</param>
    /// <param name="read">Reads the payload.</param>
    /// <param name="measure">Measures the run.</param>
    public static unsafe int Run(string[] args, IsolatedPayloadReader read, RunMeter measure)
    {
        if (WorkerArguments.Read(args) is not { } arguments)
            return ExitCode.Usage;
        using var memory = SharedBoardMemory.Attach(arguments);
        using var control = new WorkerControl(arguments.Parent.Channel, memory.Records);
        try
        {
            var (workload, executor, items) = read((nint)memory.Payload, (nint)memory.ExecutorPayload);
            WorkloadLifetime.Begin(workload, control);
            var board = BoardOf(workload, items, memory);
            var workers = memory.Settings.Workers;
            WorkloadLifetime.BeginWorkers(workload, 0, workers, control);
            if (board.Count > 0)
                WarmUpAsync(items, executor).AsTask().GetAwaiter().GetResult();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var warmTasks = memory.IsWarm ? WarmTasks.Boards(workload, items, memory.Layout.MetricNames, ..workers, memory.WarmTasks) : null;
            if (control.Channel.Send(MessageKind.Ready, Environment.ProcessId) && control.WaitForNext() == MessageKind.Work)
                SendResult(control, measure(executor, board, workers, warmTasks, control.Token));
            WorkloadLifetime.End(workload, 0, workers, control);
        }
        catch (Exception exception)
        {
            WorkloadLifetime.ReportUnusable(exception, control);
        }
        OwnProcess.ExitWithGroup();
        return 0;
    }

    /// <summary>The parent has reset the board. This process does so too, because that touches the memory: the run does not have to.</summary>
    private static Board BoardOf(IWorkload workload, TaskItems items, SharedBoardMemory memory)
    {
        memory.Join();
        var settings = memory.Settings;
        var rules = new TaskRules { Retries = settings.MaxAttempts - 1, FailFast = settings.FailFast != 0 };
        var board = new Board(workload, items, memory, rules);
        board.Reset(settings.Workers, settings.ChunkSize, settings.Tasks, settings.Copies);
        return board;
    }

    /// <summary>Also the executor: without isolation, all runs but the first find it loaded and compiled. But not a plugin's executor, which
    /// might run the task somewhere else.</summary>
    private static async ValueTask WarmUpAsync(TaskItems items, IExecutor executor)
    {
        await WarmUp.RunAsync(items, [executor]).ConfigureAwait(false);
        if (executor.GetType().Assembly == typeof(IsolatedProgram).Assembly)
            await WarmUp.RunAsync(items, executor).ConfigureAwait(false);
    }

    private static void SendResult(WorkerControl control, (byte[] Measured, string? Error) result)
    {
        var error = Encoding.UTF8.GetBytes(result.Error ?? "").AsSpan();
        var maxBytes = Channel.MaxMessageBytes - 2 - result.Measured.Length;
        control.Channel.Send([MessageKind.Done, (byte)result.Measured.Length, .. result.Measured, .. error[..Math.Min(error.Length, maxBytes)]]);
    }
}

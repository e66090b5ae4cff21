using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Reads the order of a run: constructs its workload and its executor, and finds the input of every task.</summary>
internal delegate (IWorkload Workload, IExecutor Executor, Func<long, WorkItem> Items) RunOrderReader(nint order, nint executor);

/// <summary>Has the executor run all tasks of the board, with the stopwatch around it.</summary>
/// <returns>What it showed, and why the executor failed, if it did.</returns>
internal delegate (RunFigures Figures, string? Error) RunMeter(IExecutor executor, Board board, int workers, bool isWarm, CancellationToken cancellationToken);

/// <summary>The tool as the process that one run of an in-process executor has to itself.</summary>
internal static class IsolatedProgram
{
    /// <summary>What its command line begins with.</summary>
    public const string Argument = "isolated";

    /// <param name="args">As <see cref="WorkerCommand"/> makes them.</param>
    /// <param name="read">How to read the order.</param>
    /// <param name="measure">How a run is measured.</param>
    public static unsafe int Run(string[] args, RunOrderReader read, RunMeter measure)
    {
        if (args.Length != 3 || !Lifeline.TryTie())
            return WorkerProgram.RefuseToPeople(Argument);
        using var memory = SharedBoardMemory.Attach(WorkerDescriptors.Board, WorkerDescriptors.Texts, long.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture));
        using var control = new WorkerControl(new Channel(WorkerDescriptors.Control), memory.Records);
        try
        {
            var (workload, executor, items) = read((nint)memory.Order, (nint)memory.ExecutorOrder);
            WorkloadLife.Begin(workload, control);
            var board = BoardOf(workload, items, memory);
            if (board.Count > 0)
                Rehearse(items, executor).AsTask().GetAwaiter().GetResult();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (control.Channel.Send(MessageKind.Ready) && control.WaitForNext() == MessageKind.Work)
                Tell(control, measure(executor, board, memory.Head.Workers, memory.IsWarm, control.Token));
            WorkloadLife.End(workload, control);
        }
        catch (Exception exception)
        {
            WorkloadLife.Refuse(exception, control);
        }
        // With whatever the tasks have left behind in its group, as a worker does.
        _ = LibC.kill(0, LibC.SIGKILL);
        return 0;
    }

    /// <summary>Wiped once more, as that touches its memory: the run does not pay for pages that are new to this process.</summary>
    private static unsafe Board BoardOf(IWorkload workload, Func<long, WorkItem> items, SharedBoardMemory memory)
    {
        var rules = new TaskRules { Retries = memory.Head.MaxAttempts - 1, FailFast = memory.Head.FailFast != 0 };
        var board = new Board(workload, items, memory, rules);
        board.Reset(memory.Head.Workers, memory.Head.ChunkSize);
        return board;
    }

    /// <summary>The executor as well: in a session its later runs find it loaded and compiled, and here there is none but the first. Not
    /// a plugin's, which might do the task somewhere else.</summary>
    private static async ValueTask Rehearse(Func<long, WorkItem> items, IExecutor executor)
    {
        await Rehearsal.RunAsync(items).ConfigureAwait(false);
        if (executor.GetType().Assembly == typeof(IsolatedProgram).Assembly)
            await Rehearsal.RunAsync(items, executor).ConfigureAwait(false);
    }

    private static unsafe void Tell(WorkerControl control, (RunFigures Figures, string? Error) measured)
    {
        var error = Encoding.UTF8.GetBytes(measured.Error ?? "").AsSpan();
        var room = Channel.Longest - 1 - sizeof(RunFigures);
        control.Channel.Send([MessageKind.Done, .. MemoryMarshal.AsBytes(new Span<RunFigures>(ref measured.Figures)), .. error[..Math.Min(error.Length, room)]]);
    }
}

using System.Globalization;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Reads an order: constructs the workload and finds the input of every task.</summary>
internal delegate (IWorkload Workload, Func<long, WorkItem> Items) OrderReader(nint order);

/// <summary>The tool as a worker process. Started by a supervisor and by nobody else.</summary>
internal static unsafe class WorkerProgram
{
    /// <summary>What a worker's command line begins with.</summary>
    public const string Argument = "worker";

    /// <param name="args">As <see cref="WorkerCommand"/> makes them.</param>
    /// <param name="read">How to read an order.</param>
    public static int Run(string[] args, OrderReader read)
    {
        if (args.Length != 3 || !Lifeline.TryTie())
            return RefuseToPeople(Argument);
        var number = int.Parse(args[2], NumberStyles.None, CultureInfo.InvariantCulture);
        using var memory = SharedBoardMemory.Attach(WorkerDescriptors.Board, WorkerDescriptors.Texts, long.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture));
        using var control = new WorkerControl(new Channel(WorkerDescriptors.Control), memory.Records + number);
        var worker = Prepare(memory, number, control, read);
        worker.WriteUsageBefore();
        memory.Records[number].ReadyTicks = System.Diagnostics.Stopwatch.GetTimestamp();
        // Where the plugin has closed the channel, nobody would hear that this worker is free: it leaves.
        var isHeard = control.Channel.Send(MessageKind.Ready);
        while (isHeard && control.WaitForNext() == MessageKind.Work && worker.Work() && control.Channel.Send(MessageKind.Idle))
        {
            // Until it is told to leave, or is tired.
        }
        worker.End();
        // With whatever the tasks have left behind in its group: no lifeline holds them once this process is gone, and the parent
        // may be killed before it comes to that.
        _ = LibC.kill(0, LibC.SIGKILL);
        return 0;
    }

    public static int RefuseToPeople(string argument)
    {
        Console.Error.WriteLine($"partime: '{argument}' is what partime starts itself as; it is not for people. See 'dotnet partime --help'.");
        return ExitCode.Usage;
    }

    private static Worker Prepare(SharedBoardMemory memory, int number, WorkerControl control, OrderReader read)
    {
        try
        {
            var (workload, items) = read((nint)memory.Order);
            WorkloadLife.Begin(workload, control);
            return new Worker(workload, items, memory, number, control);
        }
        catch (Exception exception)
        {
            WorkloadLife.Refuse(exception, control);
            throw;
        }
    }
}

using Partime.Tool.Cli;
using Partime.Tool.Execution;
using Partime.Tool.Files;
using Partime.Tool.Processes;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool;

internal static class Program
{
    // A worker process is one branch away from here: nothing of the command line is even loaded.
    private static int Main(string[] args) =>
        args is [WorkerProgram.Argument, ..] ? WorkerProgram.Run(args, ReadPayload)
        : args is [IsolatedProgram.Argument, ..] ? IsolatedProgram.Run(args, IsolatedRun.Read, IsolatedRun.Measure)
        : args is [NodeProcess.Argument, ..] ? NodeProgram.Run(args)
        : LeftoverThreads.Limit(RunCommand(args), Message.WriteSentence);

    /// <summary>What the method below needs is loaded when it is called, and not even that need succeed.</summary>
    private static int RunCommand(string[] args)
    {
        try
        {
            SignalDispositions.Reset();
            StandardStreams.OpenConsole();
            AppDomain.CurrentDomain.UnhandledException += EndOnExhaustion;
            return Run(args);
        }
        catch (Exception exception) when (ResourceExhaustion.Behind(exception) is { } sign)
        {
            Message.WriteSentence($"partime: {ResourceExhaustion.Sentence(sign)}");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException && OwnFiles.Change is { } change)
        {
            Console.Error.WriteLine($"partime: {change}");
            return ExitCode.Usage;
        }
        catch (Exception exception)
        {
            Message.Write($"partime: this is a bug, please report it with the lines below.\n{exception}");
            return ExitCode.Bug;
        }
    }

    /// <summary>On a thread of the runtime's own, such as its timer's, that finds no memory or no thread to hand its work to. The exception cannot
    /// be caught there, so the process ends here with a sentence in place of a stack trace.</summary>
    private static void EndOnExhaustion(object sender, UnhandledExceptionEventArgs end)
    {
        if (ResourceExhaustion.Behind(end.ExceptionObject as Exception) is not { } sign)
            return;
        Message.WriteSentence($"partime: {ResourceExhaustion.Sentence(sign)}");
        UnexpectedExit.End(ExitCode.Usage);
    }

    /// <summary>Waits for the command here: nothing else can happen on this thread.</summary>
    private static int Run(string[] args)
    {
        using var interruption = new Interruption();
        PipeNotice.Notify = Message.WriteSentence;
        try
        {
            // Asked for often: without the library for command lines and without handling signals, they take half the time.
            if (args is [CommandLine.VersionOption])
                return ShowVersion();
            if (args is [ListCommand.Name])
                return ListCommand.Show([]);
            var command = CommandLine.Parse(args);
            interruption.Listen();
            return interruption.ExitCodeOr(command(interruption.Token).GetAwaiter().GetResult());
        }
        catch (PartimeException exception) when (exception.NamesLimit || ResourceExhaustion.Behind(exception) is null)
        {
            Message.WriteRefusal(exception);
            Message.WriteStack(exception.Stack);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCodeOr(ExitCode.Interrupted);
        }
    }

    private static int ShowVersion()
    {
        Terminal.Out().WriteLine(ToolVersion.Text);
        return ExitCode.Ok;
    }

    /// <summary>Here, because the room of worker processes knows nothing of plugins and inputs.</summary>
    private static unsafe (IWorkload Workload, TaskItems Items) ReadPayload(nint payload)
    {
        var (workload, activator, inputs) = WorkerPayload.Read((byte*)payload);
        return (workload.Construct(activator), inputs.Item);
    }
}

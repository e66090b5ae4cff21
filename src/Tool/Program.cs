using Partime.Tool.Cli;
using Partime.Tool.Reporting;

namespace Partime.Tool;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var interruption = new Interruption();
        try
        {
            var command = CommandLine.Parse(args);
            return interruption.ExitCodeOr(await command(interruption.Token));
        }
        catch (PartimeException exception)
        {
            Say(exception.Message);
            return ExitCode.Usage;
        }
        catch (ReaderGoneException)
        {
            return ExitCode.Ok;
        }
        catch (IOException exception)
        {
            // The files have messages of their own by now: this is standard output or error, on a full disk.
            Say($"Cannot write what was to be shown: {exception.Message}.");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCodeOr(ExitCode.Interrupted);
        }
        catch (Exception exception)
        {
            Say($"this is a bug, please report it with the lines below.\n{exception}");
            return ExitCode.Bug;
        }
    }

    private static void Say(string message)
    {
        try
        {
            Console.Error.WriteLine($"partime: {message}");
        }
        catch (IOException)
        {
            // Nobody can be told that nobody can be told; the exit code remains.
        }
    }
}

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
            Message.WriteSentence($"partime: {exception.Message}");
            return ExitCode.Usage;
        }
        catch (ReaderGoneException)
        {
            return interruption.ExitCodeOr(ExitCode.Ok);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCodeOr(ExitCode.Interrupted);
        }
        catch (Exception exception)
        {
            Message.Write($"partime: this is a bug, please report it with the lines below.\n{exception}");
            return ExitCode.Bug;
        }
    }
}

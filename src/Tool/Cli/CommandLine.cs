using System.Globalization;
using McMaster.Extensions.CommandLineUtils;

namespace Partime.Tool.Cli;

/// <summary>The command line as a whole. Parsing only finds out what to do; the caller does it.</summary>
internal static class CommandLine
{
    /// <exception cref="PartimeException">The arguments are wrong.</exception>
    public static Func<CancellationToken, Task<int>> Parse(string[] args)
    {
        Func<CancellationToken, Task<int>> chosen = _ => Task.FromResult(ExitCode.Ok);
        using var app = new CommandLineApplication(new PlainHelp(), new PlainConsole(), Environment.CurrentDirectory, throwOnUnexpectedArg: true)
        {
            Name = "dotnet partime",
            Description = "Times the same work under different executors and says what each of them costs.",
            ResponseFileHandling = ResponseFileHandling.ParseArgsAsLineSeparated,
            ExtendedHelpText = HelpTexts.Root,
        };
        app.ValueParsers.ParseCulture = CultureInfo.InvariantCulture;
        app.HelpOption("-h|--help", inherited: true);
        app.VersionOption("--version", ToolVersion.Text);
        app.Command("run", command => RunOptions.Define(command, run => chosen = run));
        app.Command("list", command => ListCommand.Define(command, list => chosen = list));
        app.Command("describe", command => DescribeCommand.Define(command, describe => chosen = describe));
        app.OnExecute(() =>
        {
            app.ShowHelp();
            return ExitCode.Ok;
        });
        try
        {
            app.Execute(ResponseFiles.Protect(args));
        }
        catch (UnrecognizedCommandParsingException exception)
        {
            var nearest = exception.NearestMatches.FirstOrDefault();
            throw new PartimeException(nearest is null ? exception.Message : $"{exception.Message}. Did you mean '{nearest}'?", exception);
        }
        catch (CommandParsingException exception)
        {
            throw new PartimeException($"{exception.Message}. See 'dotnet partime {exception.Command.Name} --help'.", exception);
        }
        return chosen;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>The command line as a whole. Parsing only finds out what to do; the caller does it.</summary>
internal static partial class CommandLine
{
    public const string VersionOption = "--version";

    /// <exception cref="PartimeException">The arguments are wrong.</exception>
    public static Func<CancellationToken, Task<int>> Parse(string[] args)
    {
        if (args is [CompleteCommand.Name, .. var words])
            return _ => Task.FromResult(CompleteCommand.Answer(words));
        Func<CancellationToken, Task<int>> chosen = _ => Task.FromResult(ExitCode.Ok);
        // The library writes hints about wrong arguments where it writes help. Held back until the arguments prove right.
        using var output = new StringWriter();
        using var app = Define(output, command => chosen = command, args.FirstOrDefault());
        try
        {
            using (PipeNotice.WhileReading(ResponseFiles.In(args)))
                app.Execute(ResponseFiles.Protect(args));
        }
        catch (CommandParsingException exception)
        {
            throw new PartimeException($"{Repetition(exception) ?? $"{exception.Message}.{Suggestion(exception, args)}"} See '{PlainHelp.FullName(exception.Command)} --help'.", exception);
        }
        if (output.GetStringBuilder().Length > 0)
            Terminal.Out().WriteText(output.ToString());
        return chosen;
    }

    /// <summary>All commands and options, or those of one command: defining the others would take as long as many commands themselves.</summary>
    /// <param name="output">Where help and hints are written.</param>
    /// <param name="choose">Told what to do, once the arguments are parsed.</param>
    /// <param name="first">The first argument. If it is the name of a command, only that command is defined.</param>
    public static CommandLineApplication Define(TextWriter output, Action<Func<CancellationToken, Task<int>>> choose, string? first = null)
    {
        var app = new CommandLineApplication(new PlainHelp(), new PlainConsole(output), CurrentFolder(), throwOnUnexpectedArg: true)
        {
            Name = "dotnet partime",
            Description = "Times the same work under different executors and says what each of them costs.",
            ResponseFileHandling = ResponseFileHandling.ParseArgsAsLineSeparated,
        };
        app.ValueParsers.ParseCulture = CultureInfo.InvariantCulture;
        app.HelpOption("-h|--help", inherited: true).Description = "Shows this help.";
        app.VersionOption(VersionOption, () => ToolVersion.Text).Description = "Shows the version.";
        DefineCommands(app, choose, first);
        if (app.Commands.Count == 0)
            DefineCommands(app, choose, only: null);
        app.OnExecute(() =>
        {
            app.ShowHelp();
            return ExitCode.Ok;
        });
        return app;
    }

    private static void DefineCommands(CommandLineApplication app, Action<Func<CancellationToken, Task<int>>> choose, string? only)
    {
        Define("run", RunOptions.Define);
        Define("advise", AdviseOptions.Define);
        Define("report", ReportCommand.Define);
        Define("compare", CompareCommand.Define);
        Define("predict", PredictCommand.Define);
        Define("doctor", DoctorCommand.Define);
        Define("tutorial", TutorialCommand.Define);
        Define(ListCommand.Name, ListCommand.Define);
        Define("describe", DescribeCommand.Define);
        Define("plugin", PluginCommand.Define);
        Define("cluster", ClusterCommand.Define);
        Define("node", NodeCommand.Define);
        Define("docs", DocsCommand.Define);
        Define("completion", CompletionCommand.Define);

        void Define(string name, Action<CommandLineApplication, Action<Func<CancellationToken, Task<int>>>> define)
        {
            if (only is null || only == name)
                // The default is by the culture, which is compiled at every start.
                app.Command(name, command => define(command, choose)).OptionsComparison = StringComparison.Ordinal;
        }
    }

    private static string CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException exception)
        {
            throw new PartimeException("The current folder does not exist any more: change to another.", exception);
        }
    }

    /// <summary>A value too many; the library says of it only that it is unexpected.</summary>
    private static string? Repetition(CommandParsingException exception) =>
        exception.Command.GetOptions().FirstOrDefault(option => option is { OptionType: CommandOptionType.SingleValue, Values.Count: > 0 }
            && UnexpectedValue().Match(exception.Message) is { Success: true } match && match.Groups["name"].Value is var name && (name == option.LongName || name == option.ShortName)) is { } twice
            ? $"--{twice.LongName} was given twice: leave one of them out."
            : null;

    [GeneratedRegex("^Unexpected value '.*' for option '(?<name>[^']*)'$", RegexOptions.Singleline)]
    private static partial Regex UnexpectedValue();

    /// <summary>The nearest command or option. Behind a command the library would offer options for stray words as well.</summary>
    private static string Suggestion(CommandParsingException exception, string[] args)
    {
        // A response file cannot be read.
        if (exception.InnerException is IOException or UnauthorizedAccessException)
            return $" {exception.InnerException.Message}";
        var isRoot = exception.Command.Parent is null;
        if (isRoot && args is [var first, ..] && Catalog.OpenBundled().Workloads.Any(workload => workload.Name == first))
            return $" Did you mean 'run {first}'?";
        if (exception is not UnrecognizedCommandParsingException { NearestMatches: var names })
            return "";
        // The library takes names for near that are not, options for commands, and commands for options.
        var nearest = Nearest.Find(exception.Message.Split('\'')[1].TrimStart('-'), names);
        var isOption = exception.Message.Contains("option", StringComparison.Ordinal) && !exception.Message.Contains("argument", StringComparison.Ordinal);
        return exception.Command.Commands.Any(command => command.Name == nearest) ? $" Did you mean '{nearest}'?"
            : isOption && nearest is not null ? $" Did you mean '--{nearest}'?"
            : isOption && args is ["run" or "advise", ..] && args.Contains("command") && !args.Contains("--") ? " If it belongs to the program, write the program and its words behind '--'."
            : "";
    }
}

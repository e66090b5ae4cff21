using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>Defines options, and reads those that are numbers, durations and percentages.</summary>
internal static class Options
{
    public const int MaxNumber = 1_000_000_000;

    /// <summary>An option with one value.</summary>
    public static CommandOption One(this CommandLineApplication command, string template, string description) =>
        command.Option(template, description, CommandOptionType.SingleValue);

    /// <summary>An option that can be given several times.</summary>
    public static CommandOption Many(this CommandLineApplication command, string template, string description) =>
        command.Option(template, description, CommandOptionType.MultipleValue);

    /// <summary>An option without a value.</summary>
    public static CommandOption Flag(this CommandLineApplication command, string template, string description) =>
        command.Option(template, description, CommandOptionType.NoValue);

    /// <summary>An option of another command, to say why this one does not take it.</summary>
    public static CommandOption Hidden(this CommandLineApplication command, string template)
    {
        var option = command.One(template, "").Takes("TEXT");
        option.ShowInHelpText = false;
        return option;
    }

    /// <summary>The option for what a command lacks, as the rooms below know none. A sentence that follows others.</summary>
    public static string For(Argument? lacking) => lacking switch
    {
        Argument.Inputs => " The option is --inputs, as in '-i 1,2,3' or '-i @FILE'.",
        Argument.Plugin => " The option is --plugin PATH.",
        Argument.Setting => " The option is --set NAME=VALUE.",
        Argument.ExecutorSetting => " The option is --executor-set EXECUTOR.NAME=VALUE.",
        Argument.Workers => " The option is --workers.",
        _ => "",
    };

    /// <summary>The differences that do not matter, for every command that finds any.</summary>
    public static CommandOption Band(this CommandLineApplication command) =>
        command.One("--band <PERCENT>", "Differences within this band do not matter and are never reported as faster or slower. Default: 1%.");

    public static CommandOption Baseline(this CommandLineApplication command) =>
        command.One("--baseline", "What to compare with: serial, first (the first configuration), an executor, a configuration such as 'threads x 2', a variant such as codec=Gzip, or both: 'codec=Gzip under threads x 2'. Default: serial, and of variants the first.").Takes("first|EXECUTOR|NAME");

    public static CommandOption SameResults(this CommandLineApplication command) =>
        command.Flag("--same-results", "Compare the results of variants with each other, too, and exit with 3 if they differ.");

    public static CommandOption Vary(this CommandLineApplication command, string purpose) =>
        command.Many("--vary", $"An option of the workload with several values, {purpose}. Repeatable: every combination.").Takes("KEY=V1,V2");

    public static CommandOption Html(this CommandLineApplication command) =>
        command.One("--html <FILE>", "Write a page with pictures that opens in any browser, without a network; '-' is standard output.");

    public static CommandOption Quiet(this CommandLineApplication command) =>
        command.Flag("-q|--quiet", "Write the outputs that were asked for, show what went wrong, and nothing else.");

    public static CommandOption Columns(this CommandLineApplication command, string file) =>
        command.Many("--columns", $"The columns of {file}: names, loss_* for all that begin so, or all. Default: all in a file, the first 12 on standard output.").Takes("NAME|all,...");

    public static CommandOption Xlsx(this CommandLineApplication command) =>
        command.One("--xlsx <FILE>", "Write a workbook for Excel and LibreOffice: the answer, and sheets of the summary, the runs and the tasks; '-' is standard output.");

    /// <summary>How much to show, once the arguments are parsed.</summary>
    public static Func<Verbosity> Verbosity(this CommandLineApplication command)
    {
        var (quiet, verbose) = (command.Quiet(), command.Flag("-v|--verbose", "Show more: the parts of the time, the tasks under way, all remarks, and the stack traces of plugins that fail."));
        return () => !quiet.HasValue() ? (Message.ShowsStacks = verbose.HasValue()) ? Reporting.Verbosity.Verbose : Reporting.Verbosity.Normal
            : verbose.HasValue() ? throw new PartimeException("--quiet and --verbose contradict each other: leave one of them out.") : Reporting.Verbosity.Quiet;
    }

    public static CommandOption Trace(this CommandLineApplication command) =>
        command.One("--trace <FILE>", "Write every task on the track of its worker, for Perfetto, speedscope and other viewers of Chrome traces; '-' is standard output.");

    public static CommandOption Seed(this CommandLineApplication command) =>
        command.One("--seed <N>", "Determines the random order within every round: the same seed, the same order. Default: random.");

    public static Scale ParseScale(this CommandOption option) => option.Value() switch
    {
        null or "strong" => Scale.Strong,
        "weak" => Scale.Weak,
        var text => throw new PartimeException($"--scale {text} is neither 'strong' nor 'weak'."),
    };

    public static long? ParseSeed(this CommandOption option) => option.HasValue() ? option.ParseNumber(min: 0, defaultValue: 0) : null;

    public static EquivalenceBand ParseBand(this CommandOption option) =>
        option.Value() is { } text ? new EquivalenceBand(Percentage.Parse("--band", text, 0, 1)) : EquivalenceBand.Default;

    public static int ParseNumber(this CommandOption option, int min, int defaultValue, int max = MaxNumber)
    {
        if (option.Value() is not { } text)
            return defaultValue;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new PartimeException($"--{option.LongName} {text} is not a whole number from {min} to {max:N0}.");
    }

    public static TimeSpan? ParseDuration(this CommandOption option) =>
        option.Value() is not { } text ? null
        : Duration.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration
        : throw new PartimeException($"--{option.LongName} {text} must be a positive duration, such as {Duration.Examples}.");

    /// <summary>The parts of comma-separated lists.</summary>
    public static IReadOnlyList<string> Parts(this CommandOption option) =>
        [.. option.Values.OfType<string>().SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries))];

    /// <summary>A path in full, so that it stays the same when a plugin's code changes the current folder. By all its names, standard output is kept for the data.</summary>
    public static string? FullPath(this CommandOption option) =>
        option.Value()?.Contains('\ufffd') == true ? throw new PartimeException($"--{option.LongName} {option.Value()} has bytes that are no UTF-8: choose another name.")
        : option.Value() is not { } path || path is "" or OutputFile.StandardOutputPath || path.Contains('\0') ? option.Value()
        : path is "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" ? OutputFile.StandardOutputPath
        : Path.GetFullPath(path);
}

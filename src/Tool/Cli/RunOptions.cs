using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>The options of <c>run</c>, in the order of its help.</summary>
internal sealed class RunOptions(CommandLineApplication command)
{
    private readonly WorkOptions work = new(command, "run", "serial,threads,process-pool", "one per task up to 8 tasks, else auto; 'process': tasks", "1; 'pool-map': pool");
    private readonly CommandOption vary = command.Vary("each measured as a variant and compared with the first; or tasks=N1,N2: from how many tasks on parallel execution pays");
    private readonly CommandOption scale = command.One("--scale", "strong: the same tasks for any number of workers; weak: the inputs are those of one worker, and W workers run each of them W times. Default: strong.").Takes("strong|weak");
    private readonly CommandOption rounds = command.One("--rounds", "How many times to measure every configuration: a number, or auto (at least 3, until --precision or --budget is reached). Default: auto.").Takes("N|auto");
    private readonly CommandOption precision = command.One("--precision <PERCENT>", "With --rounds auto, the target half-width of each median's 95% confidence interval. Default: 2.5%.");
    private readonly CommandOption budget = command.One("--budget <DURATION>", "With --rounds auto, how much time to measure, warm-ups not included. Three rounds may exceed it, or the first alone. Default: 30s.");
    private readonly CommandOption warmup = command.One("--warmup <N>", "Warm-up rounds before the measured ones; they are recorded but left out of all statistics. Default: 0.");
    private readonly CommandOption seed = command.Seed();
    private readonly CommandOption band = command.Band();
    private readonly CommandOption baseline = command.Baseline();
    private readonly CommandOption sameResults = command.SameResults();
    private readonly CommandOption runsCsv = command.One("--csv <FILE>", "Write a row per run; '-' is standard output.");
    private readonly CommandOption tasksCsv = command.One("--tasks-csv <FILE>", "Write a row per task; '-' is standard output.");
    private readonly CommandOption json = command.One("--json <FILE>", "Write everything about the session as JSON: plan, plugins with the hashes of their files, runs; '-' is standard output.");
    private readonly CommandOption summaryCsv = command.One("--summary-csv <FILE>", "Write a row per configuration with its statistics; '-' is standard output.");
    private readonly CommandOption markdown = command.One("--markdown <FILE>", "Write the table as Markdown; '-' is standard output.");
    private readonly CommandOption trace = command.Trace();
    private readonly CommandOption hyperfine = command.One("--hyperfine-json <FILE>", "Write the times as hyperfine exports them, for tools that read its JSON; '-' is standard output.");
    private readonly CommandOption html = command.Html();
    private readonly CommandOption xlsx = command.Xlsx();
    private readonly CommandOption columns = command.Columns("the runs CSV, or of the only other CSV");
    private readonly CommandOption excel = command.Flag("--excel", "Write CSV for Excel: with a byte order mark and CR LF.");
    private readonly CommandOption append = command.Flag("--append", "Append to existing CSV files; headers must match.");
    private readonly CommandOption resume = command.One("--resume <FILE>", "Continue the session in this runs CSV, with the same arguments: finished runs are kept, the others are measured into the same file.");
    private readonly CommandOption dryRun = command.Flag("--dry-run", "Show what would run, and stop.");
    private readonly Func<Verbosity> verbosity = command.Verbosity();

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.AllowArgumentSeparator = true;
        command.Description = "Runs a workload over inputs under each executor and times it.";
        var options = new RunOptions(command);
        command.OnExecute(() =>
        {
            choose(new RunCommand(options.ToRequest(), options.verbosity(), options.dryRun.HasValue()).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    public SessionRequest ToRequest() => work.ToRequest() with
    {
        Varied = [.. vary.Values.OfType<string>().Select(VariedOption.Parse)],
        Scale = scale.ParseScale(),
        Rounds = RoundsSpec.Parse(rounds.Value(), precision.Value(), budget.Value()),
        Warmup = warmup.ParseNumber(min: 0, defaultValue: 0),
        Seed = seed.ParseSeed(),
        Band = band.ParseBand(),
        Baseline = baseline.Value(),
        SameResults = sameResults.HasValue(),
        Outputs = ToOutputs(),
        Resume = resume.FullPath(),
    };

    private Outputs ToOutputs()
    {
        RequireAlone(resume.Value());
        var named = new Outputs(resume.FullPath() ?? runsCsv.FullPath(), tasksCsv.FullPath(), excel.HasValue())
        {
            Columns = columns.Parts(),
            Append = append.HasValue(),
            Json = json.FullPath(),
            SummaryCsv = summaryCsv.FullPath(),
            Markdown = markdown.FullPath(),
            Trace = trace.FullPath(),
            Hyperfine = hyperfine.FullPath(),
            Html = html.FullPath(),
            Xlsx = xlsx.FullPath(),
        };
        return Console.IsOutputRedirected && named.NameNone ? named with { RunsCsv = OutputFile.StandardOutputPath } : named;
    }

    /// <summary>A session that continues goes on in its file, and in no other.</summary>
    private void RequireAlone(string? resumed)
    {
        if (resumed is null)
            return;
        if (((CommandOption[])[runsCsv, tasksCsv, json, trace, hyperfine]).FirstOrDefault(output => output.HasValue()) is { } other)
            throw new PartimeException($"--resume {resumed} goes on in that file and writes no other: leave --{other.LongName} out.");
        if (append.HasValue() || columns.HasValue())
            throw new PartimeException($"--resume {resumed} continues the session in that file with its columns, and --{(append.HasValue() ? append : columns).LongName} does not: leave one of them out.");
        if (resumed is "" or OutputFile.StandardOutputPath)
            throw new PartimeException("--resume needs a file that 'run --csv' has written.");
    }
}

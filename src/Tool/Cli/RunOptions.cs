using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>The options of <c>run</c>.</summary>
internal static class RunOptions
{
    /// <summary>The board counts attempts in a byte, and whoever needs more has another problem.</summary>
    private const int MostRetries = 100;

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Runs a workload over inputs under one executor after the other and times it.";
        command.ExtendedHelpText = HelpTexts.Run;
        var workload = command.Argument("WORKLOAD", "What to run; see 'dotnet partime list'.");
        var inputs = command.Option("-i|--inputs", "The inputs, see below; repeatable. Default: the workload's sample inputs.", CommandOptionType.MultipleValue).Takes("SPEC|@FILE");
        var times = command.Option("--times <N>", "Run every input N times. Default: 1.", CommandOptionType.SingleValue);
        var executors = command.Option("-e|--executor", "Executors, or 'all'; repeatable. Default: serial,threads,process-pool.", CommandOptionType.MultipleValue).Takes("EXECUTOR|all,...");
        var workers = command.Option("-w|--workers", "How many workers: 2, 1,2,4, 1..9 (1 to 8), auto (the CPUs), tasks (one each, up to 64). Default: one per task up to 8 tasks, else auto; 'process': tasks.", CommandOptionType.MultipleValue).Takes("N|auto|tasks,...");
        var chunkSize = command.Option("--chunk-size", "How many consecutive tasks a worker claims at once: numbers, pool (about tasks / 4W), or auto (what takes 3 ms). Default: 1; 'pool-map': pool.", CommandOptionType.MultipleValue).Takes("N|pool|auto,...");
        var rounds = command.Option("--rounds", "How often everything is measured: a number, or auto (3 times or more, until --precision or --budget is reached). Default: auto.", CommandOptionType.SingleValue).Takes("N|auto");
        var precision = command.Option("--precision <PERCENT>", "With --rounds auto, how far the 95 % interval of every median may reach from it. Default: 2.5%.", CommandOptionType.SingleValue);
        var budget = command.Option("--budget <DURATION>", "With --rounds auto, how much time may be measured, without warm-ups. Three rounds may exceed it, or the first alone. Default: 30s.", CommandOptionType.SingleValue);
        var warmup = command.Option("--warmup <N>", "How many rounds to run before those that count; they are recorded, and in no statistics. Default: 0.", CommandOptionType.SingleValue);
        var seed = command.Option("--seed <N>", "A number that the random order within every round follows from: the same seed, the same order. Default: any.", CommandOptionType.SingleValue);
        var band = command.Option("--band <PERCENT>", "How far a speed-up may be from 1 without mattering; within this band none is claimed. Default: 1%.", CommandOptionType.SingleValue);
        var pool = command.Option("--pool", "cold: the times include making and ending the workers; warm: they do not. Default: cold.", CommandOptionType.SingleValue).Takes("cold|warm");
        var isolate = command.Option("--isolate", "Give each run a fresh process, also under executors without worker processes (Linux).", CommandOptionType.NoValue);
        var timeout = command.Option("--timeout <DURATION>", "How long a task may take, such as 500ms or 5s. Only worker processes can be stopped. Default: any time.", CommandOptionType.SingleValue);
        var retries = command.Option("--retries <N>", "How often a failed task is tried again, up to 100. Default: 0.", CommandOptionType.SingleValue);
        var failFast = command.Option("--fail-fast", "Start no more tasks and runs once a task has failed.", CommandOptionType.NoValue);
        var maxTasks = command.Option("--max-tasks-per-worker <N>", "Replace a worker process after N tasks. Default: never.", CommandOptionType.SingleValue);
        var settings = command.Option("--set", "An option of the workload; repeatable. See 'dotnet partime describe'.", CommandOptionType.MultipleValue).Takes("KEY=VALUE");
        var executorSettings = command.Option("--executor-set", "An option of an executor; repeatable. See 'dotnet partime describe'.", CommandOptionType.MultipleValue).Takes("EXECUTOR.KEY=VALUE");
        var plugins = PluginOption.Define(command);
        var pluginLock = PluginOption.DefineLock(command, "Run no plugins but those that this lock file names, byte for byte; see 'plugin lock'.");
        var runsCsv = command.Option("--csv <FILE>", "Write a row per run; '-' is standard output.", CommandOptionType.SingleValue);
        var tasksCsv = command.Option("--tasks-csv <FILE>", "Write a row per task; '-' is standard output.", CommandOptionType.SingleValue);
        var json = command.Option("--json <FILE>", "Write all about the session as JSON: plan, plugins with the hashes of their files, runs; '-' is standard output.", CommandOptionType.SingleValue);
        var summaryCsv = command.Option("--summary-csv <FILE>", "Write a row per configuration with its statistics; '-' is standard output.", CommandOptionType.SingleValue);
        var markdown = command.Option("--markdown <FILE>", "Write the table as Markdown, to paste into an issue; '-' is standard output.", CommandOptionType.SingleValue);
        var excel = command.Option("--excel", "Write CSV as Excel wants it: with a byte order mark and CR LF.", CommandOptionType.NoValue);
        var append = command.Option("--append", "Put the rows of --csv and --tasks-csv behind those that are in the files, if their header fits.", CommandOptionType.NoValue);
        var resume = command.Option("--resume <FILE>", "Continue the session whose runs CSV this is, with the arguments of then: finished runs are kept, the others are measured into the same file.", CommandOptionType.SingleValue);
        var dryRun = command.Option("--dry-run", "Show what would be run, and stop.", CommandOptionType.NoValue);
        var quiet = command.Option("-q|--quiet", "Show no table and no progress, only what went wrong.", CommandOptionType.NoValue);

        command.OnExecute(() =>
        {
            var selection = new RunSelection
            {
                Workload = workload.Value ?? throw new PartimeException("Which workload? Write 'dotnet partime run NAME'; 'dotnet partime list' shows the names."),
                Inputs = inputs.Values,
                Times = WholeNumber.Parse(times, least: 1, usual: 1),
                Executors = executors.Values,
                Workers = WorkerSpec.ParseList(workers.Values.OfType<string>()),
                ChunkSizes = ChunkSpec.ParseList(chunkSize.Values.OfType<string>()),
                Rounds = RoundsSpec.Parse(rounds.Value(), precision.Value(), budget.Value()),
                Seed = seed.HasValue() ? WholeNumber.Parse(seed, least: 0, usual: 0) : null,
                Band = BandOption.Parse(band),
                Warmup = WholeNumber.Parse(warmup, least: 0, usual: 0),
                Rules = new TaskRules
                {
                    Timeout = timeout.Value() is { } limit ? TimeoutFrom(limit) : null,
                    Retries = WholeNumber.Parse(retries, least: 0, usual: 0, most: MostRetries),
                    FailFast = failFast.HasValue(),
                    MaxTasksPerWorker = WholeNumber.Parse(maxTasks, least: 1, usual: 0),
                },
                IsWarm = IsWarm(pool.Value()),
                Isolate = isolate.HasValue(),
                Settings = settings.Values,
                ExecutorSettings = executorSettings.Values,
                Plugins = plugins.Values,
                PluginLock = pluginLock.Value(),
                Outputs = OutputsFrom(resume.Value(), new Outputs(runsCsv.Value(), tasksCsv.Value(), excel.HasValue())
                {
                    Append = append.HasValue(),
                    Json = json.Value(),
                    SummaryCsv = summaryCsv.Value(),
                    Markdown = markdown.Value(),
                }),
                Resume = Full(resume.Value()),
                DryRun = dryRun.HasValue(),
                Quiet = quiet.HasValue(),
            };
            choose(new RunCommand(selection).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private static TimeSpan TimeoutFrom(string text) =>
        Duration.TryParse(text, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new PartimeException($"--timeout {text} is not a duration longer than nothing, such as {Duration.Examples}.");

    private static bool IsWarm(string? pool) => pool switch
    {
        null or Scenario.ColdPool => false,
        Scenario.WarmPool => true,
        _ => throw new PartimeException($"--pool {pool} is neither 'cold' nor 'warm'."),
    };

    private static Outputs OutputsFrom(string? resume, Outputs named)
    {
        if (resume is not null && (named.RunsCsv ?? named.TasksCsv ?? named.Json) is not null)
            throw new PartimeException($"--resume {resume} goes on in that file, and leaves no place for {(named.RunsCsv is not null ? "--csv" : named.TasksCsv is not null ? "--tasks-csv" : "--json")}: leave it out.");
        if (resume is not null && named.Append)
            throw new PartimeException($"--resume {resume} goes on with the session in that file, and --append begins another: leave one of them out.");
        if (resume is "" or OutputFile.StandardOutputPath)
            throw new PartimeException("--resume needs a file that 'run --csv' has written.");
        named = named with { RunsCsv = resume ?? named.RunsCsv };
        var isForPipe = Console.IsOutputRedirected && named.NameNone;
        return named with
        {
            RunsCsv = isForPipe ? OutputFile.StandardOutputPath : Full(named.RunsCsv),
            TasksCsv = Full(named.TasksCsv),
            Json = Full(named.Json),
            SummaryCsv = Full(named.SummaryCsv),
            Markdown = Full(named.Markdown),
        };
    }

    /// <summary>Settled before any plugin's code could change the current directory.</summary>
    private static string? Full(string? path) =>
        path is null or "" or OutputFile.StandardOutputPath || path.Contains('\0') ? path : Path.GetFullPath(path);
}

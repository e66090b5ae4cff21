using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Execution;
using Partime.Tool.Files;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>The options of <c>run</c>, in the order of its help.</summary>
internal sealed class RunOptions(CommandLineApplication command)
{
    /// <summary>The board counts attempts in a byte.</summary>
    private const int MaxRetries = 100;

    private readonly CommandArgument workload = command.Argument("WORKLOAD", "The workload to run; 'dotnet partime list' shows them.");
    private readonly CommandOption inputs = command.Many("-i|--inputs", "The inputs, see below; repeatable. Default: the workload's sample inputs.").Takes("SPEC|@FILE");
    private readonly CommandOption times = command.One("--times <N>", "Run every input N times. Default: 1.");
    private readonly CommandOption executors = command.Many("-e|--executor", "Executors, or 'all'; repeatable. Default: serial,threads,process-pool.").Takes("EXECUTOR|all,...");
    private readonly CommandOption workers = command.Many("-w|--workers", "Numbers of workers: 2, 1,2,4, 1..9 (1 to 8), auto (the CPUs), tasks (one each, up to 64). Default: one per task up to 8 tasks, else auto; 'process': tasks.").Takes("N|auto|tasks,...");
    private readonly CommandOption chunkSize = command.Many("--chunk-size", "How many consecutive tasks a worker claims at once: numbers, pool (about tasks / 4W), or auto (as many as take 3 ms). Default: 1; 'pool-map': pool.").Takes("N|pool|auto,...");
    private readonly CommandOption rounds = command.One("--rounds", "How many times to measure every configuration: a number, or auto (at least 3, until --precision or --budget is reached). Default: auto.").Takes("N|auto");
    private readonly CommandOption precision = command.One("--precision <PERCENT>", "With --rounds auto, the target half-width of each median's 95 % confidence interval. Default: 2.5%.");
    private readonly CommandOption budget = command.One("--budget <DURATION>", "With --rounds auto, how much time to measure, warm-ups not included. Three rounds may exceed it, or the first alone. Default: 30s.");
    private readonly CommandOption warmup = command.One("--warmup <N>", "Warm-up rounds before the measured ones; they are recorded but left out of all statistics. Default: 0.");
    private readonly CommandOption seed = command.One("--seed <N>", "Determines the random order within every round: the same seed, the same order. Default: random.");
    private readonly CommandOption band = command.Band();
    private readonly CommandOption pool = command.One("--pool", "cold: times include starting and stopping the workers; warm: they do not. Default: cold.").Takes("cold|warm");
    private readonly CommandOption isolate = command.Flag("--isolate", "Give every run a fresh process, also under executors without worker processes (Linux).");
    private readonly CommandOption timeout = command.One("--timeout <DURATION>", "The longest a task may take, such as 500ms or 5s. Only worker processes can be stopped. Default: no limit.");
    private readonly CommandOption retries = command.One("--retries <N>", "How many times to retry a failed task, up to 100. Default: 0.");
    private readonly CommandOption failFast = command.Flag("--fail-fast", "Start no more tasks and runs after the first failed task.");
    private readonly CommandOption maxTasks = command.One("--max-tasks-per-worker <N>", "Replace a worker process after N tasks. Default: never.");
    private readonly CommandOption settings = command.Many("--set", "An option of the workload; repeatable. See 'dotnet partime describe'.").Takes("KEY=VALUE");
    private readonly CommandOption executorSettings = command.Many("--executor-set", "An option of an executor; repeatable. See 'dotnet partime describe'.").Takes("EXECUTOR.KEY=VALUE");
    private readonly CommandOption plugins = PluginOption.Define(command);
    private readonly CommandOption pluginLock = PluginOption.DefineLock(command, "Allow only the plugins in this lock file, byte for byte; see 'plugin lock'.");
    private readonly CommandOption runsCsv = command.One("--csv <FILE>", "Write a row per run; '-' is standard output.");
    private readonly CommandOption tasksCsv = command.One("--tasks-csv <FILE>", "Write a row per task; '-' is standard output.");
    private readonly CommandOption json = command.One("--json <FILE>", "Write everything about the session as JSON: plan, plugins with the hashes of their files, runs; '-' is standard output.");
    private readonly CommandOption summaryCsv = command.One("--summary-csv <FILE>", "Write a row per configuration with its statistics; '-' is standard output.");
    private readonly CommandOption markdown = command.One("--markdown <FILE>", "Write the table as Markdown; '-' is standard output.");
    private readonly CommandOption excel = command.Flag("--excel", "Write CSV for Excel: with a byte order mark and CR LF.");
    private readonly CommandOption append = command.Flag("--append", "Append to existing CSV files; headers must match.");
    private readonly CommandOption resume = command.One("--resume <FILE>", "Continue the session in this runs CSV, with the same arguments: finished runs are kept, the others are measured into the same file.");
    private readonly CommandOption dryRun = command.Flag("--dry-run", "Show what would run, and stop.");
    private readonly CommandOption quiet = command.Flag("-q|--quiet", "Show no table and no progress, only what went wrong.");

    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Runs a workload over inputs under each executor and times it.";
        command.ExtendedHelpText = HelpTexts.Run;
        var options = new RunOptions(command);
        command.OnExecute(() =>
        {
            choose(new RunCommand(options.ToRequest(), options.dryRun.HasValue(), options.quiet.HasValue()).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private SessionRequest ToRequest() => new()
    {
        Workload = workload.Value ?? throw new PartimeException("Which workload? Write 'dotnet partime run NAME'; 'dotnet partime list' shows the names."),
        Inputs = [.. inputs.Values.OfType<string>()],
        Times = times.ParseNumber(min: 1, defaultValue: 1),
        Executors = executors.Parts(),
        Workers = WorkerSpec.ParseList(workers.Values.OfType<string>()),
        ChunkSizes = ChunkSpec.ParseList(chunkSize.Values.OfType<string>()),
        Rounds = RoundsSpec.Parse(rounds.Value(), precision.Value(), budget.Value()),
        Warmup = warmup.ParseNumber(min: 0, defaultValue: 0),
        Seed = seed.HasValue() ? seed.ParseNumber(min: 0, defaultValue: 0) : null,
        Band = band.ParseBand(),
        Rules = new TaskRules
        {
            Timeout = timeout.ParseDuration(),
            Retries = retries.ParseNumber(min: 0, defaultValue: 0, MaxRetries),
            FailFast = failFast.HasValue(),
            MaxTasksPerWorker = maxTasks.ParseNumber(min: 1, defaultValue: 0),
        },
        IsWarm = IsWarm(pool.Value()),
        Isolate = isolate.HasValue(),
        Settings = [.. settings.Values.OfType<string>().Select(Setting.Parse)],
        ExecutorSettings = [.. executorSettings.Values.OfType<string>().Select(ExecutorSetting.Parse)],
        Plugins = [.. plugins.Values.OfType<string>()],
        PluginLock = pluginLock.Value(),
        Outputs = ToOutputs(),
        Resume = resume.FullPath(),
        CommandLine = (workload, executors) => RedactedCommandLine.For(workload, executors).Of(Environment.GetCommandLineArgs()[1..]),
    };

    private static bool IsWarm(string? pool) => pool switch
    {
        null or "cold" => false,
        "warm" => true,
        _ => throw new PartimeException($"--pool {pool} is neither 'cold' nor 'warm'."),
    };

    private Outputs ToOutputs()
    {
        RequireAlone(resume.Value());
        var named = new Outputs(resume.FullPath() ?? runsCsv.FullPath(), tasksCsv.FullPath(), excel.HasValue())
        {
            Append = append.HasValue(),
            Json = json.FullPath(),
            SummaryCsv = summaryCsv.FullPath(),
            Markdown = markdown.FullPath(),
        };
        return Console.IsOutputRedirected && named.NameNone ? named with { RunsCsv = OutputFile.StandardOutputPath } : named;
    }

    /// <summary>A session that continues goes on in its file, and in no other.</summary>
    private void RequireAlone(string? resumed)
    {
        if (resumed is null)
            return;
        if (((CommandOption[])[runsCsv, tasksCsv, json]).FirstOrDefault(output => output.HasValue()) is { } other)
            throw new PartimeException($"--resume {resumed} writes to that file, and --{other.LongName} to another: leave it out.");
        if (append.HasValue())
            throw new PartimeException($"--resume {resumed} continues the session in that file, and --append starts another: leave one of them out.");
        if (resumed is "" or OutputFile.StandardOutputPath)
            throw new PartimeException("--resume needs a file that 'run --csv' has written.");
    }
}

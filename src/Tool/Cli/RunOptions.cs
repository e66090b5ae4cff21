using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Execution;
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
        var workload = command.Argument("workload", "What to run; see 'dotnet partime list'.");
        var inputs = command.Option("-i|--inputs <SPEC>", "The inputs, see below; repeatable. Default: the workload's sample inputs.", CommandOptionType.MultipleValue);
        var times = command.Option("--times <N>", "Run every input N times. Default: 1.", CommandOptionType.SingleValue);
        var executors = command.Option("-e|--executor <LIST>", "Executors, or 'all'; repeatable. Default: serial,threads,process-pool.", CommandOptionType.MultipleValue);
        var workers = command.Option("-w|--workers <LIST>", "How many workers: 2, 1,2,4, 1..9 (1 to 8), auto (the CPUs), tasks (one each, up to 64). Default: one per task up to 8 tasks, else auto; 'process': tasks.", CommandOptionType.MultipleValue);
        var chunkSize = command.Option("--chunk-size <N>", "How many consecutive tasks a worker claims at once: a number, pool (about tasks / 4W), or auto (what takes 3 ms). Default: 1; 'pool-map': pool.", CommandOptionType.SingleValue);
        var timeout = command.Option("--timeout <DURATION>", "How long a task may take, such as 500ms or 5s. Only worker processes can be stopped. Default: any time.", CommandOptionType.SingleValue);
        var retries = command.Option("--retries <N>", "How often a failed task is tried again, up to 100. Default: 0.", CommandOptionType.SingleValue);
        var failFast = command.Option("--fail-fast", "Start no more tasks and runs once a task has failed.", CommandOptionType.NoValue);
        var maxTasks = command.Option("--max-tasks-per-worker <N>", "Replace a worker process after N tasks. Default: never.", CommandOptionType.SingleValue);
        var pool = command.Option("--pool <STATE>", "cold: the times include making and ending the workers; warm: they do not. Default: cold.", CommandOptionType.SingleValue);
        var rounds = command.Option("--rounds <N>", "How often everything is measured. Default: 1.", CommandOptionType.SingleValue);
        var warmup = command.Option("--warmup <N>", "Rounds before that, recorded but not counted. Default: 0.", CommandOptionType.SingleValue);
        var settings = command.Option("--set <SETTING>", "An option of the workload as KEY=VALUE; repeatable. See 'dotnet partime describe'.", CommandOptionType.MultipleValue);
        var executorSettings = command.Option($"{ExecutorSetting.Flag} <SETTING>", "An option of an executor as EXECUTOR.KEY=VALUE; repeatable. See 'dotnet partime describe'.", CommandOptionType.MultipleValue);
        var plugins = PluginOption.Define(command);
        var runsCsv = command.Option("--csv <FILE>", "Write a row per run; '-' is standard output.", CommandOptionType.SingleValue);
        var tasksCsv = command.Option("--tasks-csv <FILE>", "Write a row per task; '-' is standard output.", CommandOptionType.SingleValue);
        var json = command.Option("--json <FILE>", "Write all about the session as JSON: plan, plugins with the hashes of their files, runs; '-' is standard output.", CommandOptionType.SingleValue);
        var excel = command.Option("--excel", "CSV as Excel wants it: with a byte order mark and CR LF.", CommandOptionType.NoValue);
        var dryRun = command.Option("--dry-run", "Show what would be run, and stop.", CommandOptionType.NoValue);
        var quiet = command.Option("-q|--quiet", "No table and no progress; only what went wrong.", CommandOptionType.NoValue);

        command.OnExecute(() =>
        {
            var selection = new RunSelection
            {
                Workload = workload.Value ?? throw new PartimeException("Which workload? Write 'dotnet partime run NAME'; 'dotnet partime list' shows the names."),
                Inputs = inputs.Values,
                Times = WholeNumber.Parse(times, least: 1, usual: 1),
                Executors = executors.Values,
                Workers = workers.Values,
                ChunkSize = chunkSize.Value() is { } size ? ChunkSpec.Parse(size) : null,
                Rounds = WholeNumber.Parse(rounds, least: 1, usual: 1),
                Warmup = WholeNumber.Parse(warmup, least: 0, usual: 0),
                Rules = new TaskRules
                {
                    Timeout = timeout.Value() is { } limit ? TimeoutFrom(limit) : null,
                    Retries = WholeNumber.Parse(retries, least: 0, usual: 0, most: MostRetries),
                    FailFast = failFast.HasValue(),
                    MaxTasksPerWorker = WholeNumber.Parse(maxTasks, least: 1, usual: 0),
                },
                IsWarm = IsWarm(pool.Value()),
                Settings = settings.Values,
                ExecutorSettings = executorSettings.Values,
                Plugins = plugins.Values,
                Outputs = OutputsFrom(runsCsv.Value(), tasksCsv.Value(), json.Value(), excel.HasValue()),
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
        null or "cold" => false,
        "warm" => true,
        _ => throw new PartimeException($"--pool {pool} is neither 'cold' nor 'warm'."),
    };

    private static Outputs OutputsFrom(string? runsCsv, string? tasksCsv, string? json, bool excel)
    {
        var isForPipe = Console.IsOutputRedirected && runsCsv is null && tasksCsv is null && json is null;
        return new Outputs(isForPipe ? OutputFile.StandardOutputPath : Full(runsCsv), Full(tasksCsv), excel) { Json = Full(json) };
    }

    /// <summary>Settled before any plugin's code could change the current directory.</summary>
    private static string? Full(string? path) =>
        path is null or "" or OutputFile.StandardOutputPath || path.Contains('\0') ? path : Path.GetFullPath(path);
}

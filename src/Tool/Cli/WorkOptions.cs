using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;

namespace Partime.Tool.Cli;

/// <summary>The options of all commands that run a workload: what to run, and how. In the order of their help.</summary>
/// <param name="command">The command.</param>
/// <param name="name">Its name.</param>
/// <param name="defaultExecutors">The executors that it runs by default.</param>
/// <param name="defaultWorkers">Their numbers of workers.</param>
/// <param name="defaultChunkSize">Their chunk size.</param>
internal sealed class WorkOptions(CommandLineApplication command, string name, string defaultExecutors, string defaultWorkers, string defaultChunkSize)
{
    /// <summary>The board counts attempts in a byte.</summary>
    private const int MaxRetries = 100;

    private const int MaxWarmTasks = 1_000_000;

    private readonly CommandArgument workload = command.Argument("WORKLOAD", "The workload to run, or several to compare; 'dotnet partime list' shows them.", multipleValues: true);
    private readonly CommandOption inputs = command.Many("-i|--inputs", "The inputs, see below; repeatable. Default: the workload's sample inputs.").Takes("SPEC|@FILE");
    private readonly CommandOption times = command.One("--times <N>", "Run every input N times. Default: 1.");
    private readonly CommandOption executors = command.Many("-e|--executor", $"Executors, or 'all'; repeatable. Default: {defaultExecutors}.").Takes("EXECUTOR|all,...");
    private readonly CommandOption workers = command.Many("-w|--workers", $"Numbers of workers: 2, 1,2,4, 1..9 (1 to 8), auto (the CPUs), tasks (one each, up to 64). Default: {defaultWorkers}.").Takes("N|auto|tasks,...");
    private readonly CommandOption chunkSize = command.Many("--chunk-size", $"How many consecutive tasks a worker claims at once: numbers, pool (about tasks / 4W), or auto (as many as take 3 ms). Default: {defaultChunkSize}.").Takes("N|pool|auto,...");
    private readonly CommandOption pool = command.One("--pool", "cold: the times include starting and stopping the workers; warm: each configuration keeps its workers, started before, over all rounds. Default: cold.").Takes("cold|warm");
    private readonly CommandOption warmTasks = command.One("--warm-tasks <N>", "With a warm pool, each worker runs N tasks that are not recorded before its first run. Default: 0.");
    private readonly CommandOption isolate = command.Flag("--isolate", "Give every run a fresh process, also under executors without worker processes (Linux).");
    private readonly CommandOption timeout = command.One("--timeout <DURATION>", "The longest a task may take, such as 500ms or 5s. Only worker processes can be stopped. Default: no limit.");
    private readonly CommandOption retries = command.One("--retries <N>", "How many times to retry a failed task, up to 100. Default: 0.");
    private readonly CommandOption failFast = command.Flag("--fail-fast", "Start no more tasks and runs after the first failed task.");
    private readonly CommandOption maxTasks = command.One("--max-tasks-per-worker <N>", "Replace a worker process after N tasks. Default: never.");
    private readonly CommandOption settings = command.Many("--set", "An option of the workload; repeatable. See 'dotnet partime describe'.").Takes("KEY=VALUE");
    private readonly CommandOption executorSettings = command.Many("--executor-set", "An option of an executor; repeatable. See 'dotnet partime describe'.").Takes("EXECUTOR.KEY=VALUE");
    private readonly CommandOption plugins = PluginOption.Define(command);
    private readonly CommandOption pluginLock = PluginOption.DefineLock(command, "Allow only the plugins in this lock file, byte for byte; see 'plugin lock'.");

    public SessionRequest ToRequest() => new()
    {
        Workload = workload.Values is [var first, ..] ? first! : throw new PartimeException($"Which workload? Write 'dotnet partime {name} NAME'; 'dotnet partime list' shows the names."),
        OtherWorkloads = [.. workload.Values.Skip(1).OfType<string>()],
        Words = command.RemainingArguments,
        Inputs = [.. inputs.Values.OfType<string>()],
        Times = times.ParseNumber(min: 1, defaultValue: 1),
        Executors = executors.Parts(),
        Workers = WorkerSpec.ParseList(workers.Values.OfType<string>()),
        ChunkSizes = ChunkSpec.ParseList(chunkSize.Values.OfType<string>()),
        Rules = new TaskRules
        {
            Timeout = timeout.ParseDuration(),
            Retries = retries.ParseNumber(min: 0, defaultValue: 0, MaxRetries),
            FailFast = failFast.HasValue(),
            MaxTasksPerWorker = maxTasks.ParseNumber(min: 1, defaultValue: 0),
            WarmTasks = IsWarm(pool.Value()) || !warmTasks.HasValue() ? warmTasks.ParseNumber(min: 0, defaultValue: 0, MaxWarmTasks)
                : throw new PartimeException("--warm-tasks needs --pool warm: the times of a cold pool include the start of the workers, and all that they do then."),
        },
        IsWarm = IsWarm(pool.Value()),
        Isolate = isolate.HasValue(),
        Settings = [.. settings.Values.OfType<string>().Select(Setting.Parse)],
        ExecutorSettings = [.. executorSettings.Values.OfType<string>().Select(ExecutorSetting.Parse)],
        Plugins = [.. plugins.Values.OfType<string>()],
        PluginLock = pluginLock.Value(),
        CommandLine = (workloads, executors) => RedactedCommandLine.For(workloads, executors).Of(Environment.GetCommandLineArgs()[1..]),
    };

    private static bool IsWarm(string? pool) => pool switch
    {
        null or "cold" => false,
        "warm" => true,
        _ => throw new PartimeException($"--pool {pool} is neither 'cold' nor 'warm'."),
    };
}

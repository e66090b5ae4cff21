using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>The options of <c>run</c>.</summary>
internal static class RunOptions
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Runs a workload over inputs under one executor after the other and times it.";
        command.ExtendedHelpText = HelpTexts.Run;
        var workload = command.Argument("workload", "What to run; see 'dotnet partime list'.");
        var inputs = command.Option("-i|--inputs <SPEC>", "The inputs, see below; repeatable. Default: the workload's sample inputs.", CommandOptionType.MultipleValue);
        var times = command.Option("--times <N>", "Run every input N times. Default: 1.", CommandOptionType.SingleValue);
        var executors = command.Option("-e|--executor <LIST>", "Executors, or 'all'; repeatable. Default: serial,threads,async.", CommandOptionType.MultipleValue);
        var workers = command.Option("-w|--workers <LIST>", "How many workers: 2, 1,2,4, 1..9 (1 to 8), auto (the CPUs). Default: one per task up to 8 tasks, else auto.", CommandOptionType.MultipleValue);
        var chunkSize = command.Option("--chunk-size <N>", "How many consecutive tasks a worker claims at once. Default: 1.", CommandOptionType.SingleValue);
        var rounds = command.Option("--rounds <N>", "How often everything is measured. Default: 1.", CommandOptionType.SingleValue);
        var warmup = command.Option("--warmup <N>", "Rounds before that, recorded but not counted. Default: 0.", CommandOptionType.SingleValue);
        var settings = command.Option("--set <SETTING>", "An option of the workload as KEY=VALUE; repeatable. See 'dotnet partime describe'.", CommandOptionType.MultipleValue);
        var plugins = PluginOption.Define(command);
        var runsCsv = command.Option("--csv <FILE>", "Write a row per run; '-' is standard output.", CommandOptionType.SingleValue);
        var tasksCsv = command.Option("--tasks-csv <FILE>", "Write a row per task; '-' is standard output.", CommandOptionType.SingleValue);
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
                ChunkSize = WholeNumber.Parse(chunkSize, least: 1, usual: 1),
                Rounds = WholeNumber.Parse(rounds, least: 1, usual: 1),
                Warmup = WholeNumber.Parse(warmup, least: 0, usual: 0),
                Settings = settings.Values,
                Plugins = plugins.Values,
                Outputs = OutputsFrom(runsCsv.Value(), tasksCsv.Value(), excel.HasValue()),
                DryRun = dryRun.HasValue(),
                Quiet = quiet.HasValue(),
            };
            choose(new RunCommand(selection).ExecuteAsync);
            return ExitCode.Ok;
        });
    }

    private static Outputs OutputsFrom(string? runsCsv, string? tasksCsv, bool excel)
    {
        var isForPipe = Console.IsOutputRedirected && runsCsv is null && tasksCsv is null;
        return new Outputs(isForPipe ? CsvFile.StandardOutputPath : Full(runsCsv), Full(tasksCsv), excel);
    }

    /// <summary>Settled before any plugin's code could change the current directory.</summary>
    private static string? Full(string? path) =>
        path is null or "" or CsvFile.StandardOutputPath || path.Contains('\0') ? path : Path.GetFullPath(path);
}

using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>predict</c>: how long the tasks of a serial run would take with several workers.</summary>
internal sealed record PredictCommand(string File, string? Session, IReadOnlyList<WorkerSpec> Workers, IReadOnlyList<ChunkSpec> Chunks, Outputs Outputs)
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Predicts from the task times of a serial run how long several workers would take.";
        var file = command.Argument("FILE", "A tasks CSV, as 'run --tasks-csv' writes it; '-' is standard input.");
        var workers = command.Many("-w|--workers", "Numbers of workers: 2, 1,2,4, 1..65 (1 to 64), auto (the CPUs), tasks (one each). Default: 1,2,4,8,16,32,64.").Takes("N|auto|tasks,...");
        var chunks = command.Many("--chunk-size", "Chunk sizes to predict besides single tasks, as for 'run': numbers, pool, or auto.").Takes("N|pool|auto,...");
        var session = command.One("--session <ID>", "The session whose tasks are replayed, if the file has several.");
        var csv = command.One("--csv <FILE>", "Write a row per number of workers and schedule; '-' is standard output.");
        var json = command.One("--json <FILE>", "Write the predictions as JSON; '-' is standard output.");
        command.OnExecute(() =>
        {
            var chosen = new PredictCommand(
                file.Value ?? throw new PartimeException("Which file? Write 'dotnet partime predict tasks.csv', naming what 'run --tasks-csv' has written."),
                session.Value(),
                WorkerSpec.ParseList(workers.HasValue() ? workers.Values.OfType<string>() : ["1,2,4,8,16,32,64"]),
                ChunkSpec.ParseList(chunks.Values.OfType<string>()),
                new Outputs(csv.Value(), null, Excel: false) { Json = json.Value() });
            choose(_ => Task.FromResult(chosen.Execute()));
            return ExitCode.Ok;
        });
    }

    private int Execute()
    {
        InputFiles.EnsureApart([File], Outputs);
        var file = TasksReader.Read(File);
        var log = SerialLog.Choose(file.Name, file.Runs, Session);
        int[] workers = [.. Workers.Select(spec => spec.For(log.Tasks, Environment.ProcessorCount)).Distinct().Order()];
        var found = Predictions.Of([.. log.Rounds.Select(round => round.Seconds)], workers, Schedule.All(Chunks));
        string[] remarks = [.. new[] { file.Remark }.OfType<string>(), .. PredictionText.Remarks(log)];
        var report = new PredictionReport(log, found, Environment.ProcessorCount, remarks);
        report.Write(Outputs);
        report.Show(Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out());
        Message.WriteAll(remarks);
        return ExitCode.Ok;
    }
}

using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary><c>report</c>: the summary of runs CSV files.</summary>
internal sealed record ReportCommand(IReadOnlyList<string> Files, EquivalenceBand Band, string? Baseline, bool SameResults, Outputs Outputs, Verbosity Verbosity)
{
    public static void Define(CommandLineApplication command, Action<Func<CancellationToken, Task<int>>> choose)
    {
        command.Description = "Computes the summary from runs CSV files.";
        var files = command.Argument("FILE", "Runs CSVs, as 'run --csv' writes them, and for --html, --xlsx and --trace tasks CSVs; '-' is standard input.", multipleValues: true);
        var (band, baseline, sameResults) = (command.Band(), command.Baseline(), command.SameResults());
        var summaryCsv = command.One("--summary-csv <FILE>", "Write a row per configuration with its statistics; '-' is standard output.");
        var markdown = command.One("--markdown <FILE>", "Write the tables as Markdown; '-' is standard output.");
        var json = command.One("--json <FILE>", "Write the statistics as JSON; '-' is standard output.");
        var (html, xlsx, trace, columns) = (command.Html(), command.Xlsx(), command.Trace(), command.Columns("the summary CSV"));
        var (excel, verbosity) = (command.Flag("--excel", "Write CSV for Excel: with a byte order mark and CR LF."), command.Verbosity());
        command.OnExecute(() =>
        {
            if (files.Values.Count == 0)
                throw new PartimeException("Which files? Write 'dotnet partime report runs.csv', naming what 'run --csv' has written.");
            var outputs = new Outputs(null, null, excel.HasValue()) { Columns = columns.Parts(), SummaryCsv = summaryCsv.Value(), Markdown = markdown.Value(), Json = json.Value(), Html = html.Value(), Xlsx = xlsx.Value(), Trace = trace.Value() };
            var chosen = new ReportCommand([.. files.Values.OfType<string>()], band.ParseBand(), baseline.Value(), sameResults.HasValue(), outputs, verbosity());
            choose(_ => Task.FromResult(chosen.Execute()));
            return ExitCode.Ok;
        });
    }

    private int Execute()
    {
        InputFiles.EnsureApart(Files, Outputs);
        var ofTasks = TasksOfRuns.Among(Files, Outputs);
        var files = InputFiles.Read([.. Files.Where(file => !ofTasks.Contains(file))]);
        RunsFile.EnsureEachSessionOnce(files);
        var leftOut = TasksOfRuns.Check(ofTasks, files);
        var runs = files.SelectMany(file => file.AsNamed).ToList();
        var baseline = BaselineNames.Find(Baseline, Arm.AllOf(runs));
        var summaries = Summary.Of(runs, Band, order: null, baseline);
        if (summaries.Count == 0)
            throw new PartimeException($"{string.Join(", ", files.Select(file => file.Name))}: no measured run. Name a file with runs whose phase is '{Label.Of(Phase.Measure)}'.");
        string[] remarks = [.. files.Select(file => file.Remark).OfType<string>(), .. leftOut, .. RunsFile.MissingVariants(files), .. OriginText.Mixed(files), .. RunRemarks.OfFile(Arm.AllOf(runs))];
        string[] differing = SameResults ? [.. DifferingResults.Among(runs).Select(new ArmNames(Arm.AllOf(runs)).Of)] : [];
        var models = ScalingModel.Of(Arm.AllOf(runs));
        var variants = VariantsText.Of(summaries, runs, Band, baseline);
        var chapters = ReportChapter.AllOf(files, runs, summaries, models);
        Message.WriteAll(new SummaryReport(Outputs, variants).Write(SummaryRow.Of(summaries, summary => RunsFile.SessionsOf(summary.Scenario, files).First()), chapters, [.. differing, .. remarks], models, runs, files, ofTasks));
        if (Verbosity != Verbosity.Quiet)
        {
            ResultText.ShowAll(Outputs.UseStandardOutput ? Terminal.Error() : Terminal.Out(), chapters, variants, Verbosity);
            Message.WriteRemarks([.. remarks, .. SummaryRemarks.Of(summaries, [.. chapters.Select(chapter => chapter.Advice)])], Verbosity);
        }
        Array.ForEach(differing, Message.WriteError);
        return differing.Length > 0 ? ExitCode.ResultsDiffer : ExitCode.Ok;
    }
}

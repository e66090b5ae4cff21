using System.Text.Json;
using Partime.Tool.Cli;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>The metrics of tasks in this process, in worker processes and in isolated runs make up those of the runs, and reach all outputs.</summary>
public sealed class MetricSessionTests : IDisposable
{
    private const string Columns = "metric_by_default metric_whole_bytes metric_low metric_high metric_middle metric_wait_s metric_tail_s metric_never";

    private const string Declarations = "by-default=mean; whole_bytes=sum B; low=min; high=max requests/s; middle=median; wait_s=p95 s; tail_s=p99 s; never=mean";

    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Request => new()
    {
        Workload = "planted-metrics",
        Executors = ["serial", "threads", "process-pool"],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(1),
        Outputs = new Outputs(RunsCsv, null, Excel: false) { Json = folder["session.json"], SummaryCsv = folder["summary.csv"], Markdown = folder["run.md"], Html = folder["run.html"] },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task TheyAreAggregatedUnderEveryExecutor(bool isolate, bool isWarm)
    {
        using var session = await MeasureAsync(Request with { Isolate = isolate, IsWarm = isWarm });

        var file = RunsReader.Read(RunsCsv);
        Assert.Equal(3, file.Lines.Count);
        Assert.All(file.Lines, line => Assert.Equal(["50.5", "5050", "1", "100", "50.5", "95.05", "99.01", null], Columns.Split(' ').Select(line.Text)));
        Assert.Equal([isolate, isolate, false], new[] { "serial", "threads", "process-pool" }.Select(executor => file.Runs.Single(run => run.Planned.Configuration.Executor == executor).IsIsolated));
        Assert.DoesNotContain("metric_code", file.Columns);
        Assert.Equal(Declarations, file.Lines[0].Text("session_metrics"));
        // The other columns keep their order.
        Assert.Equal(RunColumns.For(session.Info with { Metrics = [] }).Names(), file.Columns.Where(column => !column.Contains("metric", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AFailedTaskThatReportsThemAndOneThatReportsNothingDoNotCount()
    {
        using var session = await MeasureAsync(Request with { Inputs = ["-1", "0", "2", "4"], Rules = new TaskRules { Retries = 1 } });
        Assert.All(RunsReader.Read(RunsCsv).Lines, line => Assert.Equal(("6", "3"), (line.Text("metric_whole_bytes"), line.Text("metric_by_default"))));
    }

    [Fact]
    public async Task TheDocumentTellsThemWithTheirMeaning()
    {
        using (await MeasureAsync(Request))
        {
        }
        using var document = JsonDocument.Parse(File.ReadAllText(folder["session.json"]));
        var root = document.RootElement;
        Assert.Equal(9, root.GetProperty("settings").GetProperty("metrics").GetArrayLength());
        Assert.Equal("""{"name":"high","unit":"requests/s","aggregate":"max"}""", JsonSerializer.Serialize(root.GetProperty("settings").GetProperty("metrics")[3]));
        Assert.Equal("none", root.GetProperty("settings").GetProperty("metrics")[5].GetProperty("aggregate").GetString());
        Assert.Equal("the sum of the metric over the tasks with a result, in B; empty if none of them reported it, NaN if one reported what is not a number",
            root.GetProperty("columns").GetProperty("runs").GetProperty("metric_whole_bytes").GetString());
        Assert.All(root.GetProperty("runs").EnumerateArray(), run => Assert.Equal((5050, JsonValueKind.Null), (run.GetProperty("metric_whole_bytes").GetDouble(), run.GetProperty("metric_never").ValueKind)));
        Assert.All(root.GetProperty("summary").EnumerateArray(), summary => Assert.Equal((5050, 95.05), (summary.GetProperty("metric_whole_bytes_median").GetDouble(), summary.GetProperty("metric_wait_s_median").GetDouble())));
    }

    [Fact]
    public async Task AReportOfTheFileShowsWhatTheRunShowed()
    {
        using var session = await MeasureAsync(Request with { Rounds = new RoundsSpec(2), Inputs = ["1..101", "Infinity"] });
        Assert.Equal(0, await CommandLine.Parse(["report", RunsCsv, "--quiet", "--markdown", folder["report.md"], "--summary-csv", folder["again.csv"], "--html", folder["report.html"]])(CancellationToken.None));

        var shown = Metrics(folder["run.md"]);
        Assert.Equal(
            [
                "| executor × workers | by-default (mean) | whole\\_bytes (sum) | low (min) | high (max) | middle (median) | wait\\_s (p95) | tail\\_s (p99) |",
                "| serial | ∞ | ∞ | 1 | ∞ | 51 | 96.00 s | 100.0 s |",
            ],
            [shown[0], shown[2]]);
        Assert.Equal(5, shown.Count);
        Assert.Equal(shown, Metrics(folder["report.md"]));
        Assert.Equal(File.ReadAllText(folder["summary.csv"]), File.ReadAllText(folder["again.csv"]));
        Assert.All(["run.html", "report.html"], page => Assert.Contains("<h3>Metrics</h3>", File.ReadAllText(folder[page]), StringComparison.Ordinal));
        using var terminal = new StringWriter();
        ResultText.ShowAll(Terminal.Of(terminal, 80, isColoured: false), ReportChapter.AllOf(session.Conclusion, "vm"), null, Verbosity.Normal);
        Assert.Contains("Metrics\n  by-default (mean): ∞ for all\n  whole_bytes (sum): ∞ for all\n", terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralWorkloadsHaveTheColumnsOfAll()
    {
        using var session = await MeasureAsync(Request with { OtherWorkloads = ["sleep"], Inputs = ["0.001", "0.002"], Executors = ["serial"] });
        var rows = RunsReader.Read(RunsCsv).Lines.ToDictionary(line => line.Text("workload")!);
        Assert.Equal((Declarations, "0.003", null), (rows["planted-metrics"].Text("session_metrics"), rows["planted-metrics"].Text("metric_whole_bytes"), rows["planted-metrics"].Text("metric_slept_s")));
        Assert.Equal(("slept_s=mean s", null), (rows["sleep"].Text("session_metrics"), rows["sleep"].Text("metric_whole_bytes")));
        Assert.InRange(rows["sleep"].AnyNumber("metric_slept_s")!.Value, 0.0015, 60);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["session.json"]));
        Assert.Equal(["slept_s"], document.RootElement.GetProperty("settings").GetProperty("variants")[1].GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task AFileWithThemGoesOnWithThem()
    {
        var request = Request with { Executors = ["serial"], Rounds = new RoundsSpec(2), Seed = 1, Outputs = new Outputs(RunsCsv, null, Excel: false) };
        using (await MeasureAsync(request))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllLines(RunsCsv, lines[..2]);
        using (var continued = await MeasureAsync(request with { Resume = RunsCsv }))
            Assert.Equal([5050, 5050], continued.Conclusion.Summaries[0].Runs.Select(run => run.Metrics[1].Value));
        using (await MeasureAsync(request with { Outputs = new Outputs(RunsCsv, null, Excel: false) { Append = true } }))
        {
        }
        Assert.All(RunsReader.Read(RunsCsv, isStrict: true).Runs, run => Assert.Equal(5050, run.Metrics[1].Value));

        foreach (var other in (string[])["metric_lower,metric_high", "metric_high,metric_low"])
        {
            File.WriteAllLines(RunsCsv, [lines[0].Replace("metric_low,metric_high", other, StringComparison.Ordinal), lines[1]]);
            Assert.Contains("it does not have exactly the columns of this version", Assert.Throws<PartimeException>(() => Open(request with { Resume = RunsCsv })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TheyCanBeChosen()
    {
        using (await MeasureAsync(Request with { Executors = ["serial"], Outputs = new Outputs(RunsCsv, null, Excel: false) { Columns = ["executor", "metric_*"] } }))
        {
        }
        Assert.Equal([$"executor,{Columns.Replace(' ', ',')}", "serial,50.5,5050,1,100,50.5,95.05,99.01,"], File.ReadAllLines(RunsCsv));
    }

    /// <summary>The lines of the table of metrics.</summary>
    private static List<string> Metrics(string markdown) =>
        [.. File.ReadAllLines(markdown).SkipWhile(line => !line.StartsWith("| executor × workers | by-default", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)];

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }
}

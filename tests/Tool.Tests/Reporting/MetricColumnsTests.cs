using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class MetricColumnsTests : IDisposable
{
    private static readonly SessionInfo Session = CsvOutput.Session() with
    {
        Metrics = [new("body-bytes", "B", MetricAggregate.Sum), new("code", "", MetricAggregate.None), new("wait_s", "s", MetricAggregate.P95), new("rate", "per 1 = 2, or", MetricAggregate.Max), new("silent", "", MetricAggregate.Mean)],
    };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhatIsWrittenIsReadBack(bool isStrict)
    {
        MadeRun[] runs = [Run(1, 4), Run(2, double.NaN), Run(3, double.NegativeInfinity), Run(4, -1.0 / 3)];
        CsvOutput.WriteRuns(Path, Session, runs);

        var file = RunsReader.Read(Path, isStrict);
        Assert.Equal(Session.Metrics.Where(metric => metric.HasRunValue), Assert.Single(file.Sessions).Metrics);
        Assert.Equal(runs.SelectMany(run => Observation.Of(run.Record(), Session).Metrics), file.Runs.SelectMany(run => run.Metrics));
        Assert.Equal([8, double.NaN, double.NegativeInfinity, -2.0 / 3], file.Runs.Select(run => run.Metrics[0].Value!.Value));
        Assert.All(file.Runs, run => Assert.Null(run.Metrics[3].Value));
        Assert.Contains(",metric_body_bytes,metric_wait_s,metric_rate,metric_silent,started_utc,", File.ReadLines(Path).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("body-bytes=sum B", "body-bytes=total B")]
    [InlineData("body-bytes=sum B", "body-bytes=sum B; body-bytes=sum B")]
    [InlineData("wait_s=p95 s", "wait_s")]
    [InlineData("silent=mean", "silent=none")]
    public void WhatDoesNotTellTheirAggregatesIsRefused(string right, string wrong)
    {
        CsvOutput.WriteRuns(Path, Session, [Run(1, 4)]);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(right, wrong, StringComparison.Ordinal));
        var message = Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message;
        Assert.StartsWith($"{Path}, line 2: '", message, StringComparison.Ordinal);
        Assert.EndsWith("' in column session_metrics is not a list of metrics such as 'bytes=sum B; resends=sum'. Correct the line or remove it.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AValueThatIsNoNumberIsRefused()
    {
        CsvOutput.WriteRuns(Path, Session, [Run(1, 0.015625)]);
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(",0.03125,", ",much,", StringComparison.Ordinal));
        Assert.Equal($"{Path}, line 2: 'much' in column metric_body_bytes is not a number. Correct the line or remove it.", Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message);
    }

    [Fact]
    public void OnlySomeOfTheColumnsAreEnoughForTheirValues()
    {
        using (var csv = new CsvFile<RunRow>(Path, CsvDialect.Plain, [.. RunColumns.For(Session).Where(column => !column.Name.StartsWith("metric_", StringComparison.Ordinal) || column.Name == "metric_wait_s")]))
        {
            csv.Prepare();
            csv.Commit();
            csv.Write(add => add(CsvOutput.RowOf(Session, Run(1, 4).Record())));
        }
        Assert.Equal(["wait_s (p95)"], TableOf(RunsReader.Read(Path).Runs).Metrics.Select(metric => metric.Heading));

        File.WriteAllText(Path, File.ReadAllText(Path).Replace("session_metrics", "notes", StringComparison.Ordinal));
        Assert.True(TableOf(RunsReader.Read(Path).Runs).IsEmpty);
    }

    [Fact]
    public void SessionsWithOtherAggregatesOrUnitsAreNotMixed()
    {
        var body = Session.Metrics[0];
        var runs = new[] { body, body with { Aggregate = MetricAggregate.Mean }, body with { Unit = "kB" } }.Select((own, index) => Session with { Id = $"{index}", Metrics = [own, .. Session.Metrics.Skip(1)] })
            .Select(session => Observation.Of((Run(1, 4) with { Metrics = session.Metrics }).Record(), session));
        var table = TableOf([.. runs]);
        Assert.Equal(["executor × workers", "body-bytes (sum), B", "wait_s (p95)", "rate (max)", "body-bytes (mean)", "body-bytes (sum), kB"], table.Headings);
        Assert.Equal(["8 B", "4.000 s", "4 per 1 = 2, or", "4 B", "8 kB"], table.Metrics.Select(metric => metric.Texts[0]));
    }

    [Fact]
    public void TheMedianIsOverTheRoundsInWhichTasksReportedIt()
    {
        var silent = MadeRun.Of("1", "2") with { Round = 4, Number = 4, Metrics = Session.Metrics };
        var summary = Assert.Single(Summary.Of([.. ((MadeRun[])[Run(1, 1), Run(2, 2), Run(3, 6), silent]).Select(run => Observation.Of(run.Record(), Session))], EquivalenceBand.Default));
        var columns = SummaryColumns.For([Session]).Where(column => column.Name.StartsWith("metric_", StringComparison.Ordinal)).ToList();
        Assert.Equal(["metric_body_bytes_median", "metric_wait_s_median", "metric_rate_median", "metric_silent_median"], columns.Select(column => column.Name));
        Assert.Equal((4.0, 2.0, null), (summary.MedianOf(Session.Metrics[0]), summary.MedianOf(Session.Metrics[2]), summary.MedianOf(Session.Metrics[4])));
    }

    [Fact]
    public void VariantsMayDeclareTheSameNameDifferently()
    {
        var info = Session with { Others = [Session with { Metrics = [new("body_bytes", "kB", MetricAggregate.Mean)] }] };
        var column = Assert.Single(RunColumns.For(info), column => column.Name == "metric_body_bytes");
        Assert.Contains("the sum of the metric over the tasks with a result, in `B`;", column.Meaning, StringComparison.Ordinal);
        Assert.Contains("; in another variant, the mean of the metric over the tasks with a result, in `kB`;", column.Meaning, StringComparison.Ordinal);
    }

    private static MetricsTable TableOf(IEnumerable<Observation> runs) => new(Summary.Of(runs, EquivalenceBand.Default));

    /// <summary>Two tasks that report the same.</summary>
    private static MadeRun Run(int round, double value) => new()
    {
        Round = round,
        Number = round,
        Metrics = Session.Metrics,
        Tasks = [.. Enumerable.Repeat(new MadeTask("0", WorkResult.Of(1).With("body-bytes", value).With("code", 1).With("wait_s", value).With("rate", value)), 2)],
    };
}

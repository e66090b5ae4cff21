using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TableTests
{
    private const int Width = 80;

    [Fact]
    public void ASummaryFitsIntoATerminal()
    {
        MadeRun[] runs =
        [
            MadeRun.Of("1") with { Seconds = (0.0001234, 119.96, 0.1234) },
            MadeRun.Of("1") with { Executor = "threads", Workers = 8, Seconds = (0.1234, 12.3456, 0.1234) },
            MadeRun.Of("1") with { Executor = "thread-pool", Workers = 1_000, Seconds = (0.1234, 100, 0.1234) },
            MadeRun.Of([.. Enumerable.Repeat<string?>(null, 400)]) with { Executor = "parallel", Workers = 64, Seconds = (0.1234, 100, 0.1234) },
            MadeRun.Of("1") with { Executor = "async", Workers = 1_000, Status = RunStatus.Cancelled },
        ];
        var lines = Lines(SummaryTable.Of(Summaries([.. runs, .. runs])));
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
        foreach (var shown in (string[])["serial", "thread-pool × 1000", "0:02:00", "100.2 s", "failed", "cancelled"])
            Assert.Contains(lines, line => line.Contains(shown, StringComparison.Ordinal));
    }

    [Fact]
    public void AVeryNarrowTerminalGetsALinePerValueAndCutsNoNumber()
    {
        MadeRun[] runs = [MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "thread-pool", Workers = 1_000, Seconds = (0.1234, 100, 0.1234) }];
        var lines = SummaryTable.Of(Summaries(runs)).ForNarrow();
        Assert.Contains("executor × workers: thread-pool × 1000", lines);
        Assert.Contains("wall: 100.25 s", lines);
        Assert.Contains("vs serial: ~57.3 × slower", lines);
    }

    [Fact]
    public void ANarrowTerminalLosesColumnsAndIsToldWhich()
    {
        MadeRun[] runs = [MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads", Workers = 4, Seconds = (0.1, 1, 0.1) }];
        Assert.DoesNotContain(Lines(SummaryTable.Of(Summaries(runs))), line => line.Contains("Not shown", StringComparison.Ordinal));
        var lines = Lines(SummaryTable.Of(Summaries(runs)), 44);
        Assert.Contains("Not shown in 44 columns: ±, 95% interval.", lines);
        Assert.Contains(lines, line => line.Contains("threads × 4", StringComparison.Ordinal) && line.Contains("1.200 s", StringComparison.Ordinal) && line.Contains("~1.46 ×", StringComparison.Ordinal));
    }

    [Fact]
    public void DetailsComeAtTheExpenseOfBarsAndIntervals()
    {
        MadeRun[] runs = [MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "process-pool", Workers = 4, Seconds = (0.1, 1, 0.1) }];
        var lines = Lines(SummaryTable.Of(Summaries(runs), isDetailed: true));
        foreach (var heading in (string[])["start-up", "run", "shutdown", "in flight"])
            Assert.Contains(lines, line => line.Contains($" {heading} ", StringComparison.Ordinal) && line.Contains("vs serial", StringComparison.Ordinal));
        Assert.Contains("Not shown in 80 columns: 95% interval, in GC, allocated/task.", lines);
    }

    [Fact]
    public void ATableThatFitsStaysATable()
    {
        var table = TextTable.OfNames("option", [("encoding", new string('x', 200))]);
        Assert.True(table.FitsInto(40));
        Assert.False(table.FitsInto(15));
        Assert.Equal(["", "option: encoding", new string('x', 200), ""], table.ForNarrow());
    }

    [Fact]
    public void ALineOfTheSummaryHasTheSpeedUp()
    {
        MadeRun[] runs = [MadeRun.Of("1") with { Seconds = (0, 4, 0) }, MadeRun.Of("1") with { Executor = "threads", Workers = 2, Seconds = (0, 2, 0) }];
        var lines = Lines(SummaryTable.Of(Summaries(runs)));
        Assert.Contains(lines, line => line.Contains("serial", StringComparison.Ordinal) && line.Contains(" 1.00 × ", StringComparison.Ordinal));
        // One round shows no difference.
        Assert.Contains(lines, line => line.Contains("threads", StringComparison.Ordinal) && line.Contains(" ~2.00 ", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutTheBaselineTheSpeedUpIsOverOneWorker()
    {
        MadeRun[] runs = [MadeRun.Of("1") with { Executor = "threads", Seconds = (0, 4, 0) }, MadeRun.Of("1") with { Executor = "threads", Workers = 2, Seconds = (0, 1, 0) }];
        var lines = Lines(SummaryTable.Of(Summaries(runs)));
        Assert.Contains(lines, line => line.Contains("vs 1 worker", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" ~4.00 ", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsTheSameInAllLinesIsInTheHeading()
    {
        MadeRun[] rounds = [MadeRun.Of("1", "2") with { ChunkSize = 7 }, MadeRun.Of("1", "2") with { ChunkSize = 7, Round = 2 }];
        Assert.Equal("moons: 2 tasks in chunks of 7, 1 round, no warm-up", SummaryTable.Heading(Summaries(rounds[..1]), warmup: 0));
        Assert.Equal("moons: 2 tasks in chunks of 7, medians of 2 rounds, 1 to warm up", SummaryTable.Heading(Summaries(rounds), warmup: 1));
        var interrupted = Summaries([.. rounds, MadeRun.Of("1", "2") with { Executor = "threads" }]);
        Assert.Equal("moons: 2 tasks, medians of 1 to 2 rounds, no warm-up", SummaryTable.Heading(interrupted, warmup: 0));
    }

    [Fact]
    public void NamesThatLookLikeMarkupAreShownAsTheyAre()
    {
        var summary = Lines(SummaryTable.Of(Summaries([MadeRun.Of("1") with { Executor = "[red]x" }])));
        Assert.Contains(summary, line => line.Contains("[red]x", StringComparison.Ordinal));
        var names = Lines(TextTable.OfNames("option", [("[a]", "what [b] means")]));
        Assert.Contains(names, line => line.Contains("[a]", StringComparison.Ordinal) && line.Contains("what [b] means", StringComparison.Ordinal));
    }

    [Fact]
    public void APlanHasALinePerConfiguration()
    {
        var lines = Lines(PlanTable.Of(PlanOf(chunkSize: 7), Expected))
            .Where(line => line.Contains("20,000", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        var order = PlanOf(chunkSize: 7).Round(Phase.Warmup, 1).ToDictionary(run => run.Configuration.Workers, run => run.Order);
        Assert.Equal([$"serial 1 7 20,000 {order[1]} 4.000 s", $"threads 2 7 20,000 {order[2]} –", $"threads 4 7 20,000 {order[4]} –"], lines);
    }

    [Fact]
    public void APlanShowsTheGivenOptionsOfExecutors()
    {
        var lines = Lines(PlanTable.Of(PlanOf(chunkSize: 7), Expected, new Dictionary<string, string> { ["threads"] = "[size]=1" }));
        Assert.Equal(2, lines.Count(line => line.TrimEnd().EndsWith("[size]=1", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("options", StringComparison.Ordinal));
    }

    private static Dictionary<Configuration, double> Expected => new() { [new Configuration("serial", 1, 7)] = 4 };

    private static Plan PlanOf(int chunkSize)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 20_000, 1))], times: 1);
        return Plan.Create(inputs, [new PlannedExecutor("serial", 1), new PlannedExecutor("threads", 0)], WorkerSpec.ParseList(["2,4"]), [ChunkSpec.Parse($"{chunkSize}")], warmup: 1, new RoundsSpec(3));
    }

    private static IReadOnlyList<Summary> Summaries(MadeRun[] runs) => Summary.Of(runs.Select(run => run.Observation()), EquivalenceBand.Default);

    /// <summary>What a terminal of 80 columns shows.</summary>
    [Fact]
    public void AFileShowsATableAsATerminalDoes()
    {
        MadeRun[] runs = [MadeRun.Of("1"), MadeRun.Of("1") with { Executor = "threads", Workers = 1_000, Seconds = (0.1234, 100, 0.1234) }];
        foreach (var table in (TextTable[])[SummaryTable.Of(Summaries(runs)), PlanTable.Of(PlanOf(chunkSize: 7), Expected), TextTable.OfNames("option", [("[a]", "what [b] means"), ("longer", "")])])
            Assert.Equal(Lines(table, 120).Select(line => line.TrimEnd()), table.ForFile().Split('\n'));
    }

    private static string[] Lines(TextTable table, int width = Width)
    {
        using var writer = new StringWriter();
        Terminal.Of(writer, width, isColoured: false).Write(table);
        var lines = writer.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        return lines;
    }
}

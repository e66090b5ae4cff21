using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Spectre.Console;

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
        var lines = Lines(SummaryTable.Of(Summaries([.. runs, .. runs]), Width));
        Assert.DoesNotContain(lines, line => line.Contains('…', StringComparison.Ordinal));
        foreach (var shown in (string[])["serial", "thread-pool", "1,000", "120.0 s", "0:02:00", "123 ms", "failed", "cancelled"])
            Assert.Contains(lines, line => line.Contains(shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(50)]
    public void ANarrowTerminalGetsALinePerValueAndCutsNoNumber(int width)
    {
        var table = SummaryTable.Of(Summaries([MadeRun.Of("1") with { Executor = "thread-pool", Workers = 1_000, Seconds = (0.1234, 100, 0.1234) }]), width);
        var lines = table.ForNarrow(width)!.Split('\n');
        Assert.Contains("executor: thread-pool", lines);
        Assert.Contains("workers: 1,000", lines);
        Assert.Contains("wall: 100.2 s", lines);
    }

    [Fact]
    public void ATableThatFitsStaysATable()
    {
        var table = TextTable.OfNames("option", [("encoding", new string('x', 200))]);
        Assert.Null(table.ForNarrow(40));
        Assert.Equal($"\noption: encoding\n{new string('x', 200)}\n\n", table.ForNarrow(15));
    }

    [Fact]
    public void ALineOfTheSummaryHasTheSpeedUp()
    {
        MadeRun[] runs = [MadeRun.Of("1") with { Seconds = (0, 4, 0) }, MadeRun.Of("1") with { Executor = "threads", Workers = 2, Seconds = (0, 2, 0) }];
        var lines = Lines(SummaryTable.Of(Summaries(runs), Width));
        Assert.Contains(lines, line => line.Contains("serial", StringComparison.Ordinal) && line.Contains(" 1.00 ", StringComparison.Ordinal));
        // One round shows no difference.
        Assert.Contains(lines, line => line.Contains("threads", StringComparison.Ordinal) && line.Contains(" ~2.00 ", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutTheBaselineTheSpeedUpIsOverOneWorker()
    {
        MadeRun[] runs = [MadeRun.Of("1") with { Executor = "threads", Seconds = (0, 4, 0) }, MadeRun.Of("1") with { Executor = "threads", Workers = 2, Seconds = (0, 1, 0) }];
        var lines = Lines(SummaryTable.Of(Summaries(runs), Width));
        Assert.Contains(lines, line => line.Contains("over", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" ~4.00 ", StringComparison.Ordinal));
    }

    [Fact]
    public void PartsOfTheTimeAreLeftOutIfNamesAreLong()
    {
        MadeRun[] runs =
        [
            .. from executor in (string[])["serial", "process-pool", "thread-pool"]
               from chunks in (int[])[1, 1000, 100000]
               select MadeRun.Of("1") with { Executor = executor, ChunkSize = chunks, Workers = executor == "serial" ? 1 : 1_000, Seconds = (0.1234, 12.3456, 0.1234) },
        ];
        var lines = Lines(SummaryTable.Of(Summaries(runs), Width));
        Assert.Equal(9, lines.Count(line => line.Contains(" 12.59 s ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("process-pool/100000 1,000 ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("down", StringComparison.Ordinal));
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
        var summary = Lines(SummaryTable.Of(Summaries([MadeRun.Of("1") with { Executor = "[red]x" }]), Width));
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
            Assert.Equal(Lines(table).Select(line => line.TrimEnd()), table.ForFile().Split('\n'));
    }

    private static string[] Lines(TextTable table)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 80;
        console.Write(table.ForTerminal());
        var lines = writer.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        return lines;
    }
}

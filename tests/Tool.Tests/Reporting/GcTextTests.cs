using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class GcTextTests
{
    private static readonly RunNoise Collected = new() { AllocatedBytes = 2_400_000, Gen0Collections = 3, Gen1Collections = 1, Gen2Collections = 1 };

    [Fact]
    public void MuchTimeInCollectionsIsToldWithItsEvidenceAndACure()
    {
        var summaries = Summaries(serialWait: 0.3, threadsWait: 0.8, Collected);
        Assert.Equal(
            ["threads × 2 and 1 more: the garbage collector stopped the workers for up to 40% of their time (5 collections, 1 of the whole heap), as a task allocates 1.2 MB. Allocate less, use worker processes, or set DOTNET_gcServer=1."],
            GcText.Of(summaries, []));
        Assert.Single(SummaryRemarks.Of(summaries), remark => remark.Contains("garbage collector", StringComparison.Ordinal));
    }

    [Fact]
    public void AnOlderFileDoesNotTellHowMuch() => Assert.Equal(
        ["threads × 2: the garbage collector stopped the workers for 40% of their time. Allocate less, use worker processes, or set DOTNET_gcServer=1."],
        GcText.Of(Summaries(serialWait: 0, threadsWait: 0.8, new RunNoise()), []));

    [Fact]
    public void ALittleIsNotWorthAWord()
    {
        var summaries = Summaries(serialWait: 0.01, threadsWait: 0.09, Collected);
        Assert.Empty(GcText.Of(summaries, []));
        Assert.DoesNotContain("in GC", SummaryTable.Of(summaries).Markdown(), StringComparison.Ordinal);
        Assert.Contains("| 4.5% | 1.2 MB |", SummaryTable.Of(summaries, isDetailed: true).Markdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableShowsWhereItMatters()
    {
        var table = SummaryTable.Of(Summaries(serialWait: 0.01, threadsWait: 0.8, Collected)).Markdown();
        Assert.Contains("| in GC | allocated/task |", table, StringComparison.Ordinal);
        Assert.Contains("| 40% | 1.2 MB |", table, StringComparison.Ordinal);
    }

    /// <summary>The loss by it is what is beyond serial's, and the evidence all of it.</summary>
    [Fact]
    public void TheAdviceSaysItAndThenNoRemark()
    {
        Observation[] runs = [.. Runs(serialWait: 0.1, threadsWait: 0.8, Collected)];
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var advice = Advice.Of(runs, summaries)!;
        Assert.Empty(GcText.Of(summaries, [advice]));
        Assert.Contains("threads × 2 loses most by garbage collection: 35% of its time. With what serial loses by it as well, it stopped the workers for 40% of their time (5 collections, 1 of the whole heap), as a task allocates 1.2 MB. Allocate less",
            string.Join('\n', AdviceText.Of(advice, new ConfigurationNames(summaries.Select(summary => summary.Configuration)))), StringComparison.Ordinal);
    }

    [Fact]
    public void CollectionsAndTheLongestTaskAreReadBack()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["runs.csv"], CsvOutput.Runs(CsvOutput.Session(), MadeRun.Of("1", "2") with { Noise = Collected }));
        var run = Assert.Single(RunsReader.Read(folder["runs.csv"]).Runs);
        Assert.Equal((Collected, 0.5), (run.Noise, run.LongestTaskSeconds));
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0 B")]
    [InlineData(1_234.0, "1.2 kB")]
    [InlineData(999_600.0, "1.0 MB")]
    [InlineData(123_456_789.0, "123 MB")]
    [InlineData(5e12, "5000 GB")]
    public void BytesHaveAUnit(double? bytes, string shown) => Assert.Equal(shown, Readable.Bytes(bytes));

    private static IReadOnlyList<Summary> Summaries(double serialWait, double threadsWait, RunNoise noise) => Summary.Of(Runs(serialWait, threadsWait, noise), EquivalenceBand.Default);

    /// <summary>Two tasks of half a second one after the other, which threads take a second each for.</summary>
    private static IEnumerable<Observation> Runs(double serialWait, double threadsWait, RunNoise noise) => Enumerable.Range(1, 3).SelectMany(round => (Observation[])
    [
        Of(MadeRun.Of("1", "2") with { Round = round, Seconds = (0, 1, 0), GcWait = serialWait, Noise = noise }, tasks: 1),
        Of(MadeRun.Of("1", "2") with { Executor = "threads", Workers = 2, Round = round, Seconds = (0, 1, 0), GcWait = threadsWait, Noise = noise }, tasks: 2),
    ]);

    private static Observation Of(MadeRun run, double tasks) => run.Observation() is var made
        ? made with { WorkerTime = made.WorkerTime! with { Tasks = tasks, Startup = 0, Dispatch = 0, Imbalance = 0, Other = 0, Shutdown = 0 } } : made;
}

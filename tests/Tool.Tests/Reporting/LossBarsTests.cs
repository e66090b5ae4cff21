using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class LossBarsTests
{
    private const string Page = "'dotnet partime docs insight' says what each is and what helps.";

    /// <summary>100 worker-seconds.</summary>
    private static readonly WorkerTime Half = new() { Workers = 2, Wall = 50, Startup = 10, Tasks = 56, Dispatch = 4.6, Imbalance = 25, Shutdown = 4, Other = 0.4, MaxBusy = 40, CpuWait = 0 };

    private static readonly Observation Serial = Run("serial", 1, new WorkerTime { Workers = 1, Wall = 50, Tasks = 50, MaxBusy = 50, CpuWait = 0 });

    [Fact]
    public void EveryPartHasItsLetterAndTheTwoLargestLossesTheirNumbers() => Assert.Equal(
        [
            $" serial           {new string('█', 40)} 100% useful",
            $" process-pool × 2 {new string('█', 20)}ssssddcciiiiiiiiiiee 50% useful, 25% imbalance, 10% start-up",
            $"Of wall × workers: █ useful (as long as under serial), s start-up, d dispatch, c contention, i imbalance, e shutdown. {Page}",
        ],
        Lines(Serial, Run("process-pool", 2, Half)));

    [Fact]
    public void AllBarsAreEquallyLong()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var time = new WorkerTime
            {
                Workers = 1,
                Wall = 1,
                Startup = random.NextDouble(),
                Tasks = random.NextDouble(),
                Dispatch = random.NextDouble() * random.Next(2),
                Imbalance = random.NextDouble() * random.Next(2),
                Retries = random.NextDouble() * random.Next(2),
                Shutdown = random.NextDouble() * random.Next(2),
                CpuWait = random.NextDouble(),
                GcWait = random.NextDouble(),
                MaxBusy = 1,
            };
            Assert.Equal(40, Lines(Run("threads", 1, time))[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Length);
        }
    }

    [Fact]
    public void NoTwoLossesHaveTheSameLetter()
    {
        var time = new WorkerTime { Workers = 1, Wall = 1, Startup = 5, Tasks = 70, Failed = 5, Dispatch = 10, NodeWait = 5, Imbalance = 5, Retries = 5, Shutdown = 5, Other = 5, CpuWait = 5 * 85 / 65.0, GcWait = 5, MaxBusy = 1 };
        var bar = Lines(Serial, Run("threads", 1, time))[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Equal("█sdcwgireonf", string.Concat(bar.Distinct()));
    }

    /// <summary>As wide as there is room: a bar that is too short is left out.</summary>
    [Theory]
    [InlineData(80, 22)]
    [InlineData(70, 12)]
    [InlineData(68, 10)]
    [InlineData(67, 0)]
    [InlineData(10, 0)]
    public void ANarrowTerminalGetsShorterBars(int width, int cells)
    {
        var line = Lines(width, Serial, Run("process-pool", 2, Half))[1];
        Assert.Equal(cells, line.Count(letter => letter == '█') * 2);
        Assert.EndsWith("50% useful, 25% imbalance, 10% start-up", line, StringComparison.Ordinal);
        Assert.True(cells == 0 || line.Length <= width);
    }

    /// <summary>Also of a loss that is too small to be named, where it lies over the middle of a cell.</summary>
    [Fact]
    public void TheLegendExplainsEveryLetterAndNoOther()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var time = new WorkerTime { Workers = 1, Wall = 1, Startup = random.NextDouble() / 100, Tasks = 1, Dispatch = random.NextDouble() / 20, Shutdown = random.NextDouble() / 100, Other = random.NextDouble() / 100, MaxBusy = 1 };
            var lines = Lines(Serial, Run("threads", 1, time));
            var letters = lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Trim('█').Distinct().Order();
            var legend = lines[^1].Split(". ")[0].Split(", ").Skip(1).Select(part => part[0]).Order();
            Assert.Equal(letters, legend);
        }
    }

    [Fact]
    public void WithoutSerialNothingIsComparedWithIt() => Assert.DoesNotContain("serial", Lines(Run("threads", 2, Half))[^1], StringComparison.Ordinal);

    [Fact]
    public void ASerialRunAloneNeedsNoBar()
    {
        Assert.Empty(Lines(Serial));
        Assert.Equal("", new LossBars(Summaries(Serial)).ForMarkdown());
    }

    [Fact]
    public void AnOlderFileHasNoBars() => Assert.Empty(Lines(Serial with { WorkerTime = null }, Run("threads", 2, Half) with { WorkerTime = null }));

    [Fact]
    public void ARunThatWasCutShortHasNoBar() => Assert.Empty(Lines(Run("threads", 2, Half) with { Status = RunStatus.Cancelled }));

    [Fact]
    public void MarkdownHasATableOfAllLosses() => Assert.Equal(
        """
        | of wall × workers | useful | start-up | dispatch | contention | imbalance | shutdown |
        |---|--:|--:|--:|--:|--:|--:|
        | serial | 100% | 0.00% | 0.00% | 0.00% | 0.00% | 0.00% |
        | process-pool × 2 | 50% | 10% | 4.6% | 6.0% | 25% | 4.0% |


        """,
        new LossBars(Summaries(Serial, Run("process-pool", 2, Half))).ForMarkdown());

    private static IReadOnlyList<string> Lines(params Observation[] runs) => Lines(10_000, runs);

    private static IReadOnlyList<string> Lines(int width, params Observation[] runs) => [.. new LossBars(Summaries(runs)).ForTerminal(width).Select(line => string.Concat(line.Select(span => span.Text)))];

    private static IReadOnlyList<Summary> Summaries(params Observation[] runs) => Summary.Of(runs, EquivalenceBand.Default);

    private static Observation Run(string executor, int workers, WorkerTime time) => MadeRun.Of("1").Observation() with
    {
        Planned = new PlannedRun(1, Phase.Measure, 1, 1, new Configuration(executor, workers, 1)),
        WorkerTime = time,
    };
}

using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Analysis.Advices;

namespace Partime.Tool.Tests.Analysis;

/// <summary>What a user compares with. Under <c>threads × 4</c> the made machine is twice as fast as under <c>threads × 2</c>, and its second variant twice as fast as its first.</summary>
public sealed class BaselineTests
{
    private static readonly IReadOnlyList<Observation> Plain = new MadeMachine().Sweep(new MadeMachine().PlanOf("serial,threads,process-pool", "2,4", "1"));

    private static readonly IReadOnlyList<Observation> Variants =
    [
        .. ((double[])[0.001, 0.0005]).SelectMany((seconds, variant) => new MadeMachine { TaskSeconds = seconds }.Sweep(new MadeMachine().PlanOf("serial,threads", "2,4", "1"))
            .Select(run => run with { Scenario = run.Scenario with { Parameters = $"codec={(char)('a' + variant)}; size=1" } })),
    ];

    [Theory]
    [InlineData("threads × 2", "threads × 2")]
    [InlineData("threads x 2", "threads × 2")]
    [InlineData(" threads*2", "threads × 2")]
    [InlineData("threads:2", "threads × 2")]
    [InlineData("threads", "threads")]
    [InlineData("serial", null)]
    [InlineData("first", null)]
    public void AConfigurationIsFoundAsPeopleTypeIt(string typed, string? name) => Assert.Equal(name, Find(typed, Plain)?.Name);

    [Theory]
    [InlineData("codec=b", "codec=b")]
    [InlineData("Codec=B", "codec=b")]
    [InlineData("codec=b under threads x 2", "codec=b under threads × 2")]
    [InlineData("codec=b under threads", "codec=b under threads")]
    [InlineData("codec=a under first", "codec=a under serial")]
    public void SoIsAVariant(string typed, string name) => Assert.Equal(name, Find(typed, Variants)?.Name);

    [Theory]
    [InlineData("thread", "There is no baseline 'thread' here. Choose first, serial, threads × 2, threads × 4, process-pool × 2, process-pool × 4.")]
    [InlineData("threads × 3", "There is no baseline 'threads × 3' here.")]
    [InlineData("codec=a", "There is no baseline 'codec=a' here.")]
    [InlineData("", "There is no baseline '' here.")]
    public void WhatIsNotThereIsRefusedWithWhatIs(string typed, string message) => Assert.StartsWith(message, Refusal(typed, Plain), StringComparison.Ordinal);

    [Theory]
    [InlineData("codec=c")]
    [InlineData("codec=c under serial")]
    [InlineData("codec=a under async")]
    public void VariantsAreListedToo(string typed) => Assert.Equal(
        $"There is no baseline '{typed}' here. Choose first, serial, threads × 2, threads × 4, a variant ('codec=a', 'codec=b'), or both, as 'codec=a under serial'.", Refusal(typed, Variants));

    [Fact]
    public void AnExecutorThatIsAlsoAVariantIsNotGuessed()
    {
        List<Observation> runs = [.. Variants.Select(run => run with { Scenario = run.Scenario with { Parameters = "", Workload = run.Scenario.Parameters[6] == 'a' ? "threads" : "other" } })];
        Assert.Contains("write both, as 'threads under serial'", Refusal("threads", runs), StringComparison.Ordinal);
        Assert.Equal("threads under serial", Find("threads under serial", runs)!.Name);
    }

    [Fact]
    public void RatiosAreOverTheChosenConfigurationInTheSameRounds()
    {
        var summaries = Summaries("threads × 2", Plain);
        Assert.All(summaries, summary => Assert.Equal(Of(summary, Plain).SpeedUpOver(Of(summaries[1], Plain)), summary.Compared!.SpeedUp));
        Assert.Equal([Difference.Slower, null, Difference.Faster], summaries.Take(3).Select(summary => summary.Compared!.Difference));
        // What the columns of serial say stays.
        Assert.Equal(Summaries(null, Plain).Select(summary => summary.SpeedUp), summaries.Select(summary => summary.SpeedUp));
    }

    [Fact]
    public void AnExecutorIsComparedWithUnderAsManyWorkers()
    {
        var summaries = Summaries("threads", Plain);
        Assert.Equal([null, "threads:2:1", "threads:4:1", "threads:2:1", "threads:4:1"], summaries.Select(summary => summary.Compared!.With?.ToString()));
        Assert.Equal([null, 1, 1], summaries.Take(3).Select(summary => summary.Compared!.SpeedUp?.Value));
    }

    [Fact]
    public void RoundsOfOtherSessionsAreNotMixed()
    {
        List<Observation> runs = [.. Plain.Select(run => run with { Session = run.Planned.Configuration is { Executor: "threads", Workers: 2 } ? "other" : "one" })];
        var summaries = Summaries("threads × 2", runs);
        Assert.All(summaries.Where(summary => summary.Configuration.Executor != "threads"), summary => Assert.Null(summary.Compared!.SpeedUp));
        Assert.Equal(["Nothing is compared with threads × 2: no other configuration ran all of its tasks in the same rounds."], Sentences(summaries));
    }

    [Theory]
    [InlineData("threads × 2", @"^threads × 4 ran (1\.9|2\.0)\d times as fast as threads × 2 \((1\.9|2\.0)\d to 2\.0\d\)\.$")]
    [InlineData("threads × 4", @"^threads × 4 ran \d\.\d\d times as fast as process-pool × 4 \(\d\.\d\d to \d\.\d\d\)\.$")]
    public void TheAnswerIsASentence(string typed, string sentence) => Assert.Matches(sentence, Assert.Single(Sentences(Summaries(typed, Plain))));

    [Fact]
    public void WithoutSerialAnotherBaselineIsEnough()
    {
        List<Observation> runs = [.. Plain.Where(run => run.Planned.Configuration.Executor != "serial")];
        Assert.Contains("serial was not measured", string.Join(' ', AnswerOf(Summaries(null, runs), runs)), StringComparison.Ordinal);
        var answer = AnswerOf(Summaries("threads × 2", runs), runs);
        Assert.Matches(@"^threads × 4 ran (1\.9|2\.0)\d times as fast as threads × 2 ", answer[0]);
        Assert.StartsWith("Use threads × 4: ", answer[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TheHeadingOfTheColumnSaysWhatItIsOf()
    {
        Assert.Contains("vs threads × 2  speed-up", SummaryTable.Of(Summaries("threads × 2", Plain)).ForFile(), StringComparison.Ordinal);
        Assert.Contains("vs serial", SummaryTable.Of(Summaries("serial", Plain)).ForFile(), StringComparison.Ordinal);
        var page = System.Text.Encoding.UTF8.GetString(new HtmlReport("made", []).Add(new HtmlChapter { Summaries = Summaries("threads × 2", Plain), Runs = Plain, Warmup = 0 }).Bytes());
        Assert.Contains(">speed-up over threads × 2</th>", page, StringComparison.Ordinal);
        Assert.Contains("times as fast as threads × 2 (95% between", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of the ideal for", page, StringComparison.Ordinal);
        var picture = new SpeedUpPicture(Summaries("threads × 4", Plain), []).Picture()!;
        Assert.Equal(("ratios", "Nothing is faster than threads × 4."), (picture.Kind, picture.Finding));
    }

    [Fact]
    public void TheSummaryHasColumnsOfItsOwnForIt()
    {
        var row = new SummaryRow(Summaries("threads × 2", Plain)[2], Reporting.CsvOutput.Session());
        var columns = SummaryColumns.For([]).ToDictionary(column => column.Name, column => column.Value(row));
        Assert.Equal(("threads × 2", 5, "faster"), (columns["baseline"], columns["speedup_over_baseline_rounds"], columns["claim_over_baseline"]));
        Assert.Equal(row.Summary.Compared!.SpeedUp!.Value, columns["speedup_over_baseline"]);
        Assert.Equal(row.Summary.SpeedUp!.Value, columns["speedup"]);
    }

    [Fact]
    public void VariantsAreComparedWithTheChosenOne()
    {
        var comparisons = Comparisons("codec=b", Variants);
        Assert.Equal(["codec=a", "codec=a", "codec=a"], comparisons.Select(comparison => comparison.Other.Scenario.Parameters.Split("; ")[0]));
        Assert.All(comparisons, comparison => Assert.Equal(comparison.Baseline.Configuration, comparison.Other.Configuration));
        Assert.All(comparisons, comparison => Assert.InRange(comparison.SpeedUp.Value, 0.45, 0.55));
        Assert.Matches(@"^codec=b ran (1\.9|2\.0)\d times as fast as codec=a under threads × 4", Text("codec=b").Sentences[1]);
        Assert.All(Summaries("codec=b", Variants), summary => Assert.Null(summary.Compared));
        Assert.Equal("Variants, compared with codec=b within rounds", Text("codec=b").Heading);
        Assert.Equal("Variants, compared with codec=a within rounds", Text("threads × 2").Heading);
    }

    /// <summary>Under two workers it is half as fast as under four, and the other variant twice as fast.</summary>
    [Fact]
    public void AConfigurationOfAVariantIsWhatAllOthersAreComparedWith()
    {
        var comparisons = Comparisons("codec=a under threads × 2", Variants);
        Assert.Equal(["threads:2:1", "threads:2:1", "threads:2:1"], comparisons.Select(comparison => $"{comparison.Baseline.Configuration}"));
        Assert.Equal(["serial:1:1", "threads:2:1", "threads:4:1"], comparisons.Select(comparison => $"{comparison.Other.Configuration}"));
        Assert.Matches(@"^codec=b under threads × 4 ran 3\.\d\d times as fast as codec=a under threads × 2 ", Text("codec=a under threads × 2").Sentences[1]);
        Assert.Equal(["codec=a under threads × 2"], Text("codec=a under threads × 2").Rows.Select(row => row.Baseline).Distinct());
        var summaries = Summaries("codec=a under threads × 2", Variants);
        Assert.Equal(comparisons.Select(comparison => comparison.SpeedUp), summaries.Skip(3).Select(summary => summary.Compared!.SpeedUp));
        Assert.Equal([Difference.Slower, null, Difference.Faster], summaries.Take(3).Select(summary => summary.Compared!.Difference));
    }

    private static Baseline? Find(string? typed, IReadOnlyList<Observation> runs) => BaselineNames.Find(typed, Arm.AllOf(InOrder(runs)));

    private static string Refusal(string typed, IReadOnlyList<Observation> runs) => Assert.Throws<PartimeException>(() => Find(typed, runs)).Message;

    private static IReadOnlyList<Summary> Summaries(string? typed, IReadOnlyList<Observation> runs) => Summary.Of(InOrder(runs), EquivalenceBand.Default, order: null, Find(typed, runs));

    private static IReadOnlyList<VariantComparison> Comparisons(string typed, IReadOnlyList<Observation> runs) => VariantComparison.Of(Summaries(typed, runs), runs, EquivalenceBand.Default, Find(typed, runs));

    private static VariantsText Text(string typed) => VariantsText.Of(Summaries(typed, Variants), Variants, EquivalenceBand.Default, Find(typed, Variants))!;

    private static IReadOnlyList<string> Sentences(IReadOnlyList<Summary> summaries) => BaselineText.Of(summaries, new ConfigurationNames(summaries.Select(summary => summary.Configuration)), best: null);

    private static IReadOnlyList<string> AnswerOf(IReadOnlyList<Summary> summaries, IReadOnlyList<Observation> runs) =>
        AdviceText.Of(summaries, Advice.Of(runs, summaries), isBudgetSpent: false, isComplete: true);

    private static Arm Of(Summary summary, IReadOnlyList<Observation> runs) => Arm.AllOf(runs).Single(arm => arm.Configuration == summary.Configuration);

    /// <summary>As a file has them.</summary>
    private static List<Observation> InOrder(IReadOnlyList<Observation> runs)
    {
        var order = new MadeMachine().PlanOf("serial,threads,process-pool", "2,4", "1").Configurations.ToList();
        return [.. runs.OrderBy(run => run.Scenario.Parameters).ThenBy(run => order.IndexOf(run.Planned.Configuration))];
    }
}

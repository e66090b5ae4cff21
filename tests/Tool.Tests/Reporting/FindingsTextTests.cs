using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class FindingsTextTests
{
    [Fact]
    public void WithoutFindingsThereIsNothingToSay() => Assert.Empty(Sentences(MadeRun.Of("1"), MadeRun.Of("1")));

    [Fact]
    public void AFailureNamesTheFirstTaskItsInputAndItsReason() =>
        Assert.Equal(
            ["threads × 2: 2 of 3 tasks have no result. The first is task 1 with input 'input 1': System.FormatException: no such moon"],
            Sentences(MadeRun.Of("1", null, null) with { Executor = "threads", Workers = 2 }));

    [Theory]
    [InlineData("1 of 1 task has no result", 1)]
    [InlineData("1 of 2 tasks has no result", 2)]
    public void OneTaskIsSpokenOfAsOne(string expected, int tasks) =>
        Assert.Contains(expected, Assert.Single(Sentences(MadeRun.Of([null, .. Enumerable.Repeat("1", tasks - 1)]))), StringComparison.Ordinal);

    [Fact]
    public void AFailureTellsNoSecretOfAnAddress()
    {
        var task = new MadeTask("http://me:12@host/?token=34", null);
        var sentence = Assert.Single(Sentences(new MadeRun { Tasks = [task] }));
        Assert.Contains("'http://***@host/?token=***'", sentence, StringComparison.Ordinal);
        Assert.Equal(["serial failed: no http://***@host/"], Sentences(MadeRun.Of("1") with { Error = "no http://me:12@host/" }));
    }

    [Fact]
    public void OfALongInputTheStartIsShownWithoutSecrets()
    {
        var task = new MadeTask($"{new string('x', 170)} http://me:{new string('p', 10_000)}@host/", null);
        Assert.Contains($"with input '{new string('x', 170)} http://***@host/':", Assert.Single(Sentences(new MadeRun { Tasks = [task] })), StringComparison.Ordinal);
        task = new MadeTask(new string('x', 10_000), null);
        Assert.Contains($"with input '{new string('x', 200)}… (10,000 characters)':", Assert.Single(Sentences(new MadeRun { Tasks = [task] })), StringComparison.Ordinal);
    }

    [Fact]
    public void ADisagreementTellsNoSecretOfAnAddress()
    {
        var one = MadeRun.Of("1") with { Tasks = [new MadeTask("http://host/?sig=34", WorkResult.Of("1"))] };
        var other = one with { Tasks = [new MadeTask("http://host/?sig=34", WorkResult.Of("2"))], Executor = "threads" };
        Assert.Contains("(input 'http://host/?sig=***')", Sentences(one, other)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedExecutorIsToldByItsError() =>
        Assert.Equal(["serial failed: IOException: stuck"], Sentences(MadeRun.Of("1", null) with { Error = "IOException: stuck" }));

    [Fact]
    public void TheSameFailureInEachRoundIsToldOnce() => Assert.Single(Sentences(MadeRun.Of("1", null), MadeRun.Of("1", null) with { Round = 2 }));

    [Fact]
    public void ADisagreementNamesBothSidesAndTheInputs()
    {
        var sentences = Sentences(MadeRun.Of("1", "2"), MadeRun.Of("1", "x") with { Executor = "threads", Workers = 2 });
        Assert.StartsWith("threads × 2 and serial disagree on the results of 1 of 2 tasks: task 1 (input 'input 1'): serial 2, threads × 2 'x'.", sentences[0], StringComparison.Ordinal);
        Assert.StartsWith("Mostly tasks change something that outlives them", Assert.Single(sentences[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void AWorkloadWithTheOptionIsToldIt() =>
        Assert.Contains("If results may differ, add the setting deterministic=false.",
            SentencesOf(new SessionInfo { Id = "one", Workload = "made", Parameters = [("deterministic", "true")] }, MadeRun.Of("1"), MadeRun.Of("2"))[1], StringComparison.Ordinal);

    [Fact]
    public void AConfigurationMayDisagreeWithItself() =>
        Assert.StartsWith("serial disagrees with itself on the results of 1 of 1 task: task 0 (input 'input 0'): first 1, then 2.", Sentences(MadeRun.Of("1"), MadeRun.Of("2"))[0], StringComparison.Ordinal);

    [Fact]
    public void MoreDisagreementsThanExamplesEndInAnEllipsis()
    {
        var sentence = Sentences(MadeRun.Of([.. Enumerable.Repeat("1", 9)]), MadeRun.Of([.. Enumerable.Repeat("2", 9)]))[0];
        Assert.Contains("9 of 9 tasks: task 0 (input", sentence, StringComparison.Ordinal);
        Assert.Contains("task 2 (input 'input 2'): first 1, then 2; ….", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.3", "0.30000000000000004", "first 0.3, then 0.3000…00004.")]
    [InlineData("", "abc, def", "first '', then 'abc, def'.")]
    [InlineData("1234567890.1234", "1234567899.1234", "both 123456….1234, but not in the middle.")]
    public void ResultsAreShownAsFarAsTheyAreKnown(string one, string other, string shown) =>
        Assert.Contains(shown, Sentences(MadeRun.Of(one), MadeRun.Of(other))[0], StringComparison.Ordinal);

    private static string[] Sentences(params MadeRun[] runs) => SentencesOf(null, runs);

    private static string[] SentencesOf(SessionInfo? info, params MadeRun[] runs)
    {
        var findings = new Findings(resultsCompare: true);
        foreach (var run in runs)
            findings.Add(run.Record());
        return [.. FindingsText.Of(findings, new ConfigurationNames(runs.Select(run => run.Record().Planned.Configuration)), info)];
    }
}

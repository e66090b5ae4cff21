using NJsonSchema;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

/// <summary>What a search over variants answers.</summary>
public sealed class VariantAdviceTests
{
    private static readonly MadeMachine Spin = new();

    [Fact]
    public void TheFirstLineSaysWhichVariantAndHowToRunItAndTheOthersHaveALineEach()
    {
        var lines = Lines(new MadeVariants(Spin with { TaskSeconds = 0.002 }, Spin, Spin with { TaskSeconds = 0.004, MaxAtOnce = 1 }));
        Assert.Equal(7, lines.Count);
        Assert.Matches(@"^Use codec=b under threads × 4: 25\d ms \(.*\) for 1,000 tasks, [34]\.\d\d times as fast as under serial \(.*\) and (1\.9|2\.0)\d times as fast as codec=a under threads × 4 \(.* to .*\)\. It costs .* of CPU time\.$", lines[0]);
        Assert.Matches(@"^For codec=a, use threads × 4: 5\d\d ms \(.*\), (1\.9|2\.0)\d times as long as codec=b \(.* to .*\)\.$", lines[1]);
        Assert.Matches(@"^For codec=c, stay serial: [34]\.\d\d\d s \(.*\), 1[56]\.\d\d times as long as codec=b \(.* to .*\)\.$", lines[2]);
        Assert.StartsWith("The work of codec=b is cpu-bound: ", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(" The work of codec=c is contended.", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("codec=b under threads × 4 loses little: ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("With codec=b, parallel execution pays, compared with serial: ", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("Measured in 5 rounds; no other choice is more than 5% faster", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void WhereNothingWithSeveralWorkersIsFasterTheVariantStaysSerial() =>
        Assert.Matches(@"^Use codec=a under serial: .* for 1,000 tasks, 2\.\d\d times as fast as codec=b under serial \(.*\); nothing with several workers is more than 5% faster\.$",
            Lines(new MadeVariants(Spin with { MaxAtOnce = 1 }, Spin with { MaxAtOnce = 1, TaskSeconds = 0.0022 }))[0]);

    [Fact]
    public void NoDifferenceIsClaimedThatTheRoundsDoNotShow()
    {
        var lines = Lines(new MadeVariants(Spin with { Noise = 0.05 }, Spin with { Noise = 0.05 }));
        Assert.Matches(@"; no difference from codec=[ab] under threads × 4 is shown\. It costs", lines[0]);
        Assert.Matches(@"^For codec=[ab], use threads × 4: .*; no difference from codec=[ab] is shown \(.* times as long, .* to .*\)\.$", lines[1]);
    }

    /// <summary>In rounds that differ that much, the other one may be faster by half.</summary>
    [Fact]
    public void AnotherVariantThatMayBeMuchFasterIsARival()
    {
        var variants = new MadeVariants(Spin, Spin);
        double[] factors = [0.5, 1.2, 1.3, 1.2, 1.1];
        var conclusion = variants.Conclude([.. variants.Sweep("serial,threads").Select(run => run.Planned.Configuration is { Variant: 1, Executor: "threads" } ? run with { Times = run.Times with { Wall = run.Times.Wall * factors[run.Planned.Round - 1] } } : run)]);
        Assert.Equal("codec=b", conclusion.Advice!.Rival!.Variant);
        var lines = VariantAdviceText.Of(conclusion);
        Assert.StartsWith("Probably use codec=a under threads × 4", lines[0], StringComparison.Ordinal);
        Assert.Matches("; codec=b under threads × 4 may be .*faster. To be surer, measure codec=b under .* × 4 and codec=a under threads × 4 in more rounds", lines[^1]);
        // Its own answer does not know of others.
        Assert.Null(conclusion.Variants[0].Advice!.Rival);
    }

    [Theory]
    [InlineData(1.3, "Probably use codec=a")]
    [InlineData(1.6, "Use codec=a")]
    public void WithTooFewRoundsInCommonOnlyALargeDifferenceBetweenVariantsCounts(double ratio, string start)
    {
        var variants = new MadeVariants(Spin, Spin with { TaskSeconds = ratio * Spin.TaskSeconds });
        var lines = VariantAdviceText.Of(variants.Conclude([.. variants.Sweep().Where(run => run.Planned.Configuration.Variant == 0 || run.Planned.Round == 1)]));
        Assert.StartsWith(start, lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^For codec=b, probably use threads × 4: [34]\d\d ms, about 1\.[2-6]\d times as long as codec=a\.$", lines[1]);
    }

    [Fact]
    public void WhatToMeasureAgainIsNamedWithItsVariant() =>
        Assert.Matches(@"^Inconclusive: codec=a under threads × 4 takes .* To be surer, measure codec=a under threads × 4 and codec=a under serial in more rounds, on a quiet machine\.$",
            Lines(new MadeVariants(Spin with { MaxAtOnce = 1.3, Noise = 0 }, Spin with { MaxAtOnce = 1.3, Noise = 0, TaskSeconds = 0.002 }), "serial,threads", rounds: 1)[0]);

    [Fact]
    public void AVariantThatFailsHasNoAdviceAndTheOthersHave()
    {
        var variants = new MadeVariants(Spin, Spin with { TaskSeconds = 0.0001 });
        var lines = VariantAdviceText.Of(variants.Conclude([.. variants.Sweep().Select(run => run.Planned.Configuration.Variant == 1 ? run with { Status = RunStatus.Failed } : run)]));
        Assert.Matches("^Use codec=a under threads × 4: .* times as fast as under serial \\([^)]*\\)\\. It costs", lines[0]);
        Assert.Equal("For codec=b, there is no advice: no two configurations ran all of their tasks.", lines[1]);
    }

    [Fact]
    public void WhereAllFailOneSentenceSaysSo()
    {
        var variants = new MadeVariants(Spin, Spin);
        var conclusion = variants.Conclude([.. variants.Sweep().Select(run => run with { Status = RunStatus.Failed })]);
        Assert.Equal(["No advice: no two configurations ran all of their tasks."], VariantAdviceText.Of(conclusion));
        Assert.Null(conclusion.Advice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResultsThatDifferComeFirst(bool isOnly)
    {
        var variants = isOnly ? new MadeVariants(Spin) : new MadeVariants(Spin, Spin);
        var conclusion = variants.Conclude(variants.Sweep());
        using var text = new StringWriter();
        ResultText.ShowAdvice(Terminal.Of(text, 10_000, isColoured: false), conclusion with { ResultsDiffer = true, Variants = isOnly ? [] : conclusion.Variants });
        Assert.Matches(@"^The results differ, see below: no time counts until they agree\.\r?\nUse ", text.ToString());
    }

    /// <summary>It ran in the first rounds only, and then the machine became twice as fast.</summary>
    [Fact]
    public void TheVariantToUseIsFasterInTheRoundsThatItSharesWithOthers()
    {
        var variants = new MadeVariants(Spin with { TaskSeconds = 0.0012 }, Spin);
        var conclusion = variants.Conclude([.. variants.Sweep(rounds: 8).Where(run => run.Planned.Configuration.Variant == 0 || run.Planned.Round <= 3)
            .Select(run => run.Planned.Round > 3 ? run with { Times = run.Times with { Wall = run.Times.Wall / 2 } } : run)]);
        Assert.True(conclusion.Variants[0].Advice!.Chosen.Wall!.Median.Value < conclusion.Variants[1].Advice!.Chosen.Wall!.Median.Value);
        Assert.Equal("codec=b", conclusion.Advice!.Variant);
        Assert.InRange(conclusion.Variants[0].TimesAsLong!.Value, 1.1, 1.3);
    }

    [Fact]
    public void OtherKindsOfWorkAreNamedAfterWhatConcernsTheVariantToUse()
    {
        var slow = Spin with { TaskSeconds = 0.004, MaxAtOnce = 1 };
        var variants = new MadeVariants(Spin, slow, slow, slow);
        Assert.Contains(VariantAdviceText.Of(variants.Conclude(variants.Sweep(workers: "5"))), line =>
            line.StartsWith("The work of codec=a is cpu-bound: ", StringComparison.Ordinal) && line.EndsWith(" Measure with 4 workers, too. The work of codec=b, codec=c and codec=d is contended.", StringComparison.Ordinal));
    }

    [Fact]
    public void WithNumbersOfTasksTheAnswerSaysFromHowManyOnWhat()
    {
        // A pool of processes takes 100 ms; a run of 10 tasks takes 10 ms.
        var variants = new MadeVariants([.. new[] { 2_000, 10, 50, 500 }.Select(tasks => Spin with { Tasks = tasks })]);
        var lines = VariantAdviceText.Of(variants.Conclude(variants.Sweep("serial,process-pool")));
        Assert.Equal("Use serial up to 50 tasks, and process-pool × 4 from 500 tasks on.", lines[0]);
        Assert.Matches(@"^For 10 tasks, stay serial: 1\d\.\d ms \(.*\); nothing with several workers is more than 5% faster\.$", lines[1]);
        Assert.Matches(@"^For 500 tasks, use process-pool × 4: 22\d ms \(.*\), 2\.\d\d times as fast as under serial \(.* to .*\)\.$", lines[3]);
        Assert.StartsWith("For 2,000 tasks, use process-pool × 4: ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("The work is cpu-bound: ", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("process-pool × 4 with 2,000 tasks loses ", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("Parallel execution pays, compared with serial: process-pool × 4 ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("Measured in 5 rounds; no other choice is more than 5% faster", lines[8], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Use serial up to 50 tasks, the largest number that was measured.")]
    [InlineData(4, "Use threads × 4 from 10 tasks on, the smallest number that was measured.")]
    public void OneAnswerForAllNumbersOfTasksIsOneSentence(int atOnce, string sentence) =>
        Assert.Equal(sentence, Lines(new MadeVariants([.. new[] { 10, 50 }.Select(tasks => Spin with { Tasks = tasks, MaxAtOnce = atOnce })]), "serial,threads")[0]);

    [Fact]
    public void NumbersOfTasksWithoutAnAnswerAreNamedAsSuch()
    {
        var doubtful = Spin with { MaxAtOnce = 1.3, Noise = 0 };
        Assert.Equal("Probably use threads × 4 from 500 tasks on; inconclusive up to 10 tasks.",
            Lines(new MadeVariants(doubtful with { Tasks = 10 }, Spin with { Tasks = 500 }), "serial,threads", rounds: 1)[0]);
        Assert.Equal("Inconclusive for every number of tasks.",
            Lines(new MadeVariants(doubtful with { Tasks = 10 }, doubtful with { Tasks = 500 }), "serial,threads", rounds: 1)[0]);
    }

    /// <summary>The first round had cold code, and is the only one in common.</summary>
    [Fact]
    public void ARatioOfFewCommonRoundsFitsTheMediansBesideIt()
    {
        var variants = new MadeVariants(Spin, Spin with { TaskSeconds = 2 * Spin.TaskSeconds });
        var conclusion = variants.Conclude([.. variants.Sweep().Where(run => run.Planned.Configuration.Variant == 0 || run.Planned.Round == 1)
            .Select(run => run.Planned is { Configuration.Variant: 0, Round: 1 } ? run with { Times = run.Times with { Wall = 1.5 * run.Times.Wall } } : run)]);
        Assert.InRange(conclusion.Variants[1].TimesAsLong!.Value, 1.9, 2.1);
        Assert.Matches(" and about (1.9|2.0)[0-9] times as fast as codec=b ", VariantAdviceText.Of(conclusion)[0]);
    }

    [Fact]
    public void OneTaskIsNoUpTo() =>
        Assert.Equal("Use serial with 1 task, and threads × 4 from 500 tasks on.", Lines(new MadeVariants([.. new[] { 1, 500 }.Select(tasks => Spin with { Tasks = tasks })]), "serial,threads")[0]);

    [Fact]
    public async Task TheDocumentFitsItsSchemaAndHasAllVariants()
    {
        var variants = new MadeVariants(Spin with { TaskSeconds = 0.002 }, Spin, Spin);
        var conclusion = variants.Conclude([.. variants.Sweep().Select(run => run.Planned.Configuration.Variant == 2 ? run with { Status = RunStatus.Failed } : run)]);
        var text = AdviceJson.Of(conclusion);
        Assert.Empty((await JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "docs", "advice.schema.json"))).Validate(text));
        var document = System.Text.Json.JsonDocument.Parse(text).RootElement;
        Assert.Equal("codec=b", document.GetProperty("advice").GetProperty("variant").GetString());
        Assert.Equal(["codec=a parallel 500", "codec=b parallel 250", "codec=c inconclusive "], document.GetProperty("variants").EnumerateArray().Select(variant =>
            $"{variant.GetProperty("variant")} {variant.GetProperty("verdict")} {(variant.GetProperty("expected_wall_s") is { ValueKind: System.Text.Json.JsonValueKind.Number } wall ? Math.Round(wall.GetDouble() * 20) * 50 : "")}"));
        Assert.InRange(document.GetProperty("variants")[0].GetProperty("times_as_long_low").GetDouble(), 1.9, 2.1);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, document.GetProperty("variants")[1].GetProperty("times_as_long").ValueKind);
        // Those of the variant to use.
        Assert.Equal(4, document.GetProperty("losses").GetArrayLength());
    }

    private static IReadOnlyList<string> Lines(MadeVariants variants, string executors = MadeMachine.AllExecutors, int rounds = 5) => VariantAdviceText.Of(variants.Conclude(variants.Sweep(executors, rounds: rounds)));
}

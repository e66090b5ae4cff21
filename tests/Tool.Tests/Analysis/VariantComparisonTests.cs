using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Analysis.Advices;

namespace Partime.Tool.Tests.Analysis;

public sealed class VariantComparisonTests
{
    [Fact]
    public void AVariantIsComparedWithTheFirstUnderTheSameConfiguration()
    {
        var runs = Runs(new MadeMachine(), new MadeMachine { TaskSeconds = 0.0005 }, new MadeMachine { TaskSeconds = 0.002 });
        var comparisons = VariantComparison.Of(Summary.Of(runs, EquivalenceBand.Default), runs, EquivalenceBand.Default);
        Assert.Equal(["codec=b", "codec=b", "codec=c", "codec=c"], comparisons.Select(comparison => comparison.Other.Scenario.Parameters.Split("; ")[0]));
        Assert.All(comparisons, comparison => Assert.Equal("codec=a; size=1", comparison.Baseline.Scenario.Parameters));
        Assert.All(comparisons.Take(2), comparison => Assert.InRange(comparison.SpeedUp.Value, 1.9, 2.1));
        Assert.Equal([Difference.Faster, Difference.Faster, Difference.Slower, Difference.Slower], comparisons.Select(comparison => comparison.Difference));
    }

    /// <summary>As people say it: the faster one ran so many times as fast.</summary>
    [Theory]
    [InlineData(0.0005, @"^codec=b ran (1\.9|2\.0)\d times as fast as codec=a under threads × 4 \((1|2)\.\d\d to 2\.\d\d\)\.$")]
    [InlineData(0.002, @"^codec=a ran (1\.9|2\.0)\d times as fast as codec=b under threads × 4 \((1|2)\.\d\d to 2\.\d\d\)\.$")]
    [InlineData(0.001, @"^No difference between codec=b and codec=a is shown under threads × 4: codec=b ran 1\.00 times as fast \(1\.00 to 1\.00\)\.$")]
    public void TheFasterOneIsNamed(double seconds, string sentence) => Assert.Matches(sentence, Sentences(Runs(new MadeMachine(), new MadeMachine { TaskSeconds = seconds }))[1]);

    [Fact]
    public void TheFastestOfAllComesFirst() =>
        Assert.Matches(@"^Fastest of all: codec=b under threads × 4, 12\d ms for 1,000 tasks\.$", Sentences(Runs(new MadeMachine(), new MadeMachine { TaskSeconds = 0.0005 }, new MadeMachine { TaskSeconds = 0.002 }))[0]);

    /// <summary>It is shown under serial only, and there the sentence is about.</summary>
    [Fact]
    public void AShownDifferenceIsToldBeforeAFasterConfigurationWithoutOne()
    {
        var runs = Runs(new MadeMachine(), new MadeMachine { TaskSeconds = 0.0005 }).Select(run => run.Planned.Configuration.Workers == 1 || run.Scenario.Parameters[6] == 'a' ? run
            : run with { Times = run.Times with { Wall = 0.1 * run.Planned.Round * run.Planned.Round } }).ToList();
        Assert.Contains("under serial", Sentences(runs)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void OneRoundHasNoInterval() =>
        Assert.EndsWith("under threads × 4, in too few rounds for an interval.", Sentences([.. Runs(new MadeMachine(), new MadeMachine { TaskSeconds = 0.0005 }).Where(run => run.Planned.Round == 1)])[1], StringComparison.Ordinal);

    [Fact]
    public void SessionsOfTheirOwnAreNotCompared()
    {
        var runs = Runs(new MadeMachine(), new MadeMachine());
        Assert.Null(VariantsText.Of(Summary.Of(runs, EquivalenceBand.Default), [.. runs.Select(run => run with { Session = run.Scenario.Parameters })], EquivalenceBand.Default));
        Assert.Null(VariantsText.Of(Summary.Of(runs[..10], EquivalenceBand.Default), runs[..10], EquivalenceBand.Default));
    }

    /// <summary>They stand in a heading, too.</summary>
    [Fact]
    public void WordsOfStrangersDoNotMoveTheCursor()
    {
        var runs = Runs(new MadeMachine(), new MadeMachine()).Select(run => run with { Scenario = run.Scenario with { Parameters = run.Scenario.Parameters.Replace("codec=", "codec=\e[31m\t", StringComparison.Ordinal) } }).ToList();
        using var text = new StringWriter();
        VariantsText.Of(Summary.Of(runs, EquivalenceBand.Default), runs, EquivalenceBand.Default)!.Show(Terminal.Of(text, 120, isColoured: false));
        Assert.DoesNotContain(text.ToString(), letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
    }

    [Fact]
    public void WorkloadsAreNamedWhereTheyDiffer()
    {
        Scenario Of(string workload, string parameters) => new(workload, parameters, "", 1, IsWarm: false);
        Assert.Equal(["stj", "newtonsoft (indent=no)", "newtonsoft (indent=yes)"],
            VariantNames.Among([Of("stj", "size=1"), Of("newtonsoft", "indent=no; size=1"), Of("newtonsoft", "indent=yes; size=1")]).Values);
        // They differ in their tasks, too, and are no variants.
        Assert.Empty(VariantNames.Among([Of("stj", ""), Of("newtonsoft", "") with { Tasks = 2 }]));
    }

    private static IReadOnlyList<string> Sentences(IReadOnlyList<Observation> runs) => VariantsText.Of(Summary.Of(runs, EquivalenceBand.Default), runs, EquivalenceBand.Default)!.Sentences;

    /// <summary>Of one variant after the other, in the same rounds of one session.</summary>
    private static Observation[] Runs(params MadeMachine[] machines) =>
    [
        .. machines.SelectMany((machine, variant) => machine.Sweep(machine.PlanOf("serial,threads", "4", "1"))
            .Select(run => run with { Scenario = run.Scenario with { Parameters = $"codec={(char)('a' + variant)}; size=1" } })),
    ];
}

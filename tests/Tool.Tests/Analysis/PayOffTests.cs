using Partime.Tool.Analysis;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Analysis.Advices;

namespace Partime.Tool.Tests.Analysis;

/// <summary>A task takes a millisecond, and the pool of the made machine a tenth of a second.</summary>
public sealed class PayOffTests
{
    [Theory]
    [InlineData("threads × 4 pays from 10 tasks on, the smallest number that was measured.", "serial,threads,process-pool", 10, 100, 1000)]
    [InlineData("process-pool × 4 pays from 1,000 tasks on; with 100 tasks serial is faster.", "serial,process-pool", 1, 100, 1000)]
    [InlineData("Up to 100 tasks, nothing is shown to be faster than serial.", "serial,process-pool", 1, 10, 100)]
    [InlineData("From how many tasks on parallel execution pays is not known: measure serial and others in the same rounds.", "threads,process-pool", 10, 100, 1000)]
    public void ASentenceTellsFromHowManyTasksOnItPays(string sentence, string executors, params int[] counts) =>
        Assert.Equal([sentence], Text(Runs("", executors, counts)).Sentences);

    [Fact]
    public void WhatIsNotShownIsNotClaimed()
    {
        // As many times faster as slower.
        var runs = Runs("", "serial,threads", 10, 100).Select(run => run.Tasks == 10 && run.Planned.Configuration.Workers > 1 ? run with { Times = run.Times with { Wall = 0.01 * Math.Pow(2, run.Planned.Round - 3) } } : run);
        Assert.Equal(["threads × 4 pays from 100 tasks on; with 10 tasks no difference from serial is shown."], Text([.. runs]).Sentences);
    }

    [Fact]
    public void ATableHasARowForEachNumber()
    {
        var text = Text(Runs("", "serial,threads,process-pool", 10, 1000));
        using var shown = new StringWriter();
        text.Show(Terminal.Of(shown, 120, isColoured: false));
        Assert.Matches(@"Speed-up over serial by the number of tasks\s+tasks +serial +threads × 4 +process-pool × 4\s+─+\s+10 +\d+\.\d ms +3\.\d\d × +0\.\d\d ×\s+1,000 +\d[\d.]+ m?s +\d\.\d\d × +2\.\d\d ×\s", shown.ToString());
        Assert.Contains("| tasks | serial | threads × 4 | process-pool × 4 |", text.Markdown(), StringComparison.Ordinal);
        var page = System.Text.Encoding.UTF8.GetString(new HtmlReport("made", []).Add(text).Bytes());
        Assert.Contains("<h2>Numbers of tasks</h2>", page, StringComparison.Ordinal);
        Assert.Contains(">process-pool × 4</th>", page, StringComparison.Ordinal);
        Assert.Contains(new Cover().Add(text).Lines, line => line.Cells is ["1,000", _, _, _]);
    }

    /// <summary>Different work is not compared, and the same is.</summary>
    [Fact]
    public void OtherVariantsAreComparedWithAsManyTasks()
    {
        List<Observation> runs = [.. Runs("codec=a; ", "serial,threads", 10, 100), .. Runs("codec=b; ", "serial,threads", 10, 100)];
        var text = Text(runs);
        Assert.Equal(["codec=a: threads × 4 pays from 10 tasks on, the smallest number that was measured.", "codec=b: threads × 4 pays from 10 tasks on, the smallest number that was measured."], text.Sentences.Take(2));
        Assert.Equal(4, text.Sentences.Count);
        Assert.Equal(["codec=b, tasks=10 codec=a, tasks=10", "codec=b, tasks=100 codec=a, tasks=100"], text.Rows.Select(row => $"{row.Variant} {row.Baseline}").Distinct());
    }

    [Fact]
    public void AVariantWithOtherTasksIsNoBaseline()
    {
        var arms = Arm.AllOf(Runs("", "serial,threads", 10, 100));
        Assert.StartsWith("No other variant has as many tasks as 'tasks=10', so that", Assert.Throws<PartimeException>(() => BaselineNames.Find("tasks=10", arms)).Message, StringComparison.Ordinal);
        Assert.Equal("threads × 4", BaselineNames.Find("threads", arms)!.Name);
    }

    private static VariantsText Text(IReadOnlyList<Observation> runs) => VariantsText.Of(Summary.Of(runs, EquivalenceBand.Default), runs, EquivalenceBand.Default)!;

    private static List<Observation> Runs(string parameters, string executors, params int[] counts) =>
    [
        .. from count in counts
           let machine = new MadeMachine { Tasks = count }
           from run in machine.Sweep(machine.PlanOf(executors, "4", "1")).OrderBy(run => executors.IndexOf(run.Planned.Configuration.Executor, StringComparison.Ordinal))
           select run with { Scenario = run.Scenario with { Parameters = $"{parameters}tasks={count}" } },
    ];
}

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Analysis.Advices;

namespace Partime.Tool.Tests.Reporting;

public sealed class ReportChapterTests
{
    [Fact]
    public void EachScenarioHasItsOwnAdviceLawsAndSessions()
    {
        var machine = new MadeMachine();
        var plan = machine.PlanOf("serial,threads", "1,2,4", "1");
        List<Observation> runs = [.. ((string[])["moons", "suns"]).SelectMany(workload => machine.Sweep(plan).Select(run => run with { Session = workload, Scenario = run.Scenario with { Workload = workload } }))];
        SessionInfo[] sessions = [new() { Id = "moons", Workload = "moons", Machine = "one" }, new() { Id = "suns", Workload = "suns", Machine = "other" }];
        var chapters = ReportChapter.AllOf([new RunsFile("runs.csv", [], sessions, runs, [], null)], runs, Summary.Of(runs, EquivalenceBand.Default), ScalingModel.Of(Arm.AllOf(runs)));
        Assert.Equal(["moons", "suns"], chapters.Select(chapter => chapter.Scenario.Workload));
        Assert.All(chapters, chapter =>
        {
            Assert.Equal(chapter.Scenario, Assert.Single(chapter.Models).Largest.Scenario);
            Assert.Equal(chapter.Scenario, chapter.Advice!.Chosen.Scenario);
            Assert.StartsWith(chapter.Scenario.Workload == "moons" ? "one" : "other", Assert.Single(chapter.Origins), StringComparison.Ordinal);
        });
    }
}

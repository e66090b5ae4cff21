using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary>What the tutorial says of numbers. EndToEnd.Tests run the last step.</summary>
public sealed class TutorialStepsTests
{
    private static readonly IReadOnlyList<TutorialStep> Steps = TutorialSteps.All(new Uri("http://127.0.0.1:1/"));

    [Fact]
    public void ThereAreAsManyStepsAsItSays() => Assert.Equal(TutorialSteps.Count, Steps.Count);

    [Fact]
    public void EveryCommandIsOneThatRunAccepts() => Assert.All(
        Steps.SelectMany(step => step.Commands),
        words => Assert.NotNull(CommandLine.Parse(["run", .. words.Split(' ')])));

    /// <summary>Of every configuration that its commands name, so that a sentence never looks for one that was not measured.</summary>
    [Fact]
    public void EverySentenceReadsTheNumbersOfItsOwnCommands() => Assert.All(Steps, step =>
        Assert.StartsWith("Here ", step.Reading([.. step.Commands.Select(words => Of([.. RunsOf(TutorialCommand.RequestOf(words.Split(' ')))]))]), StringComparison.Ordinal));

    [Fact]
    public void WhatProcessesTakeBeyondTheLongestTaskIsTheirPrice() => Assert.Equal(
        "Here three processes took 350 ms in place of 600 ms: no less than the longest task, 300 ms, and 50.0 ms more for starting and ending processes.",
        Steps[1].Reading([Of(Run("serial", 1, 0.6), Run("process", 3, 0.35))]));

    [Fact]
    public void TheLoopOfProcessesIsReadAsThePriceOfOne() => Assert.StartsWith(
        "Here a process costs 60.0 ms per task:",
        Steps[2].Reading([Of(Run("serial", 1, 0.25), Run("process", 1, 0.55))]),
        StringComparison.Ordinal);

    [Fact]
    public void AProcessThatSeemsToCostLessThanNothingCostsNothing() => Assert.StartsWith(
        "Here a process costs 0 ns per task:",
        Steps[2].Reading([Of(Run("serial", 1, 0.55), Run("process", 1, 0.25))]),
        StringComparison.Ordinal);

    [Fact]
    public void OfComputingTheFastestIsNamedAlsoIfItIsSerial()
    {
        Assert.Contains("threads × 2 was fastest with 500 ms, against 1.000 s for serial", Steps[4].Reading([Of(Run("serial", 1, 1), Run("threads", 2, 0.5))]), StringComparison.Ordinal);
        Assert.Contains("serial was fastest with 1.000 s: nothing else paid", Steps[4].Reading([Of(Run("serial", 1, 1), Run("threads", 2, 1.5))]), StringComparison.Ordinal);
    }

    /// <summary>On a busy machine more workers than CPUs may be the fastest, and then the lesson is not what the numbers show.</summary>
    [Fact]
    public void TheLessonOnMoreWorkersIsTaughtOnlyIfTheNumbersShowIt()
    {
        var many = Environment.ProcessorCount * 2;
        if (Environment.ProcessorCount > 1)
            Assert.EndsWith("When tasks compute, more workers than CPUs bring nothing.", Steps[4].Reading([Of(Run("serial", 1, 1), Run("threads", 2, 0.5), Run("threads", many, 0.6))]), StringComparison.Ordinal);
        Assert.EndsWith("here other programs used the CPUs, or chance decided.", Steps[4].Reading([Of(Run("serial", 1, 0.5), Run("threads", many, 1))]), StringComparison.Ordinal);
        Assert.EndsWith("here chance or other programs decided, and more rounds would tell.", Steps[4].Reading([Of(Run("serial", 1, 1), Run("threads", many, 0.5))]), StringComparison.Ordinal);
    }

    [Fact]
    public void WaitingAndComputingAreReadAsTwoSpeedUps() => Assert.StartsWith(
        "Here 8 threads are 5.00 times as fast as serial when tasks wait, and 0.50 times when they compute",
        Steps[6].Reading([Of(Run("serial", 1, 1), Run("threads", 8, 0.2)), Of(Run("serial", 1, 1), Run("threads", 8, 2))]),
        StringComparison.Ordinal);

    private static IEnumerable<MadeRun> RunsOf(SessionRequest request) =>
        from executor in request.Executors
        from workers in executor == "serial" ? [1] : WorkersOf(request)
        select Run(executor, workers, 0.125);

    private static int[] WorkersOf(SessionRequest request) => [.. new[] { 1, 2, 3, 4, 6, 8 }.Where(workers => request.Workers.Contains(new WorkerSpec(workers)))];

    private static MadeRun Run(string executor, int workers, double seconds) =>
        MadeRun.Of("1", "2") with { Executor = executor, Workers = workers, Seconds = (0, seconds, 0) };

    private static Conclusion Of(params MadeRun[] runs) => CsvOutput.Conclusion(isComplete: true) with
    {
        Summaries = Summary.Of(runs.Select(run => run.Observation()), EquivalenceBand.Default),
    };
}

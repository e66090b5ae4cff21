using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Runs that were stopped, and what is measured because of them.</summary>
public sealed class SessionOutcomeTests
{
    private static readonly Plan Plan = new(new TaskInputs([new InputSegment.Texts(["1"])], 1), [new("serial", 1, 1)], Warmup: 0, RoundsSpec.Parse("2", null, null)) { Seed = 1 };

    [Fact]
    public void AStoppedRunIsMeasuredAgainAndDoesNotCount()
    {
        var (outcome, runs) = Measured(number => number == 1 ? RunStatus.Suspended : RunStatus.Ok);
        Assert.Equal([1, 1, 2], runs);
        Assert.Equal((2, 2, ExitCode.Ok, true), (outcome.FinishedCount, outcome.Conclude().Summaries[0].Rounds, outcome.ExitCode, outcome.IsComplete));
        Assert.Equal(RunStatus.Ok, outcome.Conclude().Summaries[0].WorstStatus);
        Assert.DoesNotContain(outcome.Conclude().Problems, problem => problem.Contains("lacks", StringComparison.Ordinal));
    }

    [Fact]
    public void ARunThatIsStoppedEachTimeIsLeftOutWithASentence()
    {
        var (outcome, runs) = Measured(number => number <= SessionOutcome.MaxAttempts ? RunStatus.Suspended : RunStatus.Ok);
        Assert.Equal([1, 1, 1, 2], runs);
        Assert.Equal("serial was stopped 3 times in round 1, which it therefore lacks.", Assert.Single(outcome.Conclude().Problems));
        Assert.Equal(ExitCode.TasksFailed, outcome.ExitCode);
    }

    [Fact]
    public void AttemptsBeforeAContinuationCount()
    {
        var former = Observed(Plan.Runs(round => round == 1).First(), RunStatus.Suspended);
        var (_, runs) = Measured(_ => RunStatus.Suspended, former);
        Assert.Equal([1, 1, 2, 2, 2], runs);
    }

    /// <summary>A search shows no table.</summary>
    [Fact]
    public void ASearchSaysNothingOfTheNumbersOfATable()
    {
        Observation[] runs = [RunOf(1, 1), RunOf(2, 3)];
        Assert.Contains(Remarks(null), remark => remark.Contains("the parts of its time are those of a round", StringComparison.Ordinal));
        Assert.DoesNotContain(Remarks(new AdaptiveSearch(Plan, new SearchGoal(0.05, TimeSpan.FromSeconds(1)), 1)), remark => remark.Contains("the parts of its time", StringComparison.Ordinal));

        IReadOnlyList<string> Remarks(AdaptiveSearch? search) => new SessionOutcome(CsvOutput.Session(), Plan, EquivalenceBand.Default, runs, search).Conclude().Remarks;
        static Observation RunOf(int round, double seconds) => Observation.Of((MadeRun.Of("1") with { Round = round, Seconds = (0, seconds, 0) }).Record(), CsvOutput.Session());
    }

    private static (SessionOutcome Outcome, List<int> Rounds) Measured(Func<int, RunStatus> statusOf, params Observation[] former)
    {
        var outcome = new SessionOutcome(CsvOutput.Session(), Plan, EquivalenceBand.Default, former);
        var rounds = new List<int>();
        foreach (var run in outcome.Remaining(_ => null))
        {
            rounds.Add(run.Round);
            outcome.Add(MadeRun.Of("1").Record() with { Planned = run, Status = statusOf(rounds.Count) });
        }
        return (outcome, rounds);
    }

    private static Observation Observed(PlannedRun run, RunStatus status) => Observation.Of(MadeRun.Of("1").Record() with { Planned = run, Status = status }, CsvOutput.Session());
}

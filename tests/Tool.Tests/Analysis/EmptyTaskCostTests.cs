using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class EmptyTaskCostTests
{
    private static readonly Scenario Nothing = new("nothing", "", "", 1000, IsWarm: false);

    [Fact]
    public void TheCostIsTheMedianOfTheRunsWithoutStartUp()
    {
        var cost = Assert.Single(EmptyTaskCost.Of([Run(1, 2), Run(2, 5), Run(3, 3)]));
        Assert.Equal(("threads", 1000L, 3), (cost.Executor, cost.Tasks, cost.Task.Count));
        Assert.Equal(0.003, cost.Task.Value, 12);
        Assert.Equal(0.5, cost.Startup.Value, 12);
    }

    [Fact]
    public void WarmUpsAndFailedRunsDoNotCount() => Assert.Empty(EmptyTaskCost.Of(
        [Run(1, 2, phase: Phase.Warmup), Run(1, 2, status: RunStatus.Failed), Run(2, 2, status: RunStatus.Cancelled), Run(3, 2, status: RunStatus.Error)]));

    private static Observation Run(int round, double seconds, Phase phase = Phase.Measure, RunStatus status = RunStatus.Ok) => new(
        Nothing, "s", new PlannedRun(round, phase, round, 1, new Configuration("threads", 1, 1)), new TimeParts(seconds + 0.75, 0.5, seconds, 0.25), status);
}

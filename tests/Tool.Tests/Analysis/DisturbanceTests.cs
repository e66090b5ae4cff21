using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

public sealed class DisturbanceTests
{
    [Fact]
    public void RunsThatAreTooShortToTellOneByOneAreAddedUp()
    {
        var runs = Rounds("threads", count: 3, seconds: 0.1, others: 0.04);
        Assert.Empty(Disturbance.Among(Arm.AllOf(runs[..1])));
        var (arm, share) = Assert.Single(Assert.Single(Disturbance.Among(Arm.AllOf(runs))).Arms);
        Assert.Equal(("threads", 0.2), (arm.Configuration.Executor, Math.Round(share, 9)));
    }

    [Fact]
    public void ARoundAmongManyDoesNoHarm() =>
        Assert.Empty(Disturbance.Among(Arm.AllOf([.. Rounds("threads", count: 9, seconds: 1, others: 0), .. Rounds("threads", count: 1, seconds: 1, others: 1)])));

    [Fact]
    public void WarmUpsDoNotCount() =>
        Assert.Empty(Disturbance.Among(Arm.AllOf(Rounds("threads", count: 3, seconds: 1, others: 1).Select(run => run with { Planned = run.Planned with { Phase = Phase.Warmup } }))));

    [Fact]
    public void ASentenceNamesTheMostDisturbedAndCountsTheOthers()
    {
        var arms = Arm.AllOf([.. Rounds("serial", count: 3, seconds: 1, others: 0.3), .. Rounds("threads", count: 3, seconds: 1, others: 1.5), .. Rounds("async", count: 3, seconds: 1, others: 0)]);
        Assert.Equal(["threads and 1 more ran while other programs had up to 75% of the machine's CPU time: close them and measure again."], DisturbanceText.Of(arms));
    }

    [Fact]
    public void AGovernorThatChangedBetweenRunsIsTold()
    {
        var runs = Rounds("serial", count: 2, seconds: 1, others: 0);
        Assert.Empty(DisturbanceText.Of(Arm.AllOf(runs.Select(run => run with { Noise = run.Noise with { Governor = "performance" } }))));
        var changed = runs.Select((run, index) => run with { Noise = run.Noise with { Governor = index == 0 ? "performance" : "powersave" } });
        Assert.StartsWith("The frequency governor was not the same in all runs (performance; powersave)", Assert.Single(DisturbanceText.Of(Arm.AllOf(changed))));
    }

    private static Observation[] Rounds(string executor, int count, double seconds, double others) =>
    [
        .. Enumerable.Range(1, count).Select(round => (MadeRun.Of("1") with { Executor = executor, Round = round, Seconds = (0, seconds, 0) }).Observation() with
        {
            Noise = new RunNoise { MachineCpus = 2, UsableCpus = 2, OthersCpuSeconds = others },
        }),
    ];
}

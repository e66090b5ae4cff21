using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

public sealed class DisturbanceTests
{
    [Fact]
    public void AnIdleMachineDisturbsNothing() => Assert.Empty(Of(Noise(others: 0.03), seconds: 1));

    [Fact]
    public void BusyMachinesAndSharedCpusDisturb() =>
        Assert.Equal([new(DisturbanceKind.OtherPrograms, 0.25), new(DisturbanceKind.Host, 0.1)], Of(Noise(others: 0.5, stolen: 0.1), seconds: 1));

    [Fact]
    public void OtherProgramsUseNoMoreThanTheWholeMachine() =>
        Assert.Equal([new(DisturbanceKind.OtherPrograms, 1)], Of(Noise(others: 2.12), seconds: 1));

    [Theory]
    [InlineData(0.05, 1, 0)]
    [InlineData(0.19, 1, 0)]
    [InlineData(0.2, 1, 2)]
    [InlineData(0.2, 4, 2)]
    [InlineData(0.2, 5, 0)]
    public void ShortRunsHaveNoDisturbances(double seconds, int runs, int disturbances) =>
        Assert.Equal(disturbances, Of(Noise(others: 1.5, stolen: 0.1), seconds, runs: runs).Count);

    [Theory]
    [InlineData(1, 1.9, 1)]
    [InlineData(1, 0.1, 0)]
    [InlineData(0.01, 0.019, 1)]
    public void MoreWorkersThanCpusDisturbOneAnotherOnlyWhenTheyCompute(double seconds, double cpuSeconds, int disturbances) =>
        Assert.Equal(Enumerable.Repeat(new Disturbance(DisturbanceKind.Crowd, 4), disturbances), Of(new RunNoise { UsableCpus = 2 }, seconds, cpuSeconds, workers: 8));

    [Fact]
    public void ProcessesThatComputeWhileTheyStartCrowdNothing() =>
        Assert.Empty(Of(new RunNoise { UsableCpus = 2 }, seconds: 1, cpuSeconds: 1.9, workers: 16, runSeconds: 0.1));

    [Theory]
    [InlineData(0.5, 1, 0)]
    [InlineData(1.5, 2, 0)]
    [InlineData(1.5, 3, 1)]
    public void WorkersCrowdAQuotaOnlyAboveTheNextWholeNumber(double usable, int workers, int disturbances) =>
        Assert.Equal(disturbances, Of(new RunNoise { UsableCpus = usable }, seconds: 1, cpuSeconds: usable, workers: workers).Count);

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.002, 0)]
    public void AQuotaDisturbsWhenItStoppedTheRunForMoreThanAMoment(double throttledSeconds, int disturbances) =>
        Assert.Equal(disturbances, Of(new RunNoise { ThrottledSeconds = throttledSeconds }, seconds: 1).Count(disturbance => disturbance.Kind == DisturbanceKind.Quota));

    [Fact]
    public void ABatteryDisturbsEvenAShortRun()
    {
        Assert.Equal([new(DisturbanceKind.Battery, 1)], Of(new RunNoise { OnBattery = true }, seconds: 0.001));
        Assert.Empty(Of(new RunNoise { OnBattery = false }, seconds: 1));
    }

    [Fact]
    public void ARunIsJudgedByItsOwnFigures()
    {
        var run = (MadeRun.Of("1") with { Workers = 8, Seconds = (0.25, 1, 0.25) }).Record() with { Noise = Noise(others: 0.75) with { UsableCpus = 1 } };
        Assert.Equal([new(DisturbanceKind.OtherPrograms, 0.25), new(DisturbanceKind.Crowd, 8)], Disturbance.Of(run));
    }

    [Fact]
    public void ShortRunsAreJudgedByTheirSum()
    {
        var runs = Rounds("threads", count: 3, seconds: 0.1, others: 0.04);
        Assert.Empty(Disturbance.Among(Arm.AllOf(runs[..1])));
        var (arm, disturbance) = Assert.Single(Assert.Single(Disturbance.Among(Arm.AllOf(runs))).Arms);
        Assert.Equal(("threads", 0.2), (arm.Configuration.Executor, Math.Round(disturbance.Share, 9)));
    }

    [Fact]
    public void EveryKindIsAddedUpOverTheRounds()
    {
        var noise = new RunNoise { MachineCpus = 2, UsableCpus = 2, StealSeconds = 0.05, ThrottledSeconds = 0.04 };
        var runs = Rounds("threads", count: 3, seconds: 1, others: 0).Select((run, round) => run with { Noise = noise with { OnBattery = round == 2 } });
        Assert.Equal(
            [(DisturbanceKind.Host, 0.05), (DisturbanceKind.Quota, 0.04), (DisturbanceKind.Battery, 1)],
            Disturbance.Among(Arm.AllOf(runs)).Select(kind => (kind.Kind, Math.Round(Assert.Single(kind.Arms).Disturbance.Share, 9))));
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
        Assert.Equal(["threads and 1 more ran while other programs used up to 75% of the machine's CPU time: close them and measure again."], RunRemarks.Disturbances(arms));
    }

    [Fact]
    public void OfEquallyDisturbedTheFirstStaysTheFirst()
    {
        string[] executors = ["async", "pool-map", "process", "process-pool", "serial", "threads"];
        var arms = Arm.AllOf(executors.SelectMany(executor => Rounds(executor, count: 3, seconds: 1, others: executor == "process" ? 1.5 : 0.5)));
        Assert.Equal(["process", "async", "pool-map", "process-pool", "serial", "threads"], Assert.Single(Disturbance.Among(arms)).Arms.Select(disturbed => disturbed.Arm.Configuration.Executor));
    }

    [Fact]
    public void AGovernorThatChangedBetweenRunsIsReported()
    {
        var runs = Rounds("serial", count: 2, seconds: 1, others: 0);
        Assert.Empty(RunRemarks.Disturbances(Arm.AllOf(runs.Select(run => run with { Noise = run.Noise with { Governor = "performance" } }))));
        var changed = runs.Select((run, index) => run with { Noise = run.Noise with { Governor = index == 0 ? "performance" : "powersave" } });
        Assert.StartsWith("The frequency governor differed between runs (performance; powersave)", Assert.Single(RunRemarks.Disturbances(Arm.AllOf(changed))));
    }

    private static Observation[] Rounds(string executor, int count, double seconds, double others) =>
    [
        .. Enumerable.Range(1, count).Select(round => (MadeRun.Of("1") with { Executor = executor, Round = round, Seconds = (0, seconds, 0) }).Observation() with
        {
            Noise = Noise(others),
        }),
    ];

    private static RunNoise Noise(double others, double stolen = 0) => new() { MachineCpus = 2, UsableCpus = 2, OthersCpuSeconds = others, StealSeconds = stolen };

    private static List<Disturbance> Of(RunNoise noise, double seconds, double cpuSeconds = 0, int workers = 2, int runs = 1, double? runSeconds = null) =>
        [.. Disturbance.Of(noise, seconds, runSeconds ?? seconds, cpuSeconds, workers, runs)];
}

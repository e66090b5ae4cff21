using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Measurement;

public sealed class RunNoiseTests : IDisposable
{
    private readonly MadeSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void OthersHaveWhatTheRunHasNot()
    {
        var noise = Noise(busyTicks: 300, stolenTicks: 5, cpuSeconds: 2);
        Assert.Equal(1, noise.OthersCpuSeconds);
        Assert.Equal(0.05, noise.StealSeconds);
        Assert.Equal(0.5, noise.LoadBefore);
        Assert.Null(noise.ThrottledSeconds);
    }

    [Fact]
    public void TicksThatLagBehindAreNotLessThanNothing() => Assert.Equal(0, Noise(busyTicks: 199, stolenTicks: 0, cpuSeconds: 2).OthersCpuSeconds);

    [Fact]
    public void AnIdleMachineDisturbsNothing() => Assert.Empty(Disturbances(Noise(busyTicks: 203, stolenTicks: 0, cpuSeconds: 2), seconds: 1, cpuSeconds: 2));

    [Fact]
    public void BusyMachinesAndSharedCpusDisturb() =>
        Assert.Equal(
            [new(DisturbanceKind.OtherPrograms, 0.25), new(DisturbanceKind.Host, 0.1)],
            Disturbances(Noise(busyTicks: 150, stolenTicks: 10, cpuSeconds: 1), seconds: 1, cpuSeconds: 1));

    [Theory]
    [InlineData(0.05, 1, 0)]
    [InlineData(0.19, 1, 0)]
    [InlineData(0.2, 1, 2)]
    [InlineData(0.2, 4, 2)]
    [InlineData(0.2, 5, 0)]
    public void OfShortRunsTicksSayNothing(double seconds, int runs, int disturbances) =>
        Assert.Equal(disturbances, Disturbances(Noise(busyTicks: 150, stolenTicks: 10, cpuSeconds: 0), seconds, cpuSeconds: 0, runs: runs).Count);

    [Theory]
    [InlineData(1, 1.9, 1)]
    [InlineData(1, 0.1, 0)]
    [InlineData(0.01, 0.019, 1)]
    public void MoreWorkersThanCpusDisturbOneAnotherOnlyWhenTheyCompute(double seconds, double cpuSeconds, int disturbances)
    {
        var found = Disturbances(new RunNoise { UsableCpus = 2 }, seconds, cpuSeconds, workers: 8);
        Assert.Equal(Enumerable.Repeat(new Disturbance(DisturbanceKind.Crowd, 4), disturbances), found);
    }

    [Fact]
    public void AnOutlierIsLateForWhateverTookHalfOfItsDelay()
    {
        var late = MadeRun.Of("1") with { Seconds = (0, 2, 0), Round = 3, Number = 3 };
        Assert.Equal("other programs used the CPUs", Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.6, StealSeconds = 0.5 } }, median: 1));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.4 } }, median: 1));
        Assert.Null(Outlier.CauseOf(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 5 } }, median: 3));
    }

    [Fact]
    public void ATickOrTwoAreNoCause() =>
        Assert.Null(Outlier.CauseOf((MadeRun.Of("1") with { Seconds = (0, 0.007, 0), Number = 3 }).Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.017 } }, median: 0.001));

    [Fact]
    public void TheFirstRoundIsColdUnlessAWarmUpWasBeforeIt()
    {
        var first = MadeRun.Of("1") with { Seconds = (0, 2, 0) };
        Assert.StartsWith("the first round: ", Outlier.CauseOf(first.Observation(), median: 1));
        Assert.Null(Outlier.CauseOf((first with { Number = 2 }).Observation(), median: 1));
    }

    [Fact]
    public async Task EverySessionTakesReadings()
    {
        var reading = SystemReading.Take();
        await Task.Yield();
        var later = SystemReading.Take();
        Assert.True(later.Timestamp > reading.Timestamp);
        if (OperatingSystem.IsLinux())
            Assert.True(later.BusySeconds >= reading.BusySeconds && later.Load is not null);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.002, 0)]
    public void AQuotaDisturbsWhenItStoppedTheRunForMoreThanAMoment(double throttledSeconds, int disturbances) =>
        Assert.Equal(disturbances, Disturbances(new RunNoise { ThrottledSeconds = throttledSeconds }, seconds: 1, cpuSeconds: 1).Count(disturbance => disturbance.Kind == DisturbanceKind.Quota));

    [Fact]
    public void APlugThatIsPulledAndAGovernorThatIsChangedShowInTheRun()
    {
        const string Governor = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
        system.With("sys/class/power_supply/BAT0/type", "Battery").With("sys/class/power_supply/BAT0/status", "Charging").With(Governor, "performance");
        var before = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((false, "performance"), Power(before, before));
        Assert.Empty(Disturbances(Between(before, before), seconds: 1, cpuSeconds: 0));

        system.With("sys/class/power_supply/BAT0/status", "Discharging").With(Governor, "schedutil");
        var after = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((true, "performance, then schedutil"), Power(before, after));
        Assert.Equal((true, "schedutil"), Power(after, after));
        Assert.Equal([new(DisturbanceKind.Battery, 1)], Disturbances(Between(before, after), seconds: 0.001, cpuSeconds: 0));

        (bool?, string?) Power(SystemReading first, SystemReading last) => (Between(first, last).OnBattery, Between(first, last).Governor);
    }

    private static RunNoise Between(SystemReading before, SystemReading after) => RunNoise.Between(before, after, new RunCosts(Cpu(0)), isWhole: true);

    private RunNoise Noise(int busyTicks, int stolenTicks, double cpuSeconds)
    {
        system.With("proc/loadavg", "0.50 0.40 0.30 1/100 4711").With("proc/stat", "cpu  100 20 30 5000 7 0 10 3 0 0\ncpu0 0 0 0 0");
        var before = SystemReading.Of(system.Files, new Cgroup());
        system.With("proc/stat", $"cpu  {100 + busyTicks} 20 30 5100 90 0 10 {3 + stolenTicks} 0 0\ncpu0 0 0 0 0");
        system.With("proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1").With("proc/self/status", "Cpus_allowed_list:\t0-1");
        return RunNoise.Between(before, SystemReading.Of(system.Files, new Cgroup()), new RunCosts(Cpu(cpuSeconds)), isWhole: true, Machine.Read(system.Root));
    }

    private static List<Disturbance> Disturbances(RunNoise noise, double seconds, double cpuSeconds, int workers = 2, int runs = 1) =>
        [.. Disturbance.Of(noise, seconds, cpuSeconds, workers, runs)];

    private static CpuTime Cpu(double seconds) => new(TimeSpan.FromSeconds(seconds * 0.75), TimeSpan.FromSeconds(seconds * 0.25));
}

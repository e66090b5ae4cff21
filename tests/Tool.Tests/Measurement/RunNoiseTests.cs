using System.Diagnostics;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Measurement;

public sealed class RunNoiseTests : IDisposable
{
    private static readonly Configuration TwoThreads = new("threads", 2, 1);

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
    public void AnIdleMachineHasNoRemarks() => Assert.Empty(Remarks(Noise(busyTicks: 203, stolenTicks: 0, cpuSeconds: 2), seconds: 1, cpuSeconds: 2));

    [Fact]
    public void BusyMachinesAndSharedCpusAreRemarkedOn()
    {
        var remarks = Remarks(Noise(busyTicks: 150, stolenTicks: 10, cpuSeconds: 1), seconds: 1, cpuSeconds: 1);
        Assert.Collection(remarks,
            busy => Assert.StartsWith("other programs used 25 % of", busy),
            stolen => Assert.StartsWith("the host gave 0.1 s of CPU time to other virtual machines during a run of 1 s", stolen));
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.19, 0)]
    [InlineData(0.2, 2)]
    public void OfAShortRunTicksSayNothing(double seconds, int remarks) =>
        Assert.Equal(remarks, Remarks(Noise(busyTicks: 150, stolenTicks: 10, cpuSeconds: 0), seconds, cpuSeconds: 0).Count);

    [Theory]
    [InlineData(1.9, 1)]
    [InlineData(0.1, 0)]
    public void MoreWorkersThanCpusAreRemarkedOnOnlyWhenTheyCompute(double cpuSeconds, int remarks) =>
        Assert.Equal(remarks, Remarks(new RunNoise(), seconds: 1, cpuSeconds, TwoThreads with { Workers = 8 }).Count);

    [Fact]
    public void AnOutlierIsLateForWhateverTookHalfOfItsDelay()
    {
        var late = MadeRun.Of("1") with { Seconds = (0, 2, 0), Round = 3, Number = 3 };
        Assert.Equal("other programs used the CPUs", OutlierCause.Of(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.6, StealSeconds = 0.5 } }, median: 1));
        Assert.Null(OutlierCause.Of(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.4 } }, median: 1));
        Assert.Null(OutlierCause.Of(late.Observation() with { Noise = new RunNoise { OthersCpuSeconds = 5 } }, median: 3));
    }

    [Fact]
    public void ATickOrTwoAreNoCause() =>
        Assert.Null(OutlierCause.Of((MadeRun.Of("1") with { Seconds = (0, 0.007, 0), Number = 3 }).Observation() with { Noise = new RunNoise { OthersCpuSeconds = 0.017 } }, median: 0.001));

    [Fact]
    public void TheFirstRoundIsColdUnlessAWarmUpWasBeforeIt()
    {
        var first = MadeRun.Of("1") with { Seconds = (0, 2, 0) };
        Assert.StartsWith("the first round: ", OutlierCause.Of(first.Observation(), median: 1));
        Assert.Null(OutlierCause.Of((first with { Number = 2 }).Observation(), median: 1));
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
    public void AQuotaIsRemarkedOnWhenItStoppedTheRunForMoreThanAMoment(double throttledSeconds, int remarks) =>
        Assert.Equal(remarks, Remarks(new RunNoise { ThrottledSeconds = throttledSeconds }, seconds: 1, cpuSeconds: 1).Count(remark => remark.StartsWith("the quota of", StringComparison.Ordinal)));

    [Fact]
    public void APlugThatIsPulledAndAGovernorThatIsChangedShowInTheRun()
    {
        const string Governor = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
        system.With("sys/class/power_supply/BAT0/type", "Battery").With("sys/class/power_supply/BAT0/status", "Charging").With(Governor, "performance");
        var machine = Machine.Read(system.Root);
        var before = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((false, "performance"), Power(before, before));
        Assert.Empty(Remarks(Between(before, before), machine));

        system.With("sys/class/power_supply/BAT0/status", "Discharging").With(Governor, "schedutil");
        var after = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((true, "performance, then schedutil"), Power(before, after));
        Assert.Equal((true, "schedutil"), Power(after, after));
        Assert.Collection(Remarks(Between(after, after), machine),
            battery => Assert.StartsWith("the machine ran on its battery during a run", battery),
            governor => Assert.StartsWith("the frequency governor was 'schedutil' during a run and 'performance' when", governor));

        (bool?, string?) Power(SystemReading first, SystemReading last) => (Between(first, last).OnBattery, Between(first, last).Governor);
    }

    private static RunNoise Between(SystemReading before, SystemReading after) => RunNoise.Between(before, after, new RunCosts(Cpu(0)), isPartial: false);

    private static List<string> Remarks(RunNoise noise, Machine machine) => [.. NoiseRemarks.Of(noise, new RunTimes(0, 0, 1, 1), Cpu(0), TwoThreads, machine)];

    private RunNoise Noise(int busyTicks, int stolenTicks, double cpuSeconds)
    {
        system.With("proc/loadavg", "0.50 0.40 0.30 1/100 4711").With("proc/stat", "cpu  100 20 30 5000 7 0 10 3 0 0\ncpu0 0 0 0 0");
        var before = SystemReading.Of(system.Files, new Cgroup());
        system.With("proc/stat", $"cpu  {100 + busyTicks} 20 30 5100 90 0 10 {3 + stolenTicks} 0 0\ncpu0 0 0 0 0");
        return RunNoise.Between(before, SystemReading.Of(system.Files, new Cgroup()), new RunCosts(Cpu(cpuSeconds)), isPartial: false);
    }

    private List<string> Remarks(RunNoise noise, double seconds, double cpuSeconds, Configuration? configuration = null)
    {
        system.With("proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1").With("proc/self/status", "Cpus_allowed_list:\t0-1");
        var end = (long)(seconds * Stopwatch.Frequency);
        return [.. NoiseRemarks.Of(noise, new RunTimes(0, 0, end, end), Cpu(cpuSeconds), configuration ?? TwoThreads, Machine.Read(system.Root))];
    }

    private static CpuTime Cpu(double seconds) => new(TimeSpan.FromSeconds(seconds * 0.75), TimeSpan.FromSeconds(seconds * 0.25));
}

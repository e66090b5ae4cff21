using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class RunNoiseTests : IDisposable
{
    private readonly MadeSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void WhatIsCompiledHereAndInWorkersAddsUp()
    {
        var (before, after) = (new SystemReading { Compilation = new(10, TimeSpan.FromSeconds(1)) }, new SystemReading { Compilation = new(13, TimeSpan.FromSeconds(1.5)) });
        var noise = RunNoise.Between(before, after, new RunCosts(Cpu(0)) { Compilation = new(100, TimeSpan.FromSeconds(2)) }, isWhole: true);
        Assert.Equal((103, 2.5), (noise.CompiledMethods, noise.CompileSeconds));
    }

    /// <summary>The waits of other processes are not in the counters of this one.</summary>
    [Theory]
    [InlineData(null, true, 7)]
    [InlineData(2, true, null)]
    [InlineData(null, false, null)]
    public void WaitsAreKnownOfThisProcessOnly(int? processes, bool isWhole, int? waits)
    {
        var noise = RunNoise.Between(new SystemReading { Waits = 10 }, new SystemReading { Waits = 17 }, new RunCosts(Cpu(0)) { Processes = processes }, isWhole);
        Assert.Equal(waits, noise.Waits);
    }

    [Fact]
    public void AllocationsAndCollectionsAreThoseOfTheProcessesThatRanTheTasks()
    {
        var noise = RunNoise.Between(new SystemReading(), new SystemReading(), new RunCosts(Cpu(0)) { Processes = 2, Gc = new(1_500, 4, 3, 2) }, isWhole: true);
        Assert.Equal((1_500, 4, 3, 2), (noise.AllocatedBytes, noise.Gen0Collections, noise.Gen1Collections, noise.Gen2Collections));
        Assert.Null(RunNoise.Between(new SystemReading(), new SystemReading(), new RunCosts(Cpu(0)), isWhole: true).AllocatedBytes);
    }

    [Theory]
    [InlineData(300.0, 200.0, 1.5)]
    [InlineData(300.0, 0.0, null)]
    [InlineData(null, 200.0, null)]
    public void InstructionsPerCycleAreThoseOfTheRun(double? instructions, double? cycles, double? perCycle)
    {
        var (before, after) = (new SystemReading { Instructions = 1_000, Cycles = 1_000 }, new SystemReading { Instructions = 1_000 + instructions, Cycles = 1_000 + cycles });
        Assert.Equal(perCycle, RunNoise.Between(before, after, new RunCosts(Cpu(0)), isWhole: true).InstructionsPerCycle);
    }

    [Fact]
    public void CpuTimeThatIsNotTheRunsIsThatOfOtherPrograms()
    {
        var noise = Noise(busyTicks: 300, stolenTicks: 5, cpuSeconds: 2);
        Assert.Equal(1, noise.OthersCpuSeconds);
        Assert.Equal(0.05, noise.StealSeconds);
        Assert.Equal(0.5, noise.LoadBefore);
        Assert.Equal((2, 2), (noise.MachineCpus, noise.UsableCpus));
        Assert.Null(noise.ThrottledSeconds);
    }

    [Fact]
    public void ACounterThatLagsBehindGivesZero() => Assert.Equal(0, Noise(busyTicks: 199, stolenTicks: 0, cpuSeconds: 2).OthersCpuSeconds);

    [Fact]
    public async Task ALaterReadingHasHigherCounters()
    {
        var reading = SystemReading.Take();
        await Task.Yield();
        var later = SystemReading.Take();
        Assert.True(later.Timestamp > reading.Timestamp);
        if (OperatingSystem.IsLinux())
            Assert.True(later.BusySeconds >= reading.BusySeconds && later.Load is not null);
    }

    [Fact]
    public void APlugThatIsPulledAndAGovernorThatIsChangedShowInTheRun()
    {
        const string Governor = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
        system.With("sys/class/power_supply/BAT0/type", "Battery").With("sys/class/power_supply/BAT0/status", "Charging").With(Governor, "performance");
        var before = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((false, "performance"), Power(before, before));

        system.With("sys/class/power_supply/BAT0/status", "Discharging").With(Governor, "schedutil");
        var after = SystemReading.Of(system.Files, new Cgroup());
        Assert.Equal((true, "performance, then schedutil"), Power(before, after));
        Assert.Equal((true, "schedutil"), Power(after, after));

        (bool?, string?) Power(SystemReading first, SystemReading last)
        {
            var noise = RunNoise.Between(first, last, new RunCosts(Cpu(0)), isWhole: true);
            return (noise.OnBattery, noise.Governor);
        }
    }

    private RunNoise Noise(int busyTicks, int stolenTicks, double cpuSeconds)
    {
        system.With("proc/loadavg", "0.50 0.40 0.30 1/100 4711").With("proc/stat", "cpu  100 20 30 5000 7 0 10 3 0 0\ncpu0 0 0 0 0");
        var before = SystemReading.Of(system.Files, new Cgroup());
        system.With("proc/stat", $"cpu  {100 + busyTicks} 20 30 5100 90 0 10 {3 + stolenTicks} 0 0\ncpu0 0 0 0 0");
        system.With("proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1").With("proc/self/status", "Cpus_allowed_list:\t0-1");
        return RunNoise.Between(before, SystemReading.Of(system.Files, new Cgroup()), new RunCosts(Cpu(cpuSeconds)), isWhole: true, Machine.Read(system.Root));
    }

    private static CpuTime Cpu(double seconds) => new(TimeSpan.FromSeconds(seconds * 0.75), TimeSpan.FromSeconds(seconds * 0.25));
}

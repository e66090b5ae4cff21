using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class MachineTests : IDisposable
{
    private readonly MadeSystem system = new();

    public void Dispose() => system.Dispose();

    [Fact]
    public void WhatTheSystemDoesNotReportIsNull()
    {
        var machine = Machine.Read(system.Root);
        Assert.Null(machine.Processor.Model);
        Assert.Null(machine.Processor.LogicalCpus);
        Assert.Null(machine.Processor.PhysicalCores);
        Assert.Null(machine.Processor.Smt);
        Assert.Null(machine.Processor.AllowedCpus);
        Assert.Null(machine.Processor.Hypervisor);
        Assert.Null(machine.Limits.Cpus);
        Assert.Null(machine.Limits.MemoryBytes);
        Assert.Null(machine.MemoryBytes);
        Assert.Equal(default, machine.Power);
    }

    [Fact]
    public void TheLowestQuotaOfAGroupAndItsParentsCounts()
    {
        system.With("proc/self/cgroup", "0::/work/job")
            .With("sys/fs/cgroup/work/job/cpu.max", "max 100000")
            .With("sys/fs/cgroup/work/cpu.max", "150000 100000")
            .With("sys/fs/cgroup/work/memory.max", "1073741824")
            .With("sys/fs/cgroup/work/job/memory.max", "max")
            .With("sys/fs/cgroup/work/cpu.stat", "usage_usec 5\nthrottled_usec 250000");
        var limits = Cgroup.Of(system.Files);
        Assert.Equal(1.5, limits.Cpus);
        Assert.Equal(2, (Machine.Read(system.With("proc/self/status", "Cpus_allowed_list:\t0-3").Root)).MaxParallel);
        Assert.Equal(1L << 30, limits.MemoryBytes);
        Assert.Equal(0.25, limits.ThrottledSeconds(system.Files));
    }

    [Theory]
    [InlineData("300000 100000", "50000 100000", 0.5, "work")]
    [InlineData("50000 100000", "300000 100000", 0.5, "work/job")]
    public void OfTwoQuotasTheLowerOneCounts(string inner, string outer, double cpus, string throttled)
    {
        system.With("proc/self/cgroup", "0::/work/job").With("sys/fs/cgroup/work/job/cpu.max", inner).With("sys/fs/cgroup/work/cpu.max", outer);
        Assert.Equal((cpus, $"sys/fs/cgroup/{throttled}/cpu.stat"), (Cgroup.Of(system.Files).Cpus, Cgroup.Of(system.Files).ThrottlingFile));
    }

    [Fact]
    public void ControlGroupsOfVersionOneAreRead()
    {
        system.With("proc/self/cgroup", "4:memory:/box\n3:cpu,cpuacct:/box\n0::/")
            .With("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "50000")
            .With("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000")
            .With("sys/fs/cgroup/cpu,cpuacct/box/cpu.stat", "nr_throttled 2\nthrottled_time 1500000000")
            .With("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "536870912")
            .With("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        var limits = Cgroup.Of(system.Files);
        Assert.Equal(0.5, limits.Cpus);
        Assert.Equal(512L << 20, limits.MemoryBytes);
        Assert.Equal(1.5, limits.ThrottledSeconds(system.Files));
    }

    [Fact]
    public void NoQuotaIsNoLimit()
    {
        system.With("proc/self/cgroup", "1:cpu:/\n0::/").With("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1").With("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
        Assert.Null(Cgroup.Of(system.Files).Cpus);
    }

    [Fact]
    public void TwoThreadsOfACoreAreOneCore()
    {
        var cpus = string.Join("\n\n", Enumerable.Range(0, 4).Select(cpu =>
            $"processor\t: {cpu}\nmodel name\t: Moon 3000\nphysical id\t: 0\ncore id\t: {cpu / 2}\nflags\t: fpu hypervisor"));
        system.With("proc/cpuinfo", cpus).With("proc/self/status", "Name:\tx\nCpus_allowed_list:\t0-1,3");
        var processor = Machine.Read(system.Root).Processor;
        Assert.Equal("Moon 3000", processor.Model);
        Assert.Equal((4, 2, true, 3), (processor.LogicalCpus, processor.PhysicalCores, processor.Smt, processor.AllowedCpus));
        Assert.Equal("virtual machine", processor.Hypervisor);
        Assert.StartsWith("Moon 3000, 3 CPUs, virtual machine, ", Machine.Read(system.Root).Line);
    }

    [Fact]
    public void OnMacOSCoresAreCountedByPerformanceLevel()
    {
        var numbers = new Dictionary<string, long> { ["hw.logicalcpu"] = 8, ["hw.physicalcpu"] = 8, ["hw.nperflevels"] = 2, ["hw.perflevel0.physicalcpu"] = 6, ["hw.perflevel1.physicalcpu"] = 2 };
        var processor = MacMachine.Of(name => numbers.TryGetValue(name, out var number) ? number : null, _ => "Moon M3");
        Assert.Equal(("Moon M3 (6 + 2 cores)", 8, 8, false, null), (processor.Model, processor.LogicalCpus, processor.PhysicalCores, processor.Smt, processor.Hypervisor));

        var unknown = MacMachine.Of(_ => null, _ => null);
        Assert.Equal((null, null, null, null), (unknown.Model, unknown.LogicalCpus, unknown.PhysicalCores, unknown.Smt));
    }

    [Fact]
    public void CoresOfTwoPackagesAreToldApart()
    {
        system.With("proc/cpuinfo", "processor\t: 0\nphysical id\t: 0\ncore id\t: 0\n\nprocessor\t: 1\nphysical id\t: 1\ncore id\t: 0");
        Assert.Equal(2, Machine.Read(system.Root).Processor.PhysicalCores);
    }

    [Theory]
    [InlineData("KVMKVMKVM", "KVM")]
    [InlineData("Microsoft Hv", "Hyper-V")]
    [InlineData("Unheard of", "virtual machine")]
    [InlineData(null, "virtual machine")]
    public void AHypervisorIsNamedByItsSignature(string? signature, string name)
    {
        system.With("proc/cpuinfo", "processor\t: 0\nflags\t: fpu hypervisor");
        Assert.Equal(name, Machine.Read(system.Root, signature).Processor.Hypervisor);
    }

    [Fact]
    public void WithoutAHypervisorTheRegistersHoldNoName()
    {
        system.With("proc/cpuinfo", "processor\t: 0\nflags\t: fpu");
        Assert.Null(Machine.Read(system.Root, "\u0007garbage").Processor.Hypervisor);
    }

    [Theory]
    [InlineData("acpi-cpufreq", "powersave", true)]
    [InlineData("acpi-cpufreq", "performance", false)]
    [InlineData("intel_pstate", "powersave", false)]
    public void OnlyAGovernorThatKeepsTheFrequencyLowHasARemark(string driver, string governor, bool isRemarked)
    {
        system.With("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", driver).With("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", governor);
        Assert.Equal(isRemarked, Machine.Read(system.Root).Power.GovernorRemark is not null);
    }

    [Fact]
    public void ADischargingBatteryHasARemarkUnlessItIsThatOfAMouse()
    {
        system.With("sys/class/power_supply/mouse/type", "Battery").With("sys/class/power_supply/mouse/scope", "Device").With("sys/class/power_supply/mouse/status", "Discharging");
        Assert.Null(Machine.Read(system.Root).Power.OnBattery);
        system.With("sys/class/power_supply/BAT0/type", "Battery").With("sys/class/power_supply/BAT0/status", "Discharging");
        Assert.Contains("battery", Machine.Read(system.Root).Power.BatteryRemark);
        system.With("sys/class/power_supply/BAT0/status", "Charging");
        Assert.False(Machine.Read(system.Root).Power.OnBattery);
    }
}

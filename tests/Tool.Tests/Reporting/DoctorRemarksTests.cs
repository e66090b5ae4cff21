using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Measurement;

namespace Partime.Tool.Tests.Reporting;

public sealed class DoctorRemarksTests : IDisposable
{
    private readonly MadeSystem system = new MadeSystem().With("proc/cpuinfo", "processor\t: 0\n\nprocessor\t: 1").With("proc/self/status", "Cpus_allowed_list:\t0-1");

    public void Dispose() => system.Dispose();

    [Fact]
    public void AnIdleMachineHasNone() => Assert.Empty(DoctorRemarks.Of(Healthy()));

    [Fact]
    public void WhatWasNotMeasuredHasNoRemark() => Assert.Empty(DoctorRemarks.Of(new Diagnosis(Machine.Read(system.Root))));

    [Fact]
    public void EveryProblemIsASentenceWithItsNumber()
    {
        system.With("proc/self/cgroup", "0::/").With("sys/fs/cgroup/cpu.max", "150000 100000");
        var ill = Healthy() with
        {
            Load = 1.5,
            Clock = new ClockCheck(0.0156, 2e-8, 2e-5),
            Sleeps = [new SleepCheck("Task.Delay", 0.001, [0.0001, 0.0146, 0.0146]), new SleepCheck("Thread.Sleep", 0.001, [0.0001, 0.0001, 0.5])],
            Scaling = Scaling(speedUp: 1.1),
        };
        Assert.Collection(DoctorRemarks.Of(ill),
            load => Assert.StartsWith("In the minute before, programs wanted 1.5 of 2 CPUs", load),
            quota => Assert.StartsWith("A quota allows 1.5 of 2 CPUs", quota),
            clock => Assert.Contains("a resolution of 15.6 ms", clock, StringComparison.Ordinal),
            sleep => Assert.StartsWith("Task.Delay takes 14.6 ms longer", sleep),
            scaling => Assert.StartsWith("2 workers that share nothing are 1.10 times", scaling));
    }

    [Fact]
    public void AQuotaIsTakenIntoAccountForTheScaling()
    {
        system.With("proc/self/cgroup", "0::/").With("sys/fs/cgroup/cpu.max", "100000 100000");
        Assert.StartsWith("A quota", Assert.Single(DoctorRemarks.Of(Healthy() with { Scaling = Scaling(speedUp: 0.99) })));
    }

    [Fact]
    public void AnUncertainScalingIsInconclusive()
    {
        double[] speedUps = [0.9, 1.0, 1.9];
        var runs = speedUps.SelectMany((speedUp, index) => (MadeRun[])[Threads(1, 1, index + 1), Threads(2, 1 / speedUp, index + 1)]);
        var unsure = Healthy() with { Scaling = Summary.Of(runs.Select(run => run.Observation()), EquivalenceBand.Default) };
        Assert.Contains("inconclusive", Assert.Single(DoctorRemarks.Of(unsure)), StringComparison.Ordinal);
    }

    [Fact]
    public void DisturbancesAreAmongThem()
    {
        var disturbed = Threads(1, 1, 1).Observation() with { Noise = new RunNoise { MachineCpus = 2, OthersCpuSeconds = 1 } };
        Assert.StartsWith("threads ran while other programs used 50% of", Assert.Single(DoctorRemarks.Of(Healthy() with { Runs = [disturbed] })));
    }

    private Diagnosis Healthy() => new(Machine.Read(system.Root))
    {
        Load = 0.1,
        Clock = new ClockCheck(2e-8, 2e-8, 2e-5),
        Sleeps = [new SleepCheck("Thread.Sleep", 0.001, [0.0001, 0.0001, 0.5]), new SleepCheck("Task.Delay", 0.001, [0.003])],
        Scaling = Scaling(speedUp: 1.9),
    };

    private static MadeRun Threads(int workers, double seconds, int round = 1) => MadeRun.Of("1") with { Executor = "threads", Workers = workers, Round = round, Seconds = (0, seconds, 0) };

    private static IReadOnlyList<Summary> Scaling(double speedUp)
    {
        MadeRun[] runs = [Threads(1, 1), Threads(2, 1 / speedUp)];
        return Summary.Of(runs.Select(run => run.Observation()), EquivalenceBand.Default);
    }
}

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Analysis;

public sealed class LossesTests
{
    /// <summary>Two workers for 100 s: 140 s in tasks.</summary>
    private static readonly WorkerTime Run = new()
    {
        Workers = 2,
        Wall = 100,
        Startup = 10,
        Tasks = 140,
        Retries = 4,
        Dispatch = 6,
        Imbalance = 30,
        Other = 2,
        Shutdown = 8,
        MaxBusy = 80,
        CpuWait = 0,
    };

    private static readonly WorkerTime Serial = new() { Workers = 1, Wall = 105, Tasks = 100, Other = 5, MaxBusy = 100, CpuWait = 0 };

    [Fact]
    public void WhatTheSerialRunNeedsIsUsefulAndTheRestIsContention()
    {
        var losses = Losses.Of(Run, Serial);
        Assert.Equal((100, 40, 0, 0), (losses.Useful, losses.Contention, losses.CpuWait, losses.Gc));
        Assert.Equal((10, 6, 30, 4, 8, 2), (losses.Startup, losses.Dispatch, losses.Imbalance, losses.Retries, losses.Shutdown, losses.Other));
    }

    [Fact]
    public void WaitingForACpuExplainsLongerTasks()
    {
        var run = Run with { CpuWait = 30 * (Run.Busy + Run.Dispatch) / Run.Tasks };
        var losses = Losses.Of(run, Serial);
        Assert.Equal((100, 10, 30), (losses.Useful, losses.Contention!.Value, losses.CpuWait!.Value), new Nearly());
        // As far as the serial run did not wait, too.
        losses = Losses.Of(run, Serial with { CpuWait = 12 });
        Assert.Equal((100, 22, 18), (losses.Useful, losses.Contention!.Value, losses.CpuWait!.Value), new Nearly());
        // And not for more than they are longer.
        losses = Losses.Of(Run with { CpuWait = 5_000 }, Serial);
        Assert.Equal((100, 0, 40), (losses.Useful, losses.Contention!.Value, losses.CpuWait!.Value));
    }

    [Fact]
    public void WhatTheCollectorTookIsApart()
    {
        var losses = Losses.Of(Run with { GcWait = 25 }, Serial with { GcWait = 5 });
        Assert.Equal((100, 20, 20), (losses.Useful, losses.Contention, losses.Gc));
        Assert.Equal((0, 40), (Losses.Of(Run with { GcWait = 3 }, Serial with { GcWait = 5 }).Gc, Losses.Of(Run with { GcWait = 3 }, Serial with { GcWait = 5 }).Contention));
    }

    [Fact]
    public void WithoutASerialRunOnlyReportedWaitsAreLost()
    {
        var losses = Losses.Of(Run with { GcWait = 25, CpuWait = null }, serial: null);
        Assert.Equal((115, 25), (losses.Useful, losses.Gc));
        Assert.Null(losses.Contention);
        Assert.Null(losses.CpuWait);
    }

    [Fact]
    public void TasksThatAreFasterThanUnderSerialAreAllUseful()
    {
        var losses = Losses.Of(Run with { CpuWait = 3, GcWait = 3 }, Serial with { Tasks = 200, MaxBusy = 200 });
        Assert.Equal((140, 0, 0, 0), (losses.Useful, losses.Contention, losses.CpuWait, losses.Gc));
        Assert.Equal(200.0 / 144, losses.Efficiencies!.Scalability);
    }

    [Fact]
    public void TheSerialRunItselfLosesNothingWithinItsTasks()
    {
        var losses = Losses.Of(Serial with { CpuWait = 7, GcWait = 8 }, Serial with { CpuWait = 7, GcWait = 8 });
        Assert.Equal((100, 0, 0, 0), (losses.Useful, losses.Contention, losses.CpuWait, losses.Gc));
    }

    /// <summary>With each of the others.</summary>
    [Theory]
    [InlineData(100.0, 0, 0)]
    [InlineData(100.0, 11, 13)]
    [InlineData(100.0, 1_000, 1_000)]
    [InlineData(1_000.0, 11, 13)]
    [InlineData(null, 11, 13)]
    [InlineData(null, 1_000, 1_000)]
    public void PartsAddUpAndEfficienciesMultiply(double? serial, double cpuWait, double gcWait)
    {
        var losses = Losses.Of(Run with { CpuWait = cpuWait, GcWait = gcWait }, serial is { } tasks ? Serial with { Tasks = tasks, MaxBusy = tasks } : null);
        Assert.Equal(200, losses.Sum, precision: 9);
        var efficiencies = losses.Efficiencies!;
        Assert.Equal(efficiencies.Global, efficiencies.LoadBalance * efficiencies.Dispatch * efficiencies.Scalability, precision: 12);
        Assert.Equal((0.9, 0.8), (efficiencies.LoadBalance, efficiencies.Dispatch));
        Assert.Equal((serial ?? losses.Useful) / 200, efficiencies.Global, precision: 12);
    }

    [Fact]
    public void WhatNodesWaitForIsAPartOfTheGapsAndNeverMore()
    {
        var time = new WorkerTime { Workers = 2, Wall = 2, Tasks = 1, Dispatch = 3, NodeWait = 2 };
        Assert.Equal((1, 2, 4), (Losses.Of(time, serial: null).Dispatch, Losses.Of(time, serial: null).NodeWait, Losses.Of(time, serial: null).Sum));
        Assert.Equal((0, 3), (Losses.Of(time with { NodeWait = 5 }, serial: null).Dispatch, Losses.Of(time with { NodeWait = 5 }, serial: null).NodeWait));
        Assert.Null(Losses.Of(time with { NodeWait = null }, serial: null).NodeWait);
    }

    [Fact]
    public void WithoutTasksThereAreNoEfficiencies()
    {
        var losses = Losses.Of(new WorkerTime { Workers = 2, Wall = 1, Other = 2, CpuWait = 1, GcWait = 1 }, serial: null);
        Assert.Null(losses.Efficiencies);
        Assert.Equal(2, losses.Sum);
    }

    [Fact]
    public void ARowIsComparedWithTheLatestSerialRun()
    {
        var serialRuns = new SerialRuns();
        Assert.Null(Contention(Observe("threads", 140)));
        Assert.Equal(0, Contention(Observe("serial", 130)));
        Assert.Equal(10, Contention(Observe("threads", 140)));
        Assert.Equal(0, Contention(Observe("serial", 120)));
        Assert.Equal(20, Contention(Observe("threads", 140)));
        // One that failed says nothing, and nor does one that is compared.
        Contention(Observe("serial", 1) with { Status = RunStatus.Failed });
        Assert.Equal(20, Contention(Observe("threads", 140)));
        Assert.Null(Contention(Observe("threads", 140) with { Status = RunStatus.Failed }));

        double? Contention(Observation run)
        {
            serialRuns.Add(run);
            return serialRuns.Compare(run).Losses!.Contention;
        }
    }

    [Fact]
    public void TheSpeedUpOfARowIsOverTheLatestSerialRunOfItsPhase()
    {
        var serialRuns = new SerialRuns();
        var threads = Observe("threads", 140) with { Times = Took(2) };
        var warmup = Observe("serial", 130);
        serialRuns.Add(warmup with { Planned = warmup.Planned with { Phase = Phase.Warmup }, Times = Took(9) });
        Assert.Null(serialRuns.Compare(threads).SpeedUp);
        var serial = Observe("serial", 130) with { Times = Took(5) };
        serialRuns.Add(serial);
        Assert.Equal(1, serialRuns.Compare(serial).SpeedUp);
        Assert.Equal(2.5, serialRuns.Compare(threads).SpeedUp);
        Assert.Equal(7.5, serialRuns.Compare(threads with { Scenario = serial.Scenario with { Tasks = 3 * serial.Tasks } }).SpeedUp);
        Assert.All([RunStatus.Failed, RunStatus.Cancelled, RunStatus.Suspended, RunStatus.Error], status => Assert.Null(serialRuns.Compare(threads with { Status = status }).SpeedUp));
        Assert.Null(serialRuns.Compare(threads with { Times = Took(0) }).SpeedUp);

        static TimeParts Took(double seconds) => new(seconds, 0, seconds, 0);
    }

    [Fact]
    public void ASerialRunWithTheSameChunkSizeIsPreferred()
    {
        var serialRuns = new SerialRuns();
        serialRuns.Add(Observe("serial", 130, chunkSize: 8));
        serialRuns.Add(Observe("serial", 120));
        Assert.Equal(10, serialRuns.Compare(Observe("threads", 140, chunkSize: 8)).Losses!.Contention);
        Assert.Equal(20, serialRuns.Compare(Observe("threads", 140, chunkSize: 2)).Losses!.Contention);
    }

    [Fact]
    public void ARunOfAnOlderFileHasNoLosses() => Assert.Null(new SerialRuns().Compare(Observe("threads", 1) with { WorkerTime = null }).Losses);

    [Fact]
    public void ASummaryIsComparedWithTheSerialRunOfItsRound()
    {
        var summaries = Summary.Of(
        [
            Observe("serial", 100, round: 1), Observe("threads", 140, round: 1),
            Observe("serial", 120, round: 2), Observe("threads", 140, round: 2, wall: 101),
            Observe("serial", 130, round: 3), Observe("threads", 140, round: 3, wall: 102),
        ], new EquivalenceBand(0.01));
        Assert.Equal([0, 20], summaries.Select(summary => summary.Losses!.Contention));
    }

    private static Observation Observe(string executor, double tasks, int round = 1, int chunkSize = 1, double wall = 100) => MadeRun.Of("1").Observation() with
    {
        Planned = new PlannedRun(1, Phase.Measure, round, 1, new Configuration(executor, 1, chunkSize)),
        Times = new TimeParts(wall, 1, wall - 2, 1),
        WorkerTime = Run with { Tasks = tasks },
    };

    private sealed class Nearly : IEqualityComparer<(double, double, double)>
    {
        public bool Equals((double, double, double) one, (double, double, double) other) =>
            Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) + Math.Abs(one.Item3 - other.Item3) < 1e-9;

        public int GetHashCode((double, double, double) numbers) => 0;
    }
}

using Partime.Tool.Planning;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>What a pool reports that its workers used. The workers are real, as only the system knows what they use.</summary>
public sealed class PoolUsageTests
{
    [Fact]
    public async Task ProcessorTimeIsTheSameWhetherByWorkerOrByKind()
    {
        using var harness = new PoolHarness("curious", "0..20", workers: 3);
        var usage = await harness.RunAsync();
        Assert.Equal(3, usage.CpuByWorker.Count);
        // .NET reads that of a worker which is still starting at the end in steps of 10 ms.
        Assert.All(usage.CpuByWorker, cpu => Assert.True(cpu > TimeSpan.Zero || WorkerHome.Current is PortableHome));
        Assert.Equal(usage.User + usage.System, usage.CpuByWorker.Aggregate((one, other) => one + other));
    }

    /// <summary>The compiler's time is summed over threads, which may wait for a CPU meanwhile.</summary>
    [Fact]
    public void CompilingMayTakeLongerThanTheWorkerLived()
    {
        var life = TimeSpan.FromSeconds(1);
        var record = new WorkerRecord { CompileTicks = 100 * life.Ticks, CompiledMethods = 5 };
        Assert.True(record.HasPossibleUsage(default, life));
        record.CompileTicks = -1;
        Assert.False(record.HasPossibleUsage(default, life));
        Assert.False(new WorkerRecord { PauseTicks = 2 * life.Ticks }.HasPossibleUsage(default, life));
    }

    [Fact]
    public async Task AWorkerThatWasNeverStartedHasNoProcessorTime()
    {
        using var harness = new PoolHarness("curious", "0..1", workers: 3);
        Assert.Single((await harness.RunAsync()).CpuByWorker);
    }

    [Fact]
    public async Task ReplacementProcessesAreAddedToTheirWorker()
    {
        using var harness = new PoolHarness("curious", "0..6", workers: 1, rules: new() { MaxTasksPerWorker = 2 });
        var usage = await harness.RunAsync();
        Assert.Single(usage.CpuByWorker);
        Assert.Equal(3, usage.Processes);
        Assert.Equal(usage.User + usage.System, usage.CpuByWorker[0]);
        // The memory of one process, as they did not run at the same time.
        Assert.InRange(usage.PeakRssBytes, 10_000_000, 150_000_000);
    }

    /// <summary>A worker is new, so its workload's code is.</summary>
    [Fact]
    public async Task WhatWorkersCompileIsCounted()
    {
        using var harness = new PoolHarness("curious", "0..4");
        var compilation = (await harness.RunAsync()).Compilation;
        Assert.InRange(compilation.Methods, 1, 10_000);
        Assert.InRange(compilation.Time, TimeSpan.FromTicks(1), PoolHarness.Limit);
    }

    /// <summary>A node of the tree is 32 bytes.</summary>
    [Fact]
    public async Task WorkersTellWhatTheyAllocate()
    {
        using var harness = new PoolHarness(TestPlugin.Catalog("Allocating").FindWorkload("allocating"), InputSpec.Parse(["1000", "2000", "3000", "4000"], () => Stream.Null));
        Assert.InRange((await harness.RunAsync()).Gc!.Value.AllocatedBytes, 32 * 10_000, 40 * 10_000);
        Assert.False(new WorkerRecord { Gc = new(-1, 0, 0, 0) }.HasPossibleUsage(default, TimeSpan.FromSeconds(1)));
        Assert.False(new WorkerRecord { Gc = new(0, 0, -1, 0) }.HasPossibleUsage(default, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task WhatADeadWorkerAllocatedIsNotKnown()
    {
        using var harness = new PoolHarness("crashing", "ok,native-exit:3,ok");
        Assert.Null((await harness.RunAsync()).Gc);
    }

    /// <summary>As do those that are still starting when a run is over.</summary>
    [Fact]
    public async Task TheMemoryOfAWorkerCountsAlsoIfItIsKilled()
    {
        using var harness = new PoolHarness("crashing", "block", workers: 1);
        var pool = await harness.OpenAsync();
        var run = harness.RunAsync(pool);
        await PoolHarness.UntilAsync(() => harness.RecordOf(0).TasksStarted == 1);
        await PoolHarness.CloseAsync(pool);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        Assert.InRange(pool.Usage.PeakRssBytes, 10_000_000, 150_000_000);
    }

    [Fact]
    public async Task WorkersTellHowLongTheyWaitedForACpu()
    {
        using var harness = new PoolHarness("curious", "0..4");
        Assert.InRange((await harness.RunAsync()).CpuWait!.Value, TimeSpan.Zero, PoolHarness.Limit);
        Assert.False(new WorkerRecord { CpuWaitTicks = 2 * TimeSpan.TicksPerSecond }.HasPossibleUsage(default, TimeSpan.FromSeconds(1)));
        Assert.True(new WorkerRecord { CpuWaitTicks = -1 }.HasPossibleUsage(default, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task BootTimeAndMemoryAreThoseOfARealProcess()
    {
        using var harness = new PoolHarness("curious", "0..4");
        var usage = await harness.RunAsync();
        Assert.InRange(usage.BootMean!.Value, TimeSpan.FromMilliseconds(5), PoolHarness.Limit);
        Assert.InRange(usage.PeakRssBytes, 10_000_000, 1_000_000_000);
        Assert.Null(usage.Remark);
    }

    [Fact]
    public async Task APoolThatStaysTellsWhatEachRunUsed()
    {
        using var harness = new PoolHarness("curious", "0..4", workers: 1);
        var pool = await harness.OpenAsync(allReady: true);
        await harness.RunAsync(pool);
        var first = pool.TakeUsage()!;
        harness.Board.Reset(workers: 1, chunkSize: 1);
        await harness.RunAsync(pool);
        var second = pool.TakeUsage()!;
        await PoolHarness.CloseAsync(pool);

        Assert.Equal((1, 1), (first.Processes, second.Processes));
        Assert.Equal((true, false), (first.BootMean is not null, second.BootMean is not null));
        Assert.InRange(second.PeakRssBytes, first.PeakRssBytes, 1_000_000_000);
        // All code is compiled in the first run. Of two workers, one might have had no task in it.
        Assert.True(second.Compilation.Methods < first.Compilation.Methods, $"{first.Compilation} and then {second.Compilation}");
        Assert.InRange(second.User + second.System, TimeSpan.Zero, first.User + first.System);
    }

    [Fact]
    public async Task AWorkerTellsWhereItsWorkloadFailedAtItsEnd()
    {
        using var harness = new PoolHarness("curious", "0..2", workers: 1, settings: "end=throw");
        var fault = (await harness.RunAsync()).EndFault!;
        Assert.Matches(@"no end \(InvalidOperationException in CuriousWorkload\.cs:\d+\)$", fault.Text);
        Assert.Contains("   at Partime.TestPlugins.CuriousWorkload.Dispose()", fault.Stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InAWarmPoolTheStartOfWorkersDoesNotCount()
    {
        using var harness = new PoolHarness("curious", "0..4");
        var cold = await harness.RunAsync();
        harness.Board.Reset(workers: 2, chunkSize: 1);
        var pool = await harness.OpenAsync(allReady: true);
        await harness.RunAsync(pool);
        await PoolHarness.CloseAsync(pool);
        Assert.True(pool.Usage.User + pool.Usage.System < cold.User + cold.System);
    }
}

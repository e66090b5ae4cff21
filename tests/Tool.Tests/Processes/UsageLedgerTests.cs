namespace Partime.Tool.Tests.Processes;

/// <summary>What a pool says that its workers took, of real ones, as only the system can tell.</summary>
public sealed class UsageLedgerTests
{
    [Fact]
    public async Task ProcessorTimeIsTheSameWhetherByWorkerOrByKind()
    {
        using var place = new Workplace("curious", "0..20", workers: 3);
        var usage = await place.RunAsync();
        Assert.Equal(3, usage.CpuByWorker.Count);
        Assert.All(usage.CpuByWorker, cpu => Assert.NotEqual(TimeSpan.Zero, cpu));
        Assert.Equal(usage.User + usage.System, usage.CpuByWorker.Aggregate((one, other) => one + other));
    }

    [Fact]
    public async Task ProcessesThatTookAWorkersPlaceAreAddedToIt()
    {
        using var place = new Workplace("curious", "0..6", workers: 1, rules: new() { MaxTasksPerWorker = 2 });
        var usage = await place.RunAsync();
        Assert.Single(usage.CpuByWorker);
        Assert.Equal(3, usage.Processes);
        Assert.Equal(usage.User + usage.System, usage.CpuByWorker[0]);
        // The memory of one process, as they were never there together.
        Assert.InRange(usage.PeakRssBytes, 10_000_000, 150_000_000);
    }

    [Fact]
    public async Task TheTimeToBootAndTheMemoryOfAWorkerAreThoseOfAProcess()
    {
        using var place = new Workplace("curious", "0..4");
        var usage = await place.RunAsync();
        Assert.InRange(usage.BootMean!.Value, TimeSpan.FromMilliseconds(5), Workplace.Limit);
        Assert.InRange(usage.PeakRssBytes, 10_000_000, 1_000_000_000);
        Assert.Null(usage.Remark);
    }

    [Fact]
    public async Task InAWarmPoolTheStartOfTheWorkersIsNotTheRuns()
    {
        using var place = new Workplace("curious", "0..4");
        var cold = await place.RunAsync();
        place.Board.Reset(workers: 2, chunkSize: 1);
        var pool = await place.OpenAsync(allReady: true);
        await place.RunAsync(pool);
        await Workplace.CloseAsync(pool);
        Assert.True(pool.Usage.User + pool.Usage.System < cold.User + cold.System);
    }
}

namespace Partime.Tool.Tests.Execution;

/// <summary>The executors create no garbage between tasks, so that no collection interrupts them.</summary>
[Collection(nameof(Executors))]
public sealed class GarbageTests
{
    private const int Tasks = 100_000;

    [Theory]
    [InlineData("serial")]
    [InlineData("threads")]
    [InlineData("thread-pool")]
#if !DEBUG // in debug builds the compiler makes an object of every asynchronous call
    [InlineData("async")]
#endif
    public async Task ATaskCreatesNoGarbage(string executor)
    {
        var workers = Bundled.Workers(executor, 2);
        var board = Bundled.Board(Work.Of(item => WorkResult.Of(item.Parse<long>())), Tasks, workers);
        long allocated = 0;
        await Bundled.Guarded(async () =>
        {
            await using var pool = await Bundled.Create(executor).StartAsync(new PoolRequest { Workers = workers }, default);
            await pool.RunAsync(board, default); // creates what is created once
            board.Reset(workers, chunkSize: 1);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await pool.RunAsync(board, default);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        });
        // Less than one object of 24 bytes for every tenth task: what a run and the test runner need.
        Assert.InRange(allocated, 0, Tasks * 2);
    }
}

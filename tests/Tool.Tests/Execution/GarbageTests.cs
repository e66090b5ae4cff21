namespace Partime.Tool.Tests.Execution;

/// <summary>Between two tasks there is no garbage that a collection could stop the next one for.</summary>
[Collection(nameof(Executors))]
public sealed class GarbageTests
{
    private const int Tasks = 100_000;

    [Theory]
    [InlineData("serial")]
    [InlineData("threads")]
    [InlineData("thread-pool")]
#if !DEBUG // there the compiler makes an object of every asynchronous call, to be looked at in a debugger
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
            await pool.RunAsync(board, default); // whatever is made once is made here
            board.Reset(workers, chunkSize: 1);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await pool.RunAsync(board, default);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        });
        // What a run and the test runner need is no object of 24 bytes per task, nor one for every tenth.
        Assert.InRange(allocated, 0, Tasks * 2);
    }
}

using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Execution;

/// <summary>A recursion of two million calls, for which no default stack is large enough.</summary>
public sealed class StackSizeTests
{
    private const long Deep = 2_000_000;

    [Fact]
    public async Task WithAStackLargeEnoughADeepRecursionReturns() => Assert.Equal($"{Deep}", (await RunAsync("512MiB")).Value);

    [Fact]
    public async Task WithTheDefaultStackItIsAnError() => Assert.Equal(typeof(InsufficientExecutionStackException).FullName, (await RunAsync(stackSize: null)).Error);

    [Theory]
    [InlineData("128KiB")]
    [InlineData("1GiB")]
    public async Task ThreadsWorkWithTheSmallestAndTheLargestStack(string stackSize) => Assert.Equal("1", (await RunAsync(stackSize, depth: 1, "sum-squares", input: 2)).Value);

    private static async Task<(string Value, string? Error)> RunAsync(string? stackSize, long depth = Deep, string workload = "recursive", long? input = null)
    {
        var catalog = TestPlugin.Catalog("Recursive");
        Setting[] settings = stackSize is null ? [] : [new Setting("stack-size", stackSize)];
        var executor = catalog.CreateExecutor(catalog.FindExecutor("threads"), settings).Executor;
        var plugin = catalog.CreateWorkload(catalog.FindWorkload(workload), []).Workload;
        var board = new Board(plugin, (index, _) => new WorkItem(index, input ?? depth), new PrivateBoardMemory(new BoardLayout(2, [], KeepValues: true)));
        board.Reset(2, 1);
        await Bundled.Guarded(async () =>
        {
            await using var pool = await executor.StartAsync(new PoolRequest { Workers = 2 }, default);
            await pool.RunAsync(board, default);
        });
        return (Encoding.UTF8.GetString(board.Log.Value(1).Span), board.Log.Fault(1)?.Type);
    }
}

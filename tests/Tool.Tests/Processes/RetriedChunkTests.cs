using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Processes;

public sealed class RetriedChunkTests
{
    [Theory]
    [InlineData("process-pool")]
    [InlineData("pool-map")]
    public async Task TasksOfAChunkAreTriedAgainLikeOthers(string executor)
    {
        using var harness = new PoolHarness("crashing", "throw,ok,throw,ok,ok,throw,ok", workers: 1, chunkSize: 5, rules: new TaskRules { Retries = 2 });
        await harness.RunAsync(executor);
        Assert.Equal([2, 0, 2, 0, 0, 2, 0], harness.Board.Log.Slots.ToArray().Select(slot => (int)slot.FailedAttempts));
        Assert.DoesNotContain(Verdict.None, harness.Verdicts);
    }
}

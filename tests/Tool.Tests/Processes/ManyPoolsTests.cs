namespace Partime.Tool.Tests.Processes;

/// <summary>A class of its own, because it takes longer than most.</summary>
public sealed class ManyPoolsTests
{
    /// <summary>Four at once on two processors are interrupted at more places than one alone.</summary>
    [Fact]
    public Task ShuttingDownAfterAFewQuickTasksNeverHangs() => Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
    {
        for (var repetition = 0; repetition < PoolHarness.Repetitions(6); repetition++)
        {
            using var harness = new PoolHarness("curious", "1,2,3");
            await harness.RunAsync();
            Assert.Equal(["1", "4", "9"], harness.Values);
        }
    }));
}

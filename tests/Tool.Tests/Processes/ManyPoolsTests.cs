namespace Partime.Tool.Tests.Processes;

/// <summary>A class of its own, because it takes longer than most.</summary>
public sealed class ManyPoolsTests
{
    /// <summary>Four at once on two processors are interrupted at more places than one alone.</summary>
    [Fact]
    public Task AFewQuickTasksAndAnEndManyTimesOverNeverHang() => Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
    {
        for (var repetition = 0; repetition < 30; repetition++)
        {
            using var place = new Workplace("curious", "1,2,3");
            await place.RunAsync();
            Assert.Equal(["1", "4", "9"], place.Values);
        }
    }));
}

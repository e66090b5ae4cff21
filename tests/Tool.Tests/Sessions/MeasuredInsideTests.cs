using Partime.Tool.Execution;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Sessions;

/// <summary>What the process of an isolated run tells of it, here without that process.</summary>
public sealed class MeasuredInsideTests
{
    [Fact]
    public void AllocationsComeAlong()
    {
        var kept = Array.Empty<byte>();
        var board = Bundled.Board(Work.Of(_ => WorkResult.Of((kept = new byte[1_000_000]).Length)), tasks: 1, workers: 1);
        var (bytes, error) = IsolatedRun.Measure(new SerialExecutor(), board, workers: 1, warmTasks: null, CancellationToken.None);
        var inside = MeasuredInside.Read(bytes)!.Value;
        Assert.Null(error);
        Assert.True(inside.ToCosts().Gc!.Value.AllocatedBytes >= kept.Length);
        Assert.True(inside.IsPossible(0, long.MaxValue));
        Assert.False((inside with { Gc = new GcCounts(0, 0, 0, -1) }).IsPossible(0, long.MaxValue));
    }
}

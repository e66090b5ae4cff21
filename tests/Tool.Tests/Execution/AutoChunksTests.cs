using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

/// <summary>Automatic chunk sizes, for tasks whose durations the test writes into the slots.</summary>
public sealed unsafe class AutoChunksTests : IDisposable
{
    private const int Tasks = 100_000;

    private readonly PrivateBoardMemory memory = new(new BoardLayout(Tasks, [], KeepValues: false));

    public void Dispose() => memory.Dispose();

    [Fact]
    public void TheFirstChunkIsOneTaskAsNothingIsKnown() => Assert.Equal(1, Chunks(workers: 2).Next(0));

    [Fact]
    public void ShortTasksAreClaimedInGrowingChunksUpToThreeMilliseconds()
    {
        var chunks = Chunks(workers: 2);
        Claim(chunks, worker: 0, microseconds: 1);
        Assert.InRange(Claim(chunks, worker: 0, microseconds: 1), 2_900, 3_100);
    }

    [Fact]
    public void LongTasksAreClaimedOneByOneAgain()
    {
        var chunks = Chunks(workers: 2);
        Claim(chunks, worker: 0, microseconds: 10);
        Assert.InRange(Claim(chunks, worker: 0, microseconds: 100_000), 290, 310);
        Assert.Equal(1, Claim(chunks, worker: 0, microseconds: 100_000));
    }

    [Fact]
    public void EachWorkerLearnsFromItsOwnTasks()
    {
        var chunks = Chunks(workers: 2);
        Claim(chunks, worker: 0, microseconds: 1);
        Assert.Equal(1, chunks.Next(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void NoWorkerClaimsMoreThanHalfOfItsFairShareAndTheLastChunkIsOneTask(int workers)
    {
        var chunks = Chunks(workers);
        var last = 0;
        for (var turn = 0; memory.Head.Claims.Value < Tasks; turn++)
        {
            var remaining = Tasks - memory.Head.Claims.Value;
            last = Claim(chunks, turn % workers, microseconds: 0.1);
            Assert.InRange(last, 1, (remaining + (2 * workers) - 1) / (2 * workers));
        }
        Assert.Equal(1, last);
        Assert.Equal(Tasks, memory.Head.Claims.Value);
    }

    private AutoChunks Chunks(int workers)
    {
        memory.Begin(new RunSettings(ChunkSize.Auto, workers, Tasks, Copies: 1, MaxAttempts: 1, FailFast: 0));
        memory.Head.Claims.Reset();
        return new AutoChunks(memory);
    }

    /// <summary>Claims a chunk for a worker, and records that each of its tasks took so long.</summary>
    private int Claim(AutoChunks chunks, int worker, double microseconds)
    {
        var size = chunks.Next(worker);
        var start = memory.Head.Claims.Claim(size);
        for (var task = 0; task < size; task++)
        {
            memory.Slots[start + task].StartedTicks = 1 + Ticks(task);
            memory.Slots[start + task].EndedTicks = 1 + Ticks(task + 1);
        }
        chunks.Claimed(worker, new TaskRange(start, start + size));
        return size;

        long Ticks(int tasks) => (long)(tasks * microseconds * Stopwatch.Frequency / 1e6);
    }
}

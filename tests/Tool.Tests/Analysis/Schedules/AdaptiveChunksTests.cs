using System.Diagnostics;
using Partime.Tool.Analysis;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Analysis;

/// <summary>The replayed rule of automatic chunks beside the one that the board follows.</summary>
public sealed unsafe class AdaptiveChunksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheReplayClaimsWhatTheBoardClaims(int workers)
    {
        const int Tasks = 20_000;
        using var memory = new PrivateBoardMemory(new BoardLayout(Tasks, [], KeepValues: false));
        memory.Begin(new RunSettings(ChunkSize.Auto, workers, Tasks, Copies: 1, MaxAttempts: 1, FailFast: 0));
        memory.Head.Claims.Reset();
        var (board, replay, random) = (new AutoChunks(memory), new AdaptiveChunks(workers), new Random(5));
        for (var turn = 0; memory.Head.Claims.Value < Tasks; turn++)
        {
            var worker = turn % workers;
            var size = board.Next(worker);
            Assert.Equal(size, replay.Next(worker, (int)(Tasks - memory.Head.Claims.Value)));
            var start = memory.Head.Claims.Claim(size);
            // In whole ticks, as both see the same then.
            var ticks = random.Next(1, 1_000_000) * (long)size;
            memory.Slots[start].StartedTicks = 1;
            memory.Slots[start + size - 1].EndedTicks = 1 + ticks;
            board.Claimed(worker, new TaskRange(start, start + size));
            replay.Ended(worker, size, ticks / (double)Stopwatch.Frequency);
        }
    }
}

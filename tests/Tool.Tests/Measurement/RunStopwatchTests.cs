using System.Diagnostics;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Measurement;

public sealed class RunStopwatchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheSystemIsReadJustOutsideOfTheTimedPart(bool isWarm)
    {
        var (started, made, ending) = (0L, 0L, 0L);
        var executor = new MadeExecutor
        {
            Start = () => (started, made) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp()),
            Stop = () => ending = Stopwatch.GetTimestamp(),
        };

        var measurement = await Measured(executor, isWarm, withReadings: true);

        var (before, after) = measurement.Readings!.Value;
        // The start and the end of a warm pool are outside of the readings.
        Assert.Equal((isWarm, isWarm), (before.Timestamp > made, after.Timestamp < ending));
        Assert.Equal((!isWarm, !isWarm), (before.Timestamp < started, after.Timestamp > ending));
    }

    [Fact]
    public async Task ReadingsAreOptional() => Assert.Null((await Measured(new MadeExecutor(), isWarm: false, withReadings: false)).Readings);

    /// <summary>Other tests allocate at the same time.</summary>
    [Theory]
    [InlineData("serial")]
    [InlineData("threads")]
    public async Task WhatTasksAllocateIsCounted(string executor)
    {
        var kept = Array.Empty<byte>();
        var work = Work.Of(_ => WorkResult.Of((kept = new byte[1_000_000]).Length));
        var measurement = await Measured(Bundled.Create(executor), isWarm: false, withReadings: false, work);
        Assert.True(measurement.Costs.Gc!.Value.AllocatedBytes >= kept.Length);
        Assert.True(measurement.Costs.Gc.Value.ArePossible);
    }

    private static async Task<RunMeasurement> Measured(IExecutor executor, bool isWarm, bool withReadings, IWorkload? work = null)
    {
        var board = new Board(work ?? Work.Empty, (index, _) => new WorkItem(index, index), new PrivateBoardMemory(new BoardLayout(1, [], KeepValues: false)));
        board.Reset(workers: 1, chunkSize: 1);
        if (!isWarm)
            return await RunStopwatch.AroundAsync(executor, board, workers: 1, withReadings, CancellationToken.None);
        await using var pool = new WarmPool(executor, workers: 1, [], stays: true, withReadings);
        await pool.PrepareAsync(CancellationToken.None);
        return await pool.RunAsync(board, CancellationToken.None);
    }
}

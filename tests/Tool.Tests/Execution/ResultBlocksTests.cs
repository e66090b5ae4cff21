using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

/// <summary>Results as bytes, without processes.</summary>
public sealed class ResultBlocksTests : IDisposable
{
    private const int MiB = 1 << 20;

    private PrivateBoardMemory? memory;

    public void Dispose() => memory?.Dispose();

    [Fact]
    public void ABlockEndsBeforeALargeResult() => Assert.Equal([1, 1, 1, 1, 1], BlocksOf(10, 5 * MiB, MiB - 10, 4 * MiB, 10).Select(records => records.Count));

    [Fact]
    public void AResultAboveTheLimitFailsItsTaskAndSaysTheLimit()
    {
        var records = BlocksOf(10, ResultBlocks.MaxResultBytes + 1, 10).SelectMany(block => block).ToList();
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], records.Select(record => record.Verdict));
        Assert.Contains("67,108,865 bytes, and at most 67,108,864 travel", records[1].Fault!.Message, StringComparison.Ordinal);
    }

    private List<List<TaskRecord>> BlocksOf(params int[] lengths)
    {
        memory = new PrivateBoardMemory(new BoardLayout(lengths.Length, [], KeepValues: true));
        var board = new Board(Work.Empty, (index, _) => new WorkItem(index, index), memory);
        board.Reset(workers: 1, chunkSize: 1);
        for (var task = 0; task < lengths.Length; task++)
            board.Record(new TaskRecord { Index = task, Worker = 0, Verdict = Verdict.Ok, StartedTicks = 1, EndedTicks = 2, Result = WorkResult.OfUtf8(new byte[lengths[task]]) });
        var next = 0L;
        var blocks = new List<List<TaskRecord>>();
        foreach (var block in ResultBlocks.Write(board, () => default))
        {
            blocks.Add(ResultBlocks.Read(block, new TaskRange(next, lengths.Length), new ResultSource(0, [], new TaskRules(), ClockOffset: 0)).Records);
            next += blocks[^1].Count;
        }
        return blocks;
    }
}

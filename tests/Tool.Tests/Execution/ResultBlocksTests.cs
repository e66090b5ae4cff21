using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

/// <summary>Results as bytes, without processes.</summary>
public sealed class ResultBlocksTests : IDisposable
{
    private const int MiB = 1 << 20;
    private const long Began = 1_000_000_000_000_000;

    private readonly List<PrivateBoardMemory> memories = [];
    private string[] metrics = [];

    public void Dispose() => memories.ForEach(memory => memory.Dispose());

    [Fact]
    public void ABlockEndsBeforeALargeResult() => Assert.Equal([1, 1, 1, 1, 1], BlocksOf(Board(10, 5 * MiB, MiB - 10, 4 * MiB, 10)).Select(TasksOf));

    [Fact]
    public void AResultAboveTheLimitFailsItsTaskWhichKeepsItsMetricsAndSaysTheLimit()
    {
        metrics = ["bytes"];
        var own = Copy(Board(keepsValues: true, 3, task => WorkResult.OfUtf8(new byte[task == 1 ? ResultBlocks.MaxResultBytes + 1 : 10]).With("bytes", task)), keepsValues: true);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(task => Assert.Single(own.Log.Reported(task)).Value));
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], own.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Contains("67,108,865 bytes, and at most 67,108,864 travel", own.Log.Fault(1)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResultsAndTimesArriveAsTheyWere(bool keepsValues)
    {
        string[] values = ["", "7", "7", "", "0.30000000000000004", "0.30000000000000004", "12345678901", "123456789012", new('x', 300), new('x', 300)];
        var node = Board(keepsValues, values.Length);
        for (var task = 0; task < values.Length; task++)
            node.Record(new TaskRecord { Index = task, Worker = 0, Verdict = Verdict.Ok, Pid = 1 << task, StartedTicks = Began - (task * 1000), EndedTicks = Began - (task * 1000) + (1L << (4 * task)), Result = WorkResult.Of(values[task]) });
        var own = Copy(node, keepsValues);

        var (sent, received) = (node.Log.Slots.ToArray(), own.Log.Slots.ToArray());
        Assert.Equal(sent.Select(Facts), received.Select(Facts));
        Assert.Equal(sent.Select(slot => node.Log.Excerpt(slot).ToString()), received.Select(slot => own.Log.Excerpt(slot).ToString()));
        Assert.Equal(keepsValues ? values : values.Select(_ => ""), values.Select((_, task) => Encoding.UTF8.GetString(own.Log.Value(task).Span)));
        Assert.Null(own.FindDamage(since: 0));
    }

    [Fact]
    public void AnEmptyTaskTakesFourBytesAtMost()
    {
        const int Tasks = 1000;
        var node = Board(keepsValues: false, Tasks);
        for (var task = 0; task < Tasks; task++)
            node.Record(new TaskRecord { Index = task, Worker = 0, Verdict = Verdict.Ok, StartedTicks = Began + (task * 150), EndedTicks = Began + (task * 150) + 40 });
        Assert.InRange(BlocksOf(node).Single().Length, Tasks, (4 * Tasks) + 100);
    }

    [Fact]
    public void WhateverANodeSendsIsABlockOrRefused()
    {
        var block = BlocksOf(Board(keepsValues: false, 50, task => WorkResult.Of(task % 3 == 0 ? $"{task}" : "a result that is longer than its excerpt"))).Single();
        var random = new Random(1);
        var own = Board(keepsValues: false, 50);
        var refused = 0;
        for (var times = 0; times < 20_000; times++)
        {
            var changed = block.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                own.Reset(workers: 1, chunkSize: 1);
                Read(own, changed, new TaskRange(0, 50), keepsValues: random.Next(2) == 0, random.Next(2));
            }
            catch (FormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1_000, 19_999);
    }

    [Fact]
    public void AShortBlockMakesNoLongResults()
    {
        const byte SameAsBefore = (byte)Verdict.Ok | (byte)(AttemptHead.HasRun | AttemptHead.SameProcess | AttemptHead.SameResult);
        Assert.Equal(2, TasksOf(Twice(ResultBlocks.MaxSameBytes)));
        Assert.Throws<FormatException>(() => Twice(ResultBlocks.MaxSameBytes + 1));

        byte[] Twice(int length)
        {
            byte[] block = [.. BlocksOf(Board(length)).Single(), SameAsBefore, 0, 0];
            BitConverter.TryWriteBytes(block.AsSpan(sizeof(long)), 2);
            Read(Board(keepsValues: true, 2), block, new TaskRange(0, 2), keepsValues: true);
            return block;
        }
    }

    private static (Verdict, int, long, long, ulong) Facts(TaskSlot slot) => (slot.Verdict, slot.Pid, slot.StartedTicks, slot.EndedTicks, slot.Digest);

    private static List<byte[]> BlocksOf(Board board)
    {
        var writer = new ResultBlockWriter(board);
        writer.Begin(task: 0);
        return [.. writer.Write(() => default), .. writer.End(() => default)];
    }

    private static int TasksOf(byte[] block) => BitConverter.ToInt32(block, sizeof(long));

    private static void Read(Board own, byte[] block, TaskRange range, bool keepsValues, int retries = 0)
    {
        var reader = new ResultBlockReader(block, range, new ResultSource(own.Log.Metrics(0).Length, keepsValues, new TaskRules { Retries = retries }, ClockOffset: 0));
        while (reader.MoveNext())
            if (keepsValues == own.Log.KeepsValues && !reader.IsRetried)
                own.RecordSent(ref reader, 0, reader.StartedTicks, reader.EndedTicks);
    }

    private Board Copy(Board node, bool keepsValues)
    {
        var own = Board(keepsValues, (int)node.Count);
        var next = 0L;
        foreach (var block in BlocksOf(node))
        {
            Read(own, block, new TaskRange(next, node.Count), keepsValues);
            next += TasksOf(block);
        }
        return own;
    }

    private Board Board(params int[] lengths) => Board(keepsValues: true, lengths.Length, task => WorkResult.OfUtf8(new byte[lengths[task]]));

    private Board Board(bool keepsValues, int tasks, Func<int, WorkResult>? result = null)
    {
        var memory = new PrivateBoardMemory(new BoardLayout(tasks, metrics, keepsValues));
        memories.Add(memory);
        var board = new Board(Work.Empty, (index, _) => new WorkItem(index, index), memory);
        board.Reset(workers: 1, chunkSize: 1);
        for (var task = 0; result is not null && task < tasks; task++)
            board.Record(new TaskRecord { Index = task, Worker = 0, Verdict = Verdict.Ok, StartedTicks = Began, EndedTicks = Began + 1, Result = result(task) });
        return board;
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class BoardTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 3)]
    [InlineData(10, 10)]
    [InlineData(10, int.MaxValue)]
    [InlineData(0, 1)]
    public void ClaimsFollowOneAnotherUntilNoTaskIsLeft(int tasks, int chunkSize)
    {
        var board = Bundled.Board(Work.Empty, tasks, workers: 1, chunkSize);
        var next = 0L;
        while (board.TryClaim(0, out var range))
        {
            Assert.Equal(next, range.Start);
            Assert.InRange(range.Count, 1, chunkSize);
            next = range.End;
        }
        Assert.Equal(tasks, next);
        Assert.Equal(tasks, board.Claimed);
        Assert.False(board.TryClaim(0, out _));
        Assert.Equal(tasks, board.Claimed);
    }

    [Fact]
    public void ARunMayHaveFewerTasksThanThereIsRoomForAndShareInputs()
    {
        using var memory = new PrivateBoardMemory(new BoardLayout(10, [], KeepValues: true));
        var board = new Board(Work.Echo, (index, copies) => new WorkItem(index, index / copies), memory);
        foreach (var (tasks, copies, inputs) in ((int, int, string)[])[(10, 5, "0 0 0 0 0 1 1 1 1 1"), (2, 1, "0 1"), (6, 3, "0 0 0 1 1 1")])
        {
            board.Reset(workers: copies, chunkSize: 4, tasks, copies);
            board.Drain(0, default);
            Assert.Equal((tasks, tasks), (board.Claimed, board.Log.Slots.Length));
            Assert.Equal(inputs, string.Join(' ', Enumerable.Range(0, tasks).Select(task => System.Text.Encoding.UTF8.GetString(board.Log.Value(task).Span))));
            Assert.Null(board.FindDamage(since: 0));
        }
    }

    [Fact]
    public void ATaskIsTimedAroundTheWorkloadAlone()
    {
        var (entered, left) = (0L, 0L);
        var board = Bundled.Board(Work.Of(_ =>
        {
            entered = System.Diagnostics.Stopwatch.GetTimestamp();
            left = System.Diagnostics.Stopwatch.GetTimestamp();
            return default;
        }), 1, workers: 1);
        board.Run(0, 0, default);
        var slot = board.Log.Slots[0];
        Assert.True(slot.StartedTicks <= entered && left <= slot.EndedTicks);
    }

    [Fact]
    public async Task ATaskRunsOnlyOnceBlockingOrNot()
    {
        var board = Bundled.Board(Work.Empty, 2, workers: 1);
        board.Run(0, 0, default);
        await board.RunAsync(1, 0, default);
        Assert.Throws<InvalidOperationException>(() => board.Run(0, 0, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await board.RunAsync(1, 0, default));
        Assert.Throws<InvalidOperationException>(() => board.Record(Record(0)));
    }

    [Fact]
    public void ClaimedTasksOfADeadProcessFailAndUnclaimedOnesAreCancelled()
    {
        var board = Bundled.Board(Work.Empty, 5, workers: 2);
        for (var claimed = 0; claimed < 3; claimed++)
            Assert.True(board.TryClaim(0, out _));
        board.Run(1, 0, default);

        board.FailUnfinished(Verdict.Crashed, new TaskFault("SIGKILL", "gone"), pid: 42);
        Assert.Equal(2, board.Log.CancelUnfinished("never begun"));

        Assert.Equal([Verdict.Crashed, Verdict.Ok, Verdict.Crashed, Verdict.Cancelled, Verdict.Cancelled], board.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Equal((new TaskFault("SIGKILL", "gone"), 42, 0L), (board.Log.Fault(2), board.Log.Slots[2].Pid, board.Log.Slots[2].EndedTicks));
        Assert.Equal("never begun", board.Log.Fault(3)!.Message);
    }

    [Fact]
    public void ARecordFromElsewhereIsKeptAsItIs()
    {
        var board = Bundled.Board(Work.Empty, 2, workers: 3, keepValues: true, metrics: "bytes");
        board.Record(Record(0, worker: 2) with { StartedTicks = 5, EndedTicks = 9, Result = WorkResult.Of("x").With("bytes", 7) });
        board.Record(Record(1, Verdict.Crashed) with { Fault = new TaskFault("signal", "killed") });
        var slot = board.Log.Slots[0];
        Assert.Equal((5, 9, 2, Verdict.Ok), (slot.StartedTicks, slot.EndedTicks, slot.Worker, slot.Verdict));
        Assert.Equal("x"u8, board.Log.Value(0).Span);
        Assert.Equal([7.0], board.Log.Metrics(0));
        Assert.Equal(Verdict.Crashed, board.Log.Slots[1].Verdict);
        Assert.Equal(new TaskFault("signal", "killed"), board.Log.Fault(1));
        Assert.Equal(0UL, board.Log.Slots[1].Digest);
    }

    [Fact]
    public void ARecordNeedsAVerdict()
    {
        var board = Bundled.Board(Work.Empty, 1, workers: 1);
        Assert.Throws<InvalidOperationException>(() => board.Record(Record(0, Verdict.None)));
        board.Record(Record(0));
        Assert.Contains("Task 0", Assert.Throws<InvalidOperationException>(() => board.Record(Record(0))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void AWorkerNumberThatTheBoardDoesNotHaveIsRejected(int worker)
    {
        var board = Bundled.Board(Work.Empty, 1, workers: 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => board.Run(0, worker, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => board.Record(Record(0, worker: worker)));
        Assert.Equal(Verdict.None, board.Log.Slots[0].Verdict);
    }

    [Fact]
    public void ACancelledTaskIsAnErrorUnlessTheSessionIs()
    {
        var board = Bundled.Board(Work.Of(_ => throw new TaskCanceledException("too slow")), 2, workers: 1);
        board.Run(0, 0, CancellationToken.None);
        board.Run(1, 0, new CancellationToken(canceled: true));
        Assert.Equal(Verdict.Error, board.Log.Slots[0].Verdict);
        Assert.Equal(new TaskFault("System.Threading.Tasks.TaskCanceledException", "too slow"), board.Log.Fault(0));
        Assert.Equal(Verdict.Cancelled, board.Log.Slots[1].Verdict);
    }

    [Fact]
    public void TheNextRunSeesNothingOfTheLast()
    {
        var board = Bundled.Board(Work.Of(item => item.Index == 0 ? throw new FormatException() : WorkResult.Of("x").With("bytes", 7)), 2, workers: 1, keepValues: true, metrics: "bytes");
        SerialDrain(board);
        board.Reset(workers: 2, chunkSize: 2);
        Assert.Equal(0, board.Claimed);
        Assert.Null(board.Log.Fault(0));
        Assert.Equal([double.NaN], board.Log.Metrics(1));
        Assert.True(board.Log.Value(1).IsEmpty);
        Assert.Equal(default, board.Log.Slots[1].Digest);
        Assert.True(board.TryClaim(1, out var range));
        Assert.Equal(2, range.Count);
        board.Run(1, 1, default);
        Assert.Equal(1, board.Log.Slots[1].Worker);
    }

    [Fact]
    public void ASlotTakes48Bytes()
    {
        Assert.Equal(48, Unsafe.SizeOf<TaskSlot>());
        Assert.Equal(1_000 * (48 + 16), new BoardLayout(1_000, ["a", "b"], KeepValues: false).Bytes);
    }

    [Fact]
    public void TheClaimCounterSharesItsCacheLineWithNothing() => Assert.Equal(192, Unsafe.SizeOf<ClaimCounter>());

    [Theory]
    [InlineData(1_000_000, 51_999_999L)]
    [InlineData(2_147_483_647, long.MaxValue)]
    // Per task: 48 bytes for its slot, and 4 in the list of its worker's tasks.
    public void ABoardThatCannotFitIsRefusedWithBothSizes(long tasks, long available)
    {
        var layout = new BoardLayout(tasks, [], KeepValues: false);
        var error = Assert.Throws<PartimeException>(() => layout.EnsureFits(available));
        Assert.Contains($"{tasks:N0} tasks", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{tasks * 52 / 1e6:N0} MB", error.Message, StringComparison.Ordinal);
        Assert.Contains("fewer inputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsCountForWhatFits()
    {
        new BoardLayout(1_000_000, [], KeepValues: false).EnsureFits(52_000_000);
        Assert.Throws<PartimeException>(() => new BoardLayout(1_000_000, ["bytes"], KeepValues: false).EnsureFits(52_000_000));
        Assert.Throws<PartimeException>(() => new BoardLayout(Array.MaxLength / 2, ["a", "b", "c"], KeepValues: false).EnsureFits(long.MaxValue));
    }

    private static void SerialDrain(Board board) => board.Drain(0, default);

    private static TaskRecord Record(long index, Verdict verdict = Verdict.Ok, int worker = 0) =>
        new() { Index = index, Worker = worker, Verdict = verdict, Result = WorkResult.Of(Encoding.UTF8.GetString("x"u8)) };

    [Theory]
    [InlineData(20, 10)]
    [InlineData(0, 10)]
    [InlineData(-5, 10)]
    [InlineData(10, 0)]
    public void ImpossibleTimesAreRejected(long started, long ended)
    {
        var board = Bundled.Board(Work.Empty, 1, workers: 1);
        var record = new TaskRecord { Index = 0, Worker = 0, Verdict = Verdict.Ok, StartedTicks = started, EndedTicks = ended };
        Assert.Throws<InvalidOperationException>(() => board.Record(record));
        Assert.Equal(Verdict.None, board.Log.Slots[0].Verdict);
    }

    [Fact]
    public void AnExceptionWhoseMessageThrowsFailsOnlyItsTask()
    {
        var board = Bundled.Board(Work.Of(item => item.Index == 1 ? throw new Mute() : WorkResult.Of(item.Index)), 3, workers: 1, chunkSize: 1);
        board.Drain(worker: 0, CancellationToken.None);
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], board.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Contains("NotSupportedException", board.Log.Fault(1)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownVerdictIsRejected()
    {
        var board = Bundled.Board(Work.Empty, 1, workers: 1, chunkSize: 1);
        Assert.Throws<InvalidOperationException>(() => board.Record(new TaskRecord { Index = 0, Worker = 0, Verdict = (Verdict)77 }));
    }

    [Fact]
    public void AMetricNeedsAName() => Assert.Throws<ArgumentNullException>(() => WorkResult.Of(1).With(null!, 2));

    private sealed class Mute : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}

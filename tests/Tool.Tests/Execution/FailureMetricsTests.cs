using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

/// <summary>A task that fails with a <see cref="WorkFailedException"/> keeps what it has measured.</summary>
[Collection(nameof(Executors))]
public sealed class FailureMetricsTests
{
    [Theory]
    [EveryExecutor]
    public async Task EachAttemptHasItsOwn(string executor)
    {
        var calls = new int[3];
        var board = Board(Work.Of(item => Interlocked.Increment(ref calls[item.Index]) is var call && item.Index < 2 && call <= 2 + item.Index
            ? throw new WorkFailedException($"call {call}").With("calls", call) : WorkResult.Of(1).With("ends", call)), 3, retries: 2);

        await Bundled.RunAsync(executor, board, Bundled.Workers(executor, 2));

        // The first task succeeds with its last attempt, the second never.
        Assert.Equal([Verdict.Ok, Verdict.Error, Verdict.Ok], board.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Equal([new("ends", 3)], board.Log.Reported(0));
        Assert.Equal([new("calls", 3)], board.Log.Reported(1));
        Assert.Equal([new("ends", 1)], board.Log.Reported(2));
        Assert.All([0, 1], task => Assert.Equal([1, 2], board.Log.Retried.Of(task).ToArray().Select(attempt => Assert.Single(board.Log.Fault(in attempt)!.Metrics).Value)));
    }

    [Theory]
    [InlineData("", "no moon", null)]
    [InlineData("System.FormatException", "no moon: no orbit", typeof(FormatException))]
    public void TheTypeOfTheErrorIsThatOfTheCause(string type, string message, Type? cause)
    {
        var board = Failed(new WorkFailedException("no moon", cause is null ? null : (Exception)Activator.CreateInstance(cause, "no orbit")!));
        Assert.Equal(new TaskFault(type, message), board.Log.Fault(0));
    }

    [Theory]
    [InlineData(true, true, Verdict.Cancelled)]
    [InlineData(true, false, Verdict.Error)]
    [InlineData(false, true, Verdict.Error)]
    public void ACancelledTaskMayHaveMetrics(bool isCancelled, bool isStopped, Verdict verdict)
    {
        var board = Failed(new WorkFailedException("stopped", isStopped ? new OperationCanceledException() : null).With("calls", 7), new CancellationToken(isCancelled));
        Assert.Equal((verdict, "stopped"), (board.Log.Slots[0].Verdict, board.Log.Fault(0)!.Message));
        Assert.Equal([new("calls", 7)], board.Log.Reported(0));
    }

    [Fact]
    public void AMetricThatIsNotDeclaredIsToldAndTheOthersStay()
    {
        var board = Failed(new WorkFailedException("no moon.").With("bites", 1).With("calls", 7).With("bits", 2));
        Assert.Equal("no moon. The workload declares no metric 'bites': give its class a [Metric(\"bites\", \"unit\")].", board.Log.Fault(0)!.Message);
        Assert.Equal([new("calls", 7)], board.Log.Reported(0));
    }

    [Fact]
    public void AnExecutorMayRecordThem()
    {
        var board = Board(Work.Empty, 1);
        board.Record(new TaskRecord { Index = 0, Worker = 0, Verdict = Verdict.Crashed, Fault = new TaskFault("exit 3", "gone") { Metrics = [new("calls", 7)] } });
        Assert.Equal([new("calls", 7)], board.Log.Reported(0));
        Assert.Null(board.FindDamage(since: 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ATimeoutKeepsWhatTheTaskHasReported(bool hasResult)
    {
        var board = Board(Work.Of(_ => hasResult ? WorkResult.Of(1).With("calls", 7) : throw new WorkFailedException("late").With("calls", 7)), 1, retries: 1);
        board.RunOnce(0, 0, new CancellationToken(canceled: true));
        Assert.True(board.RecordTimeout(0, 0));
        Assert.Empty(board.Log.Reported(0));
        foreach (ref readonly var attempt in board.Log.Retried.Of(0))
            Assert.Equal([new("calls", 7)], board.Log.Fault(in attempt)!.Metrics);
        Assert.Equal(1, board.Log.Retried.Of(0).Length);
    }

    private static Board Failed(Exception exception, CancellationToken cancellationToken = default)
    {
        var board = Board(Work.Of(_ => throw exception), 1);
        board.Run(0, 0, cancellationToken);
        return board;
    }

    private static Board Board(IWorkload workload, int tasks, int retries = 0)
    {
        var board = new Board(workload, (index, _) => new WorkItem(index, index), new PrivateBoardMemory(new BoardLayout(tasks, ["calls", "ends"], KeepValues: false)), new TaskRules { Retries = retries });
        board.Reset(workers: 2, chunkSize: 1);
        return board;
    }
}

namespace Partime.Tool.Tests.Testing;

/// <summary>What executors do wrong with tasks fails the facts about tasks, with a sentence about what to mend.</summary>
public sealed class FaultyTaskTests
{
    [Fact]
    public Task ALostTask() => Facts.FailAsync(
        facts => facts.EveryTaskGetsExactlyOneVerdict(7),
        "1 of 1000 tasks were claimed and have no verdict, the first of them task 17",
        new FaultyExecutor { Work = (board, worker, token) => EachClaimed(board, worker, index => RunIf(index != 17, board, index, worker, token)) });

    [Fact]
    public Task ATaskThatIsRunTwice() => Facts.FailAsync(
        facts => facts.EveryTaskGetsExactlyOneVerdict(7),
        "task 17 was run twice",
        new FaultyExecutor
        {
            Work = (board, worker, token) => EachClaimed(board, worker, index =>
            {
                board.Run(index, worker, token);
                RunIf(index == 17, board, index, worker, token);
            }),
        });

    [Fact]
    public Task ARecordThatNoBoardTakes() => Facts.FailAsync(
        facts => facts.OneWorkerRunsAllTasks(),
        "Record refused what was recorded of task 0: ",
        new FaultyExecutor { Work = (board, worker, token) => Elsewhere.Drain(board, worker, record => record with { EndedTicks = record.StartedTicks - 1 }, token) });

    [Fact]
    public Task ATaskWithoutAClaim() => Facts.FailAsync(
        facts => facts.OneWorkerRunsAllTasks(),
        "was run without a claim",
        new FaultyExecutor { Work = (board, worker, token) => board.Run(3, worker, token) });

    [Fact]
    public Task ATaskBeyondTheLast() => Facts.FailAsync(
        facts => facts.OneWorkerRunsAllTasks(),
        "task 1000 was run, and tasks are numbered from 0 to 999",
        new FaultyExecutor { Work = (board, worker, token) => board.Run(board.Count, worker, token) });

    [Fact]
    public Task TasksThatNoWorkerClaims() => Facts.FailAsync(
        facts => facts.OneWorkerRunsAllTasks(),
        "999 of 1000 tasks were unclaimed",
        new FaultyExecutor { Work = (board, worker, token) => RunIf(board.TryClaim(worker, out var range), board, range.Start, worker, token) });

    [Fact]
    public Task AWorkerBeyondTheLast() => Facts.FailAsync(
        facts => facts.MoreWorkersThanTasksAreNoTrouble(),
        "workers are numbered from 0 to 7",
        new FaultyExecutor { Work = (board, worker, token) => board.Drain(worker + 1, token) });

    [Fact]
    public Task WorkersWithTheSameNumber() => Facts.FailAsync(
        facts => facts.EachWorkerRunsOneTaskAtATime(1),
        "worker 0 started task",
        new FaultyExecutor { Work = (board, _, token) => board.Drain(0, token) });

    [Fact]
    public Task WorkersElsewhereWithTheSameNumber()
    {
        var gate = new Lock();
        return Facts.FailAsync(
            facts => facts.EachWorkerRunsOneTaskAtATime(1),
            "at the same time",
            new FaultyExecutor
            {
                Work = (board, worker, token) => Elsewhere.Drain(board, worker, record =>
                {
                    // One after the other: what overlaps are the tasks and not the records.
                    lock (gate)
                        board.Record(record with { Worker = 0 });
                    return null;
                }, token),
            });
    }

    [Fact]
    public Task AWaitForTasksThatNeverEnds() => Facts.FailAsync(
        facts => facts.NoTasksAreNoTrouble(),
        "RunAsync has not completed after 1 s",
        new FaultyExecutor { Wait = (work, _) => Task.WhenAll(work, Task.Delay(Timeout.Infinite, CancellationToken.None)) }, limitSeconds: 1);

    [Fact]
    public Task AResultOfAnotherTask() => Facts.FailAsync(
        facts => facts.ResultsAreThoseOfSerialExecution(),
        "Task 0 has the result '299', and under serial '0 ≥ '",
        Recording(record => record with { Result = WorkResult.Of(299 - record.Index) }));

    [Fact]
    public Task AResultWithoutItsMetrics() => Facts.FailAsync(
        facts => facts.ResultsAreThoseOfSerialExecution(),
        "Task 0 has other metrics than under serial",
        Recording(record => record with { Result = WorkResult.OfUtf8(record.Result.Utf8Value) }));

    [Fact]
    public Task AnErrorThatIsNotRecorded() => Facts.FailAsync(
        facts => facts.AnExceptionIsTheVerdictOfItsTaskAlone(),
        "have no verdict, the first of them task 1:",
        Recording(record => record.Verdict == Verdict.Ok ? record : null));

    [Fact]
    public Task AnErrorThatIsTakenForAResult() => Facts.FailAsync(
        facts => facts.AnExceptionIsTheVerdictOfItsTaskAlone(),
        "Task 1 (error:1) has the verdict Ok and should have Error",
        Recording(record => record with { Verdict = Verdict.Ok }));

    [Fact]
    public Task AnErrorWithoutItsMessage() => Facts.FailAsync(
        facts => facts.AnExceptionIsTheVerdictOfItsTaskAlone(),
        "because of 'failed', and the message of its exception is 'There is no result for 1.'",
        Recording(record => record with { Fault = record.Fault is null ? null : new TaskFault("Error", "failed") }));

    private static FaultyExecutor Recording(Func<TaskRecord, TaskRecord?> record) =>
        new() { Work = (board, worker, token) => Elsewhere.Drain(board, worker, record, token) };

    private static void EachClaimed(ITaskBoard board, int worker, Action<long> act)
    {
        while (board.TryClaim(worker, out var range))
            for (var index = range.Start; index < range.End; index++)
                act(index);
    }

    private static void RunIf(bool isWanted, ITaskBoard board, long index, int worker, CancellationToken token)
    {
        if (isWanted)
            board.Run(index, worker, token);
    }
}

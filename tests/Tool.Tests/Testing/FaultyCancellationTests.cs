namespace Partime.Tool.Tests.Testing;

/// <summary>What executors do wrong when they are cancelled fails the facts about that, with a sentence about what to mend.</summary>
public sealed class FaultyCancellationTests
{
    [Fact]
    public Task ARunThatStartsAlthoughItIsCancelled() => Facts.FailAsync(
        facts => facts.NothingIsRunWhenTheTokenIsCancelledBefore(),
        "1000 tasks started although the token was cancelled",
        new FaultyExecutor { Work = (board, worker, _) => board.Drain(worker, CancellationToken.None) });

    [Fact]
    public Task ACancellationThatIsNotHeeded() => Facts.FailAsync(
        facts => facts.CancellationStopsTheRun(1),
        "tasks started after the token was cancelled",
        new FaultyExecutor { Work = (board, worker, _) => board.Drain(worker, CancellationToken.None) });

    [Fact]
    public Task AChunkThatIsRunToItsEnd() => Facts.FailAsync(
        facts => facts.CancellationStopsTheRun(50),
        "tasks started after the token was cancelled",
        new FaultyExecutor
        {
            Work = (board, worker, token) =>
            {
                while (!token.IsCancellationRequested && board.TryClaim(worker, out var range))
                    board.Run(range, worker, CancellationToken.None);
            },
        });

    [Fact]
    public Task ARunThatDoesNotWaitForTasksUnderWay() => Facts.FailAsync(
        facts => facts.CancellationStopsTheRun(1),
        "RunAsync completed while",
        new FaultyExecutor { Work = (board, worker, _) => board.Drain(worker, CancellationToken.None), Wait = (work, token) => work.WaitAsync(token) });

    [Fact]
    public Task ATokenThatDoesNotReachTheTasks() => Facts.FailAsync(
        facts => facts.TasksUnderWayHearOfTheCancellation(),
        "waits until it is cancelled",
        new FaultyExecutor
        {
            Work = (board, worker, token) =>
            {
                while (!token.IsCancellationRequested && board.TryClaim(worker, out var range))
                    board.Run(range.Start, worker, CancellationToken.None);
            },
        });

    [Fact]
    public async Task AWorkerThatStaysWhenItsPoolIsGone()
    {
        // Never disposed of, because the worker may still wait for it.
        var end = new CancellationTokenSource();
        await Facts.FailAsync(
            facts => facts.WhenAPoolIsGoneSoAreItsWorkers(),
            "worker 0 claimed tasks after",
            new FaultyExecutor
            {
                Work = (board, worker, token) =>
                {
                    board.Drain(worker, token);
                    // A thread of its own, because the thread pool may be busy with other tests for longer than the fact looks.
                    if (worker == 0)
                        new Thread(() => AskForMore(board, end.Token)) { IsBackground = true }.Start();
                },
            });
        await end.CancelAsync();

        static void AskForMore(ITaskBoard board, CancellationToken end)
        {
            while (!end.WaitHandle.WaitOne(1))
                board.TryClaim(0, out _);
        }
    }
}

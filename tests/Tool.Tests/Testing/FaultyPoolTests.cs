namespace Partime.Tool.Tests.Testing;

/// <summary>What executors do wrong with pools fails the facts about pools, with a sentence about what to mend.</summary>
public sealed class FaultyPoolTests
{
    [Fact]
    public Task ASecondPoolThatCannotStart()
    {
        var pools = 0;
        return Facts.FailAsync(
            facts => facts.PoolsFollowOneAnother(),
            "StartAsync threw InvalidOperationException, which fails the run: taken",
            new FaultyExecutor { Start = _ => ++pools == 1 ? Task.CompletedTask : throw new InvalidOperationException("taken") });
    }

    [Fact]
    public Task APoolThatRunsOneBoardOnly()
    {
        var isUsed = false;
        return Facts.FailAsync(
            facts => facts.OnePoolRunsSeveralBoards(),
            "50 of 50 tasks were unclaimed",
            new FaultyExecutor
            {
                Work = (board, worker, token) =>
                {
                    if (!isUsed)
                        board.Drain(worker, token);
                },
                Wait = async (work, _) =>
                {
                    await work;
                    isUsed = true;
                },
            });
    }

    [Fact]
    public Task APoolThatOnlyEndsAfterARun() => Facts.FailAsync(
        facts => facts.APoolThatNeverRanCanBeDisposedOf(),
        "DisposeAsync has not completed after 1 s",
        new FaultyExecutor { Stop = () => Task.Delay(Timeout.Infinite, CancellationToken.None) }, limitSeconds: 1);

    [Fact]
    public Task AnEndThatThrows() => Facts.FailAsync(
        facts => facts.APoolThatNeverRanCanBeDisposedOf(),
        "DisposeAsync threw IOException, which fails the run: stuck",
        new FaultyExecutor { Stop = () => throw new IOException("stuck") });

    [Fact]
    public Task AStartThatBlocksForEver() => Facts.FailAsync(
        facts => facts.AStartThatIsCancelledBeforeCompletes(),
        "StartAsync has not completed after 1 s",
        new FaultyExecutor { Start = _ => Task.Delay(Timeout.Infinite, CancellationToken.None) }, limitSeconds: 1);
}

using Xunit;

namespace Partime.Testing;

// How pools begin and end.
public abstract partial class ExecutorFacts
{
    /// <summary>Tasks enough for all workers to get some.</summary>
    private string[] SomeValues => Values(Math.Min(ManyTasks, 50));

    /// <summary>One executor serves a whole session: its pools begin and end one after the other.</summary>
    [Fact]
    public async Task PoolsFollowOneAnother()
    {
        var (executor, workers) = Employ(3);
        for (var round = 0; round < 3; round++)
        {
            var board = new WatchedBoard(SomeValues, workers, chunkSize: 1);
            await UseAsync(executor, workers, pool => pool.RunAsync(board)).ConfigureAwait(false);
            board.ShouldBeComplete();
        }
    }

    /// <summary>With <c>--pool warm</c> a pool, of which all workers are ready, runs one board after another.</summary>
    [Fact]
    public async Task OnePoolRunsSeveralBoards()
    {
        var (executor, workers) = Employ(3);
        await UseAsync(executor, workers, async pool =>
        {
            for (var round = 0; round < 3; round++)
            {
                var board = new WatchedBoard(SomeValues, workers, chunkSize: 1 + round);
                await pool.RunAsync(board).ConfigureAwait(false);
                board.ShouldBeComplete();
            }
        }, allReady: true).ConfigureAwait(false);
    }

    /// <summary>A pool that has never run anything can be disposed of.</summary>
    [Fact]
    public async Task APoolThatNeverRanCanBeDisposedOf()
    {
        var (executor, workers) = Employ(4);
        await UseAsync(executor, workers, _ => Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>When the session is interrupted before the start, the executor gives up or starts a pool, and hangs in neither case.</summary>
    [Fact]
    public async Task AStartThatIsCancelledBeforeCompletes()
    {
        var (executor, workers) = Employ(2);
        await UseAsync(executor, workers, _ => Task.CompletedTask, cancellationToken: new CancellationToken(canceled: true)).ConfigureAwait(false);
    }
}

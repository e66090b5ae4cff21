using Xunit.Sdk;

namespace Partime.Testing;

/// <summary>What every executor has to keep, whatever it is made of. Inherit it in a test project, and your executor is held
/// against each of these facts.</summary>
/// <remarks>
/// <para>The tasks are those of <see cref="ConformanceWorkload"/>. Everything is seen at the <see cref="ITaskBoard"/>, so that it does not matter
/// where an executor runs its tasks.</para>
/// <code>
/// public sealed class MyExecutorTests : ExecutorFacts
/// {
///     protected override IExecutor CreateExecutor() => new MyExecutor();
/// }
/// </code>
/// </remarks>
public abstract partial class ExecutorFacts
{
    /// <summary>How long each call of the executor may take before the fact fails. Default: 30 s.</summary>
    protected virtual TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    /// <summary>The number of tasks where it takes many, at least 20. Fewer do for an executor to which a task costs much. Default: 1000.</summary>
    protected virtual int ManyTasks => 1000;

    /// <summary>How long workers may go on beginning tasks after the token was cancelled. Zero, the default, is right for workers in this
    /// process, which can look at the token; workers elsewhere have to be told, and that takes a while.</summary>
    protected virtual TimeSpan CancellationLatency => TimeSpan.Zero;

    /// <summary>Creates the executor. Called once for every fact.</summary>
    protected abstract IExecutor CreateExecutor();

    /// <summary>Runs all tasks in a pool of its own, after which each must have its verdict.</summary>
    private async Task<WatchedBoard> RunAllAsync(string[] inputs, int workers, int chunkSize = 1)
    {
        var (executor, employed) = Employ(workers);
        var board = new WatchedBoard(inputs, employed, chunkSize);
        await UseAsync(executor, employed, pool => pool.RunAsync(board)).ConfigureAwait(false);
        board.ShouldBeComplete();
        return board;
    }

    private Task UseAsync(IExecutor executor, int workers, Func<WatchedPool, Task> use, bool allReady = false, CancellationToken cancellationToken = default) =>
        WatchedPool.UseAsync(executor, new PoolRequest { Workers = workers, AllReady = allReady }, TimeLimit, use, cancellationToken);

    /// <returns>The executor, and as many workers as were wanted, or as many as it takes.</returns>
    private (IExecutor Executor, int Workers) Employ(int wanted)
    {
        var executor = CreateExecutor() ?? throw new XunitException("CreateExecutor gave no executor.");
        return (executor, Math.Min(wanted, BundledExecutors.MostWorkersOf(executor)));
    }

    private static string[] Values(int count) => [.. Enumerable.Range(0, count).Select(number => $"value:{number}")];
}

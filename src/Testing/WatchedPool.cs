using Xunit.Sdk;

namespace Partime.Testing;

/// <summary>A pool whose calls have a time limit, and whose failures are sentences for the executor's author.</summary>
internal sealed class WatchedPool
{
    private readonly TimeSpan limit;
    private readonly List<WatchedBoard> boards = [];
    private IWorkerPool? pool;
    private bool hangs;

    private WatchedPool(TimeSpan limit) => this.limit = limit;

    /// <summary>Starts a pool, uses it, and disposes of it, also after a failure, but not if it hangs.</summary>
    public static async Task UseAsync(IExecutor executor, PoolRequest request, TimeSpan limit, Func<WatchedPool, Task> use, CancellationToken cancellationToken = default)
    {
        var watched = new WatchedPool(limit);
        var steps = new Steps();
        await steps.TryAsync(() => watched.StartAsync(executor, request, cancellationToken)).ConfigureAwait(false);
        if (watched.pool is not null)
            await steps.TryAsync(() => new ValueTask(use(watched))).ConfigureAwait(false);
        if (watched.pool is not null && !watched.hangs)
            await steps.TryAsync(watched.EndAsync).ConfigureAwait(false);
        steps.ThrowFirstFailure();
    }

    /// <summary>Runs a board and checks that no call broke the contract. Does not check whether all tasks have a verdict.</summary>
    public async Task RunAsync(WatchedBoard board, CancellationToken cancellationToken = default)
    {
        boards.Add(board);
        var failure = await CallAsync("RunAsync", () => pool!.RunAsync(board, cancellationToken),
            "complete when every task has its verdict, or when the token is cancelled and the running tasks have ended", cancellationToken).ConfigureAwait(false);
        if (!hangs)
            board.Close("RunAsync");
        // First, because other failures may be consequences.
        board.ShouldHaveNoViolations();
        ThrowIfAny(failure);
    }

    private async ValueTask StartAsync(IExecutor executor, PoolRequest request, CancellationToken cancellationToken)
    {
        ThrowIfAny(await CallAsync("StartAsync", async () => pool = await executor.StartAsync(request, cancellationToken).ConfigureAwait(false),
            "complete when a worker is ready, and give up when the token is cancelled", cancellationToken).ConfigureAwait(false));
        if (pool is null && !cancellationToken.IsCancellationRequested)
            throw new XunitException("StartAsync returned no pool: return the started workers.");
    }

    private async ValueTask EndAsync()
    {
        ThrowIfAny(await CallAsync("DisposeAsync", pool!.DisposeAsync,
            "end the workers and complete when they are gone, also if they never ran or were cancelled", CancellationToken.None).ConfigureAwait(false));
        foreach (var board in boards)
        {
            board.Close("DisposeAsync");
            board.ShouldHaveNoViolations();
        }
    }

    /// <summary>Calls on a thread of its own, so that the time limit holds even if the executor blocks.</summary>
    /// <returns>The failure, or <see langword="null"/>.</returns>
    private async Task<Exception?> CallAsync(string method, Func<ValueTask> call, string advice, CancellationToken cancellationToken)
    {
        var called = Task.Factory.StartNew(() => call().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await Task.WhenAny(called, Task.Delay(limit, CancellationToken.None)).ConfigureAwait(false);
        hangs = !called.IsCompleted;
        if (hangs)
            return new XunitException($"{method} has not completed after {limit.TotalSeconds:0.#} s: {advice}.");
        var failure = called.IsCanceled ? new OperationCanceledException() : called.Exception?.InnerException;
        return failure is null || (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            ? null
            : new XunitException($"{method} threw {failure.GetType().Name}, which fails the run: {failure.Message}", failure);
    }

    private static void ThrowIfAny(Exception? failure)
    {
        if (failure is not null)
            throw failure;
    }
}

using Orleans.Runtime;

namespace Partime.Plugins.Cluster;

/// <summary>Calls of a node to the coordinator, which may be out of reach for a while.</summary>
/// <param name="coordinator">The coordinator.</param>
/// <param name="over">Cancelled when the session is over for this node.</param>
internal sealed class CoordinatorLink(ICoordinatorGrain coordinator, CancellationToken over)
{
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    public CancellationToken Over => over;

    public static bool IsTransient(Exception exception) => exception is OrleansException or TimeoutException or ObjectDisposedException;

    /// <summary>Calls until there is an answer.</summary>
    /// <returns><see langword="null"/> if the session is over.</returns>
    public async Task<T?> CallAsync<T>(Func<ICoordinatorGrain, ValueTask<T>> call) where T : class
    {
        while (!over.IsCancellationRequested)
        {
            if (await TryAsync(call).ConfigureAwait(false) is { } answer)
                return answer;
            await Task.WhenAny(Task.Delay(RetryDelay, over)).ConfigureAwait(false);
        }
        return null;
    }

    public async Task CallAsync(Func<ICoordinatorGrain, ValueTask> call)
    {
        while (!over.IsCancellationRequested && !await TryAsync(call).ConfigureAwait(false))
            await Task.WhenAny(Task.Delay(RetryDelay, over)).ConfigureAwait(false);
    }

    /// <summary>Calls once.</summary>
    /// <returns><see langword="null"/> if there is no answer.</returns>
    public async Task<T?> TryAsync<T>(Func<ICoordinatorGrain, ValueTask<T>> call, TimeSpan? limit = null) where T : class
    {
        try
        {
            return await call(coordinator).AsTask().WaitAsync(limit ?? Timeout.InfiniteTimeSpan, over).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsTransient(exception) || (exception is OperationCanceledException && over.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <returns>Whether there was an answer.</returns>
    public async Task<bool> TryAsync(Func<ICoordinatorGrain, ValueTask> call) => await TryAsync(async coordinator =>
    {
        await call(coordinator).ConfigureAwait(false);
        return this;
    }).ConfigureAwait(false) is not null;
}

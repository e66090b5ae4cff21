using System.Runtime.ExceptionServices;

namespace Partime.Testing;

/// <summary>Steps of which the later ones are made whatever has become of the earlier ones. The first failure is the one that
/// counts: others may follow from it.</summary>
internal sealed class Steps
{
    private Exception? failure;

    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            failure ??= exception;
            return false;
        }
    }

    public void ThrowFirstFailure()
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}

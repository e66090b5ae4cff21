namespace Partime.Tool.Cli;

/// <summary>What the first signal lets come to its end: runs, and changes of what is installed. While there is nothing of the kind, the first
/// signal ends the process, whatever it waits for: a pipe that nobody writes to, or a terminal.</summary>
internal sealed class WorkUnderWay : IDisposable
{
    private static int count;

    private bool hasBegun;

    public static bool Exists => Volatile.Read(ref count) > 0;

    /// <summary>From now on, until it is disposed of.</summary>
    public WorkUnderWay Begin()
    {
        Interlocked.Increment(ref count);
        hasBegun = true;
        return this;
    }

    public void Dispose()
    {
        if (hasBegun)
            Interlocked.Decrement(ref count);
        hasBegun = false;
    }
}

namespace Partime.Tool.Execution;

/// <summary>Enough threads in the thread pool for W workers that block. Left alone, the pool adds about one thread per second
/// under blocking work, and far fewer workers would run than were asked for.</summary>
internal sealed class ThreadPoolReserve : IDisposable
{
    private readonly int formerMinimum;
    private readonly int completionPorts;

    public ThreadPoolReserve(int workers)
    {
        ThreadPool.GetMinThreads(out formerMinimum, out completionPorts);
        ThreadPool.SetMinThreads(Math.Max(formerMinimum, workers + 1), completionPorts);
    }

    public void Dispose() => ThreadPool.SetMinThreads(formerMinimum, completionPorts);
}

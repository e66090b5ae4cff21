namespace Partime.Tool.Execution;

/// <summary>The one way in which a workload ends: in partime's process, in a worker, and in the test kit.</summary>
internal static class WorkloadDisposal
{
    /// <summary>Both interfaces are optional. A workload that has both is disposed of asynchronously only.</summary>
    public static ValueTask DisposeAsync(IWorkload workload)
    {
        if (workload is IAsyncDisposable asynchronous)
            return asynchronous.DisposeAsync();
        (workload as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    public static WorkloadFault FaultOf(Exception exception) => new($"The workload failed when it was disposed of: {FaultPlace.Of(exception)}", FaultPlace.StackOf(exception));
}

namespace Partime.Tool.Execution;

/// <summary>What workers have of their own, if the workload gives them something: in partime's process, in a worker, and in the test kit.</summary>
internal static class WorkerLifetimes
{
    /// <summary>If one of them cannot start, ends those that have.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="first">The first worker.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellationToken">Cancelled when the user interrupts the session.</param>
    public static async ValueTask StartAsync(IWorkload workload, int first, int count, CancellationToken cancellationToken)
    {
        if (workload is not IWorkerLifetime lifetime)
            return;
        for (var worker = first; worker < first + count; worker++)
            try
            {
                await lifetime.StartWorkerAsync(worker, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await EndAsync(workload, first, worker - first).ConfigureAwait(false);
                throw;
            }
    }

    /// <summary>If several cannot end, throws what the first one has thrown.</summary>
    public static async ValueTask EndAsync(IWorkload workload, int first, int count)
    {
        if (workload is not IWorkerLifetime lifetime)
            return;
        Exception? fault = null;
        for (var worker = first; worker < first + count; worker++)
            try
            {
                await lifetime.EndWorkerAsync(worker).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                fault ??= exception;
            }
        if (fault is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
    }

    public static WorkloadFault FaultOf(Exception exception) => new($"The workload failed after a run: {FaultPlace.Of(exception)}", FaultPlace.StackOf(exception));
}

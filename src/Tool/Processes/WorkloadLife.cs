using System.Diagnostics.CodeAnalysis;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The beginning and the end of a workload in a process that partime started for it.</summary>
internal static class WorkloadLife
{
    private const int Unusable = 1;

    public static void Begin(IWorkload workload, WorkerControl control)
    {
        var started = workload.StartAsync(control.Token);
        if (!started.IsCompletedSuccessfully)
            started.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Releases what the workload holds. The process may then end at once.</summary>
    public static void End(IWorkload workload, WorkerControl control)
    {
        try
        {
            if (workload is IAsyncDisposable asynchronous)
                asynchronous.DisposeAsync().AsTask().GetAwaiter().GetResult();
            else if (workload is IDisposable blocking)
                blocking.Dispose();
        }
        catch (Exception exception)
        {
            control.Say(MessageKind.Remark, $"The workload failed when it was disposed of in another process: {Faults.MessageOf(exception)}");
        }
    }

    /// <summary>Ends this process, as the workload cannot work in it.</summary>
    [DoesNotReturn]
    public static void Refuse(Exception exception, WorkerControl control)
    {
        var reason = exception is PartimeException ? exception.Message : $"The workload could not start in another process: {Faults.MessageOf(exception)}";
        control.Say(MessageKind.Unusable, reason);
        LibC._exit(Unusable);
        throw exception;
    }
}

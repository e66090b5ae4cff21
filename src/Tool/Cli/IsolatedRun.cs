using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>The other half of <see cref="IsolatedRunner"/>, in the process that the run has to itself.</summary>
internal static class IsolatedRun
{
    public static unsafe (IWorkload Workload, IExecutor Executor, Func<long, WorkItem> Items) Read(nint order, nint executor)
    {
        var at = (byte*)order;
        var activation = WorkloadActivation.Read(ref at);
        var inputs = InputTable.Read(WorkerPayload.Aligned(at));
        var activator = new PluginActivator(activation.Dependencies);
        var workload = activation.Construct(activator);
        return (workload, ExecutorActivation.Read((byte*)executor).Construct(activation, activator), inputs.Item);
    }

    /// <summary>What a session does, too, in a process of its own.</summary>
    public static (RunFigures Figures, string? Error) Measure(IExecutor executor, Board board, int workers, bool isWarm, CancellationToken cancellationToken)
    {
        var pauseBefore = GC.GetTotalPauseDuration();
        var measurement = RunStopwatch.AroundAsync(executor, board, workers, isWarm, withReadings: false, cancellationToken).AsTask().GetAwaiter().GetResult();
        var (times, cpu) = (measurement.Times, measurement.Costs.Cpu);
        var figures = new RunFigures
        {
            Asked = times.Asked,
            Ready = times.Ready,
            Done = times.Done,
            Gone = times.Gone,
            UserTicks = cpu.User.Ticks,
            SystemTicks = cpu.System.Ticks,
            PauseTicks = (GC.GetTotalPauseDuration() - pauseBefore).Ticks,
            PeakRss = ProcessMemory.PeakRss(Environment.ProcessId),
        };
        return (figures, measurement.Error);
    }
}

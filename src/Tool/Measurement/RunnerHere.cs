using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Runs in this process, one after the other, on whatever heap and compiled code the former have left.</summary>
internal sealed class RunnerHere(Func<string, IExecutor> executors, bool isWarm) : IRunner
{
    public ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken)
    {
        // What the last run and its report left behind is not this run's to collect.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunMeasurement> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken) =>
        RunStopwatch.AroundAsync(executors(configuration.Executor), board, configuration.Workers, isWarm, withReadings: true, cancellationToken);
}

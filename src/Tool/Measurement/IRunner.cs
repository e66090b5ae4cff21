using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Has an executor run and time all tasks of a board, in this process or in another one.</summary>
internal interface IRunner
{
    /// <summary>Prepares one run on a board that has been reset. This time is not measured.</summary>
    ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken);

    /// <summary>Runs all tasks once. Each call follows one of <see cref="PrepareAsync"/>.</summary>
    /// <exception cref="PartimeException">Every further run would fail as well, until the user changes something.</exception>
    ValueTask<RunMeasurement> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken);
}

/// <summary>Runs in this process, one run after the other, on the heap and the compiled code that earlier runs have left.</summary>
internal sealed class InProcessRunner(Func<string, IExecutor> executors, bool isWarm) : IRunner
{
    public ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken)
    {
        // So that this run does not pay for the garbage of the last run and its report.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunMeasurement> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken) =>
        RunStopwatch.AroundAsync(executors(configuration.Executor), board, configuration.Workers, isWarm, withReadings: true, cancellationToken);
}

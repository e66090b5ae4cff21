using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>Has an executor run and time all tasks of a board, in this process or in another one.</summary>
internal interface IRunner
{
    /// <summary>Prepares one run on a board that has been reset. This time is not measured.</summary>
    ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs all tasks once. Each call follows one of <see cref="PrepareAsync"/>.</summary>
    /// <exception cref="PartimeException">Every further run would fail as well, until the user changes something.</exception>
    ValueTask<RunMeasurement> RunAsync(Board board, CancellationToken cancellationToken);
}

/// <summary>Runs in this process, one run after the other, on the heap and the compiled code that earlier runs have left.</summary>
internal sealed class InProcessRunner(IExecutor executor, int workers) : IRunner
{
    public ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        // So that this run does not pay for the garbage of the last run and its report.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunMeasurement> RunAsync(Board board, CancellationToken cancellationToken) =>
        RunStopwatch.AroundAsync(executor, board, workers, withReadings: true, cancellationToken);
}

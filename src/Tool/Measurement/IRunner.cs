using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>Has an executor run all tasks of a board, with the stopwatch around it: in this process, or wherever it is.</summary>
internal interface IRunner
{
    /// <summary>Gets ready for one run, at a board that has been reset. Nobody counts the time.</summary>
    ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken);

    /// <summary>Runs all tasks, once, after <see cref="PrepareAsync"/>.</summary>
    /// <exception cref="PartimeException">It fails for every run, as the user has to mend it.</exception>
    ValueTask<RunMeasurement> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken);
}

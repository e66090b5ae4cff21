namespace Partime;

/// <summary>The failure of a task that has measured something nevertheless: its row has the message and the metrics. Throw it from
/// <see cref="IWorkload.RunAsync"/> or <see cref="IBlockingWorkload.Run"/>. A failure without metrics can be any exception.</summary>
/// <remarks>
/// <code>
/// throw new WorkFailedException($"'{program}' ended with exit code {code}.").With("exit_code", code);
/// </code>
/// The task counts like any other without a result: it can be retried, and its metrics are not part of the numbers of the run. partime looks through this exception: the type of
/// <see cref="Exception.InnerException"/> is the <c>error_type</c> of the row, which is empty without one, and an <see cref="OperationCanceledException"/> there makes the task
/// <c>cancelled</c> where that exception itself would. A task that ends after <c>--timeout</c> is a <c>timeout</c> and keeps its metrics.
/// </remarks>
/// <param name="message">What went wrong, for people. Say what is wrong with the input, or what to change.</param>
/// <param name="cause">The exception behind it, if there is one. Default: none.</param>
public sealed class WorkFailedException(string message, Exception? cause = null) : Exception(message, cause)
{
    private MetricValue[] metrics = [];

    /// <summary>The metrics in the order in which they were added. Default: none.</summary>
    public IReadOnlyList<MetricValue> Metrics => metrics;

    /// <summary>Adds a metric to the failure.</summary>
    /// <param name="metric">The name of a <see cref="MetricAttribute"/> of the workload. Of one that it does not declare, the message of the failure tells.</param>
    /// <param name="value">The value, in the unit of the attribute.</param>
    /// <returns>This exception, to be thrown.</returns>
    public WorkFailedException With(string metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        metrics = [.. metrics, new MetricValue(metric, value)];
        return this;
    }
}

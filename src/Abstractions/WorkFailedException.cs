namespace Partime;

/// <summary>The failure of a task that has measured something nevertheless: its row has the message and the metrics. Throw it from
/// <see cref="IWorkload.RunAsync"/> or <see cref="IBlockingWorkload.Run"/>. A failure without metrics can be any exception.</summary>
/// <remarks>
/// <code>
/// throw new WorkFailedException($"'{program}' ended with exit code {code}.").With("exit_code", code);
/// </code>
/// The task is retried like any other failure, and its metrics do not count in the numbers of the run. The <c>error_type</c> of its row is the type of
/// <see cref="Exception.InnerException"/>, or empty without one. With an <see cref="OperationCanceledException"/> there, a task whose token is cancelled is <c>cancelled</c>.
/// A task that ends after <c>--timeout</c> is a <c>timeout</c>, and keeps its metrics. <see cref="IWorkload.StartAsync"/> may throw it too, for example because an option is wrong: the user then
/// sees the message without the name of a type and a place in the code.
/// </remarks>
/// <param name="message">What went wrong, for people. Say what is wrong with the input, or what to change.</param>
/// <param name="cause">The exception behind it, if there is one. Default: none.</param>
public sealed class WorkFailedException(string message, Exception? cause = null) : Exception(message, cause)
{
    private MetricValue[] metrics = [];

    /// <summary>The metrics in the order in which they were added. Default: none.</summary>
    public IReadOnlyList<MetricValue> Metrics => metrics;

    /// <summary>Adds a metric to the failure.</summary>
    /// <param name="metric">The name of a <see cref="MetricAttribute"/> of the workload. A metric that is not declared is dropped, and the error message names it.</param>
    /// <param name="value">The value, in the unit of the attribute.</param>
    /// <returns>This exception, to be thrown.</returns>
    public WorkFailedException With(string metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        metrics = [.. metrics, new MetricValue(metric, value)];
        return this;
    }
}

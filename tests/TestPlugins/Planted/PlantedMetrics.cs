namespace Partime.TestPlugins;

[Workload("planted-metrics", "Reports the number of its input for metrics of each kind; of 0 nothing, for less it fails and reports two, and below -100 only when it is cancelled.", SampleInputs = "1..101")]
[Metric("by-default", "")]
[Metric("whole_bytes", "B", Aggregate = MetricAggregate.Sum)]
[Metric("low", "", Aggregate = MetricAggregate.Min)]
[Metric("high", "requests/s", Aggregate = MetricAggregate.Max)]
[Metric("middle", "", Aggregate = MetricAggregate.Median)]
[Metric("code", "", Aggregate = MetricAggregate.None)]
[Metric("wait_s", "s", Aggregate = MetricAggregate.P95)]
[Metric("tail_s", "s", Aggregate = MetricAggregate.P99)]
[Metric("never", "")]
public sealed class PlantedMetrics : IBlockingWorkload
{
    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var number = item.Parse<double>();
        if (number < -100)
            cancellationToken.WaitHandle.WaitOne();
        if (number < 0)
            throw new WorkFailedException("planted", number < -100 ? new OperationCanceledException(cancellationToken) : null).With("whole_bytes", number).With("code", number / 2);
        var result = WorkResult.Of(item.Index);
        return number == 0 ? result : result.With("by-default", number).With("whole_bytes", number).With("low", number).With("high", number)
            .With("middle", number).With("code", number).With("wait_s", number).With("tail_s", number);
    }
}

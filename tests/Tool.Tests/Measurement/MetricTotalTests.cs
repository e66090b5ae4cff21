using Partime.Tool.Execution;
using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class MetricTotalTests
{
    [Theory]
    [InlineData(MetricAggregate.Mean, 3)]
    [InlineData(MetricAggregate.Sum, 15)]
    [InlineData(MetricAggregate.Min, -2)]
    [InlineData(MetricAggregate.Max, 10)]
    [InlineData(MetricAggregate.Median, 3)]
    [InlineData(MetricAggregate.P95, 8.8)]
    [InlineData(MetricAggregate.P99, 9.76)]
    public void TheNumbersOfTheTasksMakeUpThatOfTheRun(MetricAggregate aggregate, double expected) =>
        Assert.Equal(expected, Total(aggregate, Reported(4), Reported(-2), Reported(10), Reported(0), Reported(3))!.Value, 12);

    [Theory]
    [InlineData(MetricAggregate.Mean, 2)]
    [InlineData(MetricAggregate.Sum, 4)]
    [InlineData(MetricAggregate.Min, 1)]
    [InlineData(MetricAggregate.Median, 2)]
    public void OnlyTasksWithAResultThatReportedItCount(MetricAggregate aggregate, double expected) =>
        Assert.Equal(expected, Total(aggregate, Reported(1), new MadeTask("silent", WorkResult.Of(7)), new MadeTask("failed"), Reported(3), new MadeTask("never") { NeverStarted = true }));

    [Fact]
    public void WithoutAnyTheRunHasNoNumber() =>
        Assert.All(Enum.GetValues<MetricAggregate>().Except([MetricAggregate.None]), aggregate => Assert.Null(Total(aggregate, new MadeTask("silent", WorkResult.Of(7)), new MadeTask("failed"))));

    [Fact]
    public void OneThatIsNotANumberMakesTheRunsNone() =>
        Assert.All(Enum.GetValues<MetricAggregate>().Except([MetricAggregate.None]), aggregate => Assert.Equal(double.NaN, Total(aggregate, Reported(1), Reported(double.NaN), Reported(3))));

    [Theory]
    [InlineData(MetricAggregate.Sum)]
    [InlineData(MetricAggregate.Mean)]
    [InlineData(MetricAggregate.Max)]
    [InlineData(MetricAggregate.Median)]
    [InlineData(MetricAggregate.P95)]
    public void AnInfiniteOneStaysInfinite(MetricAggregate aggregate) =>
        Assert.Equal(double.PositiveInfinity, Total(aggregate, Reported(1), Reported(double.PositiveInfinity), Reported(double.PositiveInfinity)));

    [Fact]
    public void OfAMetricForTasksAloneTheRunHasNothing()
    {
        Metric[] metrics = [new("code", "", MetricAggregate.None), new("bytes", "B", MetricAggregate.Sum)];
        var run = new MadeRun { Metrics = metrics, Tasks = [new MadeTask("0", WorkResult.Of(1).With("code", 404).With("bytes", 5)), new MadeTask("1", WorkResult.Of(1).With("bytes", 6))] };
        Assert.Equal([new MetricTotal(metrics[1], 11)], run.Record().Totals.Metrics);
    }

    [Theory]
    [InlineData(0.5, 2.5)]
    [InlineData(0.25, 1.75)]
    [InlineData(1, 4)]
    [InlineData(0, 1)]
    public void AQuantileLiesBetweenItsNeighbours(double share, double expected) => Assert.Equal(expected, Quantile.Of([4, 1, 3, 2, 0], 4, share));

    private static double? Total(MetricAggregate aggregate, params MadeTask[] tasks) =>
        Assert.Single(new MadeRun { Metrics = [new Metric("number", "", aggregate)], Tasks = tasks }.Record().Totals.Metrics).Value;

    private static MadeTask Reported(double number) => new("reported", WorkResult.Of(1).With("number", number));
}

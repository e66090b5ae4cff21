using System.Diagnostics;

namespace Partime.Plugins.Sleep;

/// <summary>Waits without using the CPU: every executor but <c>serial</c> should overlap this work perfectly.</summary>
[Workload("sleep", "Sleeps for as many seconds as the input says.", SampleInputs = "1,2,3")]
[Metric("slept_s", "s", "The actual duration of the sleep.", Aggregate = MetricAggregate.Mean)]
public sealed class SleepWorkload : BlockingWorkload
{
    /// <summary>The limit of a wait handle, about 24 days.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromMilliseconds(int.MaxValue);

    public override WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var seconds = Seconds(item);
        var start = Stopwatch.GetTimestamp();
        while (Left(seconds, start) is var left && left > TimeSpan.Zero)
        {
            // Unlike Thread.Sleep this ends when the session is interrupted.
            cancellationToken.WaitHandle.WaitOne(left);
            cancellationToken.ThrowIfCancellationRequested();
        }
        return Result(seconds, start);
    }

    public override async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var seconds = Seconds(item);
        var start = Stopwatch.GetTimestamp();
        while (Left(seconds, start) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, cancellationToken).ConfigureAwait(false);
        return Result(seconds, start);
    }

    private static double Seconds(WorkItem item)
    {
        var seconds = item.Parse<double>();
        return seconds >= 0 && seconds <= Max.TotalSeconds
            ? seconds
            : throw new ArgumentException($"The input '{item.Text}' is not a time to sleep: use 0 to {Max.TotalSeconds} seconds.");
    }

    /// <summary>Rounded up to whole milliseconds, because both waits would round down. They may still end early, because their timers use
    /// coarser clocks than this one, so both methods wait again until the time is over.</summary>
    private static TimeSpan Left(double seconds, long start) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000 - Stopwatch.GetElapsedTime(start).TotalMilliseconds));

    private static WorkResult Result(double seconds, long start) =>
        WorkResult.Of(seconds).With("slept_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
}

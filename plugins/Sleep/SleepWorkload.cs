using System.Diagnostics;

namespace Partime.Plugins.Sleep;

/// <summary>Waits without using the CPU: work that every executor but <c>serial</c> should overlap perfectly.</summary>
[Workload("sleep", "Sleeps for the input's seconds.", SampleInputs = "1,2,3")]
[Metric("slept_s", "s", "How long the sleep really took.")]
public sealed class SleepWorkload : IBlockingWorkload
{
    /// <summary>What a wait handle can wait for, about 24 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
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

    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
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
        return seconds >= 0 && seconds <= Longest.TotalSeconds
            ? seconds
            : throw new ArgumentException($"The input '{item.Text}' is no time to sleep: give 0 to {Longest.TotalSeconds} seconds.");
    }

    /// <summary>Whole milliseconds, as both waits would cut off the rest. They may still come back early, as their timers read
    /// coarser clocks than this one: nobody sleeps less than was asked for.</summary>
    private static TimeSpan Left(double seconds, long start) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000 - Stopwatch.GetElapsedTime(start).TotalMilliseconds));

    private static WorkResult Result(double seconds, long start) =>
        WorkResult.Of(seconds).With("slept_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
}

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
        // Unlike Thread.Sleep this ends when the session is interrupted.
        cancellationToken.WaitHandle.WaitOne(Timeout(seconds));
        cancellationToken.ThrowIfCancellationRequested();
        return Result(seconds, start);
    }

    public async ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var seconds = Seconds(item);
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(Timeout(seconds), cancellationToken).ConfigureAwait(false);
        return Result(seconds, start);
    }

    private static double Seconds(WorkItem item)
    {
        var seconds = item.Parse<double>();
        return seconds >= 0 && seconds <= Longest.TotalSeconds
            ? seconds
            : throw new ArgumentException($"The input '{item.Text}' is no time to sleep: give 0 to {Longest.TotalSeconds} seconds.");
    }

    /// <summary>Both waits count whole milliseconds and would cut the rest off: sleep no less than was asked for.</summary>
    private static TimeSpan Timeout(double seconds) => TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000));

    private static WorkResult Result(double seconds, long start) =>
        WorkResult.Of(seconds).With("slept_s", Stopwatch.GetElapsedTime(start).TotalSeconds);
}

using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>How long a worker has been in the same task, as far as the board shows.</summary>
internal sealed class TaskWatch
{
    private long begun = -1;
    private long seenTicks;
    private long cancelledTicks;

    /// <summary>The task as the worker counts, if it is in one.</summary>
    public long Begun => begun;

    public bool IsCancelled => cancelledTicks != 0;

    public TimeSpan InTask => Stopwatch.GetElapsedTime(seenTicks);

    public TimeSpan SinceCancelled => Stopwatch.GetElapsedTime(cancelledTicks);

    /// <summary>Looks at the worker's counter.</summary>
    public void Look(long now)
    {
        if (now != begun)
            Restart(now);
    }

    public void Restart(long now) => (begun, seenTicks, cancelledTicks) = (now, Stopwatch.GetTimestamp(), 0);

    public void Cancelled() => cancelledTicks = Stopwatch.GetTimestamp();
}

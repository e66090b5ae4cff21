using System.Diagnostics;

namespace Partime.Tool.Processes;

/// <summary>The end of a grace period; by default there is none.</summary>
internal readonly record struct Deadline(long Ticks)
{
    public bool IsSet => Ticks != 0;

    public bool HasPassed => IsSet && Stopwatch.GetTimestamp() > Ticks;

    public static Deadline After(TimeSpan time) => new(Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
}

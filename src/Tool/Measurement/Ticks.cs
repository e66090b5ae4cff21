using System.Diagnostics;

namespace Partime.Tool.Measurement;

/// <summary>The one clock: ticks of <see cref="Stopwatch"/>, turned into seconds only when somebody reads them.</summary>
internal static class Ticks
{
    public static double ToSeconds(long ticks) => ticks / (double)Stopwatch.Frequency;
}

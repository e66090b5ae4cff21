using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>What the process that a run has to itself found out about it. Moments are ticks of the stopwatch, which are the same in all
/// processes of a machine; the other times are in ticks of <see cref="TimeSpan"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RunFigures
{
    public long Asked;
    public long Ready;
    public long Done;
    public long Gone;
    public long UserTicks;
    public long SystemTicks;

    /// <summary>How long the garbage collector stopped it during the run.</summary>
    public long PauseTicks;

    /// <summary>The most memory it has had so far, in bytes.</summary>
    public long PeakRss;
}

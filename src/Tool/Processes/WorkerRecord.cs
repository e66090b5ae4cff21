using System.Runtime.InteropServices;

namespace Partime.Tool.Processes;

/// <summary>What a worker process lets the parent know without telling it: a place of its own on the board.</summary>
/// <remarks>When the worker dies, this says which task it was in and which it had claimed and not started.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct WorkerRecord
{
    /// <summary>The task that it started last; -1 before the first of a run.</summary>
    [FieldOffset(0)]
    public long Running;

    /// <summary>How many tasks it has started: moves on even if the same task is started again.</summary>
    [FieldOffset(8)]
    public long Begun;

    /// <summary>Claimed and not started: from <see cref="Next"/> to before <see cref="End"/>. Written in this order, a range that is
    /// seen half-written is an empty one.</summary>
    [FieldOffset(16)]
    public long Next;

    [FieldOffset(24)]
    public long End;

    /// <summary>Not 0 once it has decided to end by itself: what happens then is nobody's fault.</summary>
    [FieldOffset(32)]
    public int Exiting;

    /// <summary>When it was ready to work; 0 until then.</summary>
    [FieldOffset(128)]
    public long ReadyTicks;

    /// <summary>Processor time at the start of the run, in ticks of <see cref="TimeSpan"/>.</summary>
    [FieldOffset(136)]
    public long UserTicksBefore;

    [FieldOffset(144)]
    public long SystemTicksBefore;

    /// <summary>How long the garbage collector has stopped it during its life, in ticks of <see cref="TimeSpan"/>.</summary>
    [FieldOffset(152)]
    public long PauseTicks;

    /// <summary>The most memory it has used, in bytes, as it says at its end.</summary>
    [FieldOffset(160)]
    public long PeakRss;

    public void Clear() => this = new WorkerRecord { Running = -1 };

    /// <summary>Forgets the tasks of an earlier run, which the next has wiped off the board.</summary>
    public void Forget() => (Running, Next, End) = (-1, 0, 0);
}

using System.Diagnostics;

namespace Partime.Tool.Measurement;

/// <summary>What has kept this process and its machine from running, up to a moment: a run that spans some of it measured something else.</summary>
/// <param name="Stops">How often this process was stopped or continued by a signal, as Ctrl-Z and <c>fg</c> do.</param>
/// <param name="AsleepSeconds">How long the machine was suspended, as by closing its lid. The clock of the measurements stands still meanwhile, but
/// a task that waits for something else does not.</param>
internal readonly record struct Suspension(int Stops, double AsleepSeconds)
{
    /// <summary>The two clocks are read one after the other, and this process may lose its CPU in between.</summary>
    private const double MinAsleepSeconds = 0.5;

    private static int stops;

    public static void CountStop() => Interlocked.Increment(ref stops);

    public static Suspension Now() => new(Volatile.Read(ref stops), OperatingSystem.IsLinux() ? Seconds(LibC.CLOCK_BOOTTIME) - Seconds(LibC.CLOCK_MONOTONIC) : 0);

    /// <returns>What happened, or <see langword="null"/>.</returns>
    public string? Since(Suspension before) =>
        Stops != before.Stops ? "Partime was stopped"
        : AsleepSeconds - before.AsleepSeconds > MinAsleepSeconds ? "The machine was suspended"
        : null;

    private static unsafe double Seconds(int clock)
    {
        TimeSpec time;
        return LibC.clock_gettime(clock, &time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : 0;
    }
}

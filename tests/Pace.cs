using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Partime;

/// <summary>How many times as slow as usual this machine is, with all that runs on it. Tests that give something a time give it so much more, and partime waits so much longer.</summary>
/// <remarks>Without that, tests of what is done in half a second fail on a machine that needs seconds to start a process.</remarks>
internal static class Pace
{
    private const int Steps = 100_000;

    /// <summary>A machine on which <see cref="Steps"/> take so long is fast enough for the times in the tests.</summary>
    private const double UsualSeconds = 0.03;

    private const int MaxFactor = 8;

    public static int Factor { get; } = Math.Clamp((int)(Enumerable.Range(0, 3).Min(_ => Measure()) / UsualSeconds), 1, MaxFactor);

    public static TimeSpan Of(TimeSpan time) => time * Factor;

    /// <summary>As options take it, such as <c>500ms</c>.</summary>
    public static string Milliseconds(int time) => string.Create(CultureInfo.InvariantCulture, $"{time * Factor}ms");

    [ModuleInitializer]
    internal static void Tell() => Environment.SetEnvironmentVariable("PARTIME_PATIENCE", Factor.ToString(CultureInfo.InvariantCulture));

    /// <summary>Memory, branches and calls, as most code has them.</summary>
    private static double Measure()
    {
        var started = Stopwatch.GetTimestamp();
        var texts = new Dictionary<string, int>();
        for (var step = 0; step < Steps; step++)
            texts[step.ToString(CultureInfo.InvariantCulture)] = step;
        GC.KeepAlive(texts);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

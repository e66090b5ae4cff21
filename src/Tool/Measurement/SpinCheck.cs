using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Partime.Tool.Measurement;

/// <summary>How much longer a computation that needs no memory takes on all CPUs at once than on one: 1 on real CPUs, up to 2 on hyper-threads. What slows down
/// more than this shares more than its CPU.</summary>
internal static class SpinCheck
{
    private const int Repetitions = 5;

    /// <summary>Longer than a turn of the scheduler, so that one interruption does not decide.</summary>
    private const double Seconds = 0.02;

    /// <param name="cpus">How many CPUs this process may use.</param>
    /// <returns><see langword="null"/> for one CPU.</returns>
    public static double? Slowdown(int cpus)
    {
        if (cpus < 2)
            return null;
        var steps = StepsIn(Seconds);
        var ratios = new double[Repetitions];
        for (var i = 0; i < ratios.Length; i++)
            ratios[i] = TicksOn(cpus, steps) / TicksOn(1, steps);
        Array.Sort(ratios);
        return Math.Max(1, ratios[Repetitions / 2]);
    }

    private static long StepsIn(double seconds)
    {
        for (var steps = 1L << 16; ; steps *= 2)
            if (Ticks.ToSeconds(TicksOf(steps)) >= seconds)
                return steps;
    }

    /// <summary>The mean time of a thread.</summary>
    private static double TicksOn(int threads, long steps)
    {
        var ticks = new long[threads];
        using var start = new Barrier(threads);
        var all = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            var thread = i;
            all[i] = new Thread(() =>
            {
                start.SignalAndWait();
                ticks[thread] = TicksOf(steps);
            })
            { IsBackground = true };
            all[i].Start();
        }
        var sum = 0L;
        for (var i = 0; i < threads; i++)
        {
            all[i].Join();
            sum += ticks[i];
        }
        return sum / (double)threads;
    }

    private static long TicksOf(long steps)
    {
        var started = Stopwatch.GetTimestamp();
        Consume(Spin(steps));
        return Stopwatch.GetTimestamp() - started;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Spin(long steps)
    {
        var state = 1UL;
        for (var i = 0L; i < steps; i++)
            state = (state * 6364136223846793005) + 1442695040888963407;
        return state;
    }

    /// <summary>Keeps the computation from being left out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(ulong state) => _ = state;
}

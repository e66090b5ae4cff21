using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>Two ways of doing the same, measured in turn, so that a machine that changes its speed changes it for both.</summary>
internal static class Paired
{
    /// <param name="what">The heading of the line.</param>
    /// <param name="unit">The unit of the two times.</param>
    /// <param name="perRun">What a run's seconds are multiplied by to give that unit.</param>
    /// <param name="pairs">How many pairs are measured, after three that are not.</param>
    /// <param name="prepare">Done before each run, and not timed.</param>
    /// <param name="ours">What partime does.</param>
    /// <param name="peer">What it is held against.</param>
    public static void Compare(string what, string unit, double perRun, int pairs, Action prepare, Action ours, Action peer)
    {
        for (var i = 0; i < 3; i++)
        {
            Time(prepare, ours);
            Time(prepare, peer);
        }
        var (ourTimes, peerTimes, ratios) = (new double[pairs], new double[pairs], new double[pairs]);
        for (var i = 0; i < pairs; i++)
        {
            (ourTimes[i], peerTimes[i]) = InTurn(i, () => Time(prepare, ours), () => Time(prepare, peer));
            ratios[i] = ourTimes[i] / peerTimes[i];
        }
        Array.Sort(ourTimes);
        Array.Sort(peerTimes);
        Array.Sort(ratios);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-42} partime {ourTimes[pairs / 2] * perRun,8:F1} {unit}   peer {peerTimes[pairs / 2] * perRun,8:F1} {unit}   ratio {ratios[pairs / 2]:F2} ({ratios[0]:F2}–{ratios[^1]:F2})"));
    }

    /// <summary>Measures both. Whoever goes second finds the machine as the first left it, so they take turns at that too.</summary>
    public static (double Ours, double Peer) InTurn(int pair, Func<double> ours, Func<double> peer)
    {
        if (pair % 2 == 0)
            return (ours(), peer());
        var peers = peer();
        return (ours(), peers);
    }

    private static double Time(Action prepare, Action action)
    {
        prepare();
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

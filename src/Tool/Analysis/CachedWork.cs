using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>A configuration whose tasks took many times as long in its first run as in later ones, for which compiling is no explanation: something remembers results
/// or data from one run to the next, and later rounds hardly measure the work.</summary>
/// <param name="First">The time in tasks of the first run, in seconds.</param>
/// <param name="Later">The median of the later runs.</param>
/// <param name="Compiling">What compiling took of the first.</param>
/// <param name="IsWarmup">Whether the first run was one to warm up.</param>
internal sealed record CachedWork(double First, double Later, double Compiling, bool IsWarmup)
{
    private const int MinLaterRuns = 2;

    private const double MinRatio = 5;

    /// <summary>Code that runs for less may not have been compiled again to be fast, and is several times as slow until then.</summary>
    private const double LongSeconds = 0.5;

    private const double MinRatioOfShortRuns = 20;

    /// <summary>Code that was just compiled is slow as well, for a multiple of the time that compiling it took.</summary>
    private const double MinRatioToCompiling = 2;

    /// <summary>Less is the noise of the first touch of memory.</summary>
    private const double MinSeconds = 0.001;

    /// <summary>How many times as fast the tasks were later.</summary>
    public double Ratio => First / Later;

    /// <param name="arm">The measured runs of the configuration.</param>
    /// <param name="all">All runs, also those to warm up.</param>
    /// <returns><see langword="null"/> if there is no sign of it, or if the numbers do not tell.</returns>
    public static CachedWork? Of(Arm arm, IEnumerable<Observation> all)
    {
        Observation? first = null;
        foreach (var run in all)
            if (run.Planned.Configuration == arm.Configuration && run.Scenario == arm.Scenario && run.Session == arm.Runs[0].Session && !(run.Planned.Number >= first?.Planned.Number))
                first = run;
        var later = new List<double>();
        foreach (var run in arm.SoundRuns)
            if (run != first && run.Session == first!.Session && SecondsOf(run) is { } seconds)
                later.Add(seconds);
        if (later.Count < MinLaterRuns || first is not { Status: RunStatus.Ok, LongestTaskSeconds: { } longest, Noise.CompileSeconds: { } compiling } || SecondsOf(first) is not { } work)
            return null;
        later.Sort();
        var usual = later[later.Count / 2];
        // What happens once, as loading code or connecting, each worker has in its first task. That one waited for a CPU as the others did.
        var spread = work * (1 - (longest * first.Planned.Configuration.Workers / first.WorkSeconds!.Value));
        var isCached = usual > 0 && spread >= MinSeconds && spread >= (work >= LongSeconds ? MinRatio : MinRatioOfShortRuns) * usual && spread >= MinRatioToCompiling * compiling;
        return isCached ? new CachedWork(work, usual, compiling, first.Planned.Phase == Planning.Phase.Warmup) : null;
    }

    /// <summary>Without what other programs and a crowd of workers took.</summary>
    private static double? SecondsOf(Observation run) => run.WorkSeconds - (run.WorkerTime?.CpuWait ?? 0) is > 0 and var seconds ? seconds : null;
}

using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Why a run took so much longer than the others: what happened at the same time, and took at least half as long as the run is
/// late.</summary>
internal static class OutlierCause
{
    private const double MinPart = 0.5;

    /// <summary>The likely cause; <see langword="null"/> if nothing that the system tells of is one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="median">What the rounds of its configuration take, in seconds.</param>
    public static string? Of(Observation run, double median)
    {
        var excess = run.Times.Wall - median;
        if (excess <= 0)
            return null;
        var noise = run.Noise;
        (string Words, double? Seconds)[] known =
        [
            ("the quota stopped it", noise.ThrottledSeconds),
            ("the host gave its CPUs to others", Known(noise.StealSeconds)),
            ("other programs used the CPUs", Known(noise.OthersCpuSeconds)),
            ("the garbage collector stopped it", noise.GcPauseSeconds),
        ];
        var (words, seconds) = known.MaxBy(cause => cause.Seconds ?? 0);
        return seconds >= MinPart * excess ? words
            : run.Planned is { Phase: Phase.Measure, Round: 1 } && run.Planned.Number == run.Planned.Order ? "the first round: code was compiled and caches were cold"
            : null;
    }

    private static double? Known(double? seconds) => seconds >= SystemReading.MinSeconds ? seconds : null;
}

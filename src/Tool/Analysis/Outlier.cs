using MathNet.Numerics.Statistics;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Perfolizer.Mathematics.OutlierDetection;
using Perfolizer.Mathematics.QuantileEstimators;

namespace Partime.Tool.Analysis;

/// <summary>A run that took far longer or shorter than the other rounds of its configuration.</summary>
/// <param name="Run">The run.</param>
/// <param name="Cause">What happened at the same time and explains at least half of the difference; <see langword="null"/> if no known event
/// does.</param>
internal sealed record Outlier(Observation Run, string? Cause)
{
    /// <summary>Fewer runs are too few for quartiles that mean anything.</summary>
    private const int MinRuns = 5;

    /// <summary>In interquartile ranges beyond the quartiles; Tukey calls these far out.</summary>
    private const double Fence = 3;

    /// <summary>Of the median. Where rounds hardly differ, even the fences are no distance that matters.</summary>
    private const double MinDistance = 0.1;

    /// <summary>Of the difference to the median.</summary>
    private const double MinPart = 0.5;

    public static IReadOnlyList<Outlier> Among(IReadOnlyList<Observation> runs)
    {
        if (runs.Count < MinRuns)
            return [];
        var seconds = Arm.SecondsOf(runs);
        var median = LogMedian.Of(seconds).Median;
        var fences = TukeyOutlierDetector.Create(seconds, Fence, SimpleQuantileEstimator.Instance);
        var far = runs.Where(run => fences.IsOutlier(run.Times.Wall) && Math.Abs(run.Times.Wall - median) > MinDistance * median).ToList();
        return far.Count == 0 ? [] : [.. far.Select(run => new Outlier(run, CauseOf(run, median, NoiseOf(runs))))];
    }

    /// <param name="run">The run.</param>
    /// <param name="median">The median of the rounds of its configuration, in seconds.</param>
    /// <param name="usual">What else happened in most of these rounds: it slowed them down as well.</param>
    public static string? CauseOf(Observation run, double median, RunNoise usual)
    {
        var excess = run.Times.Wall - median;
        if (excess <= 0)
            return null;
        var noise = run.Noise;
        (string Words, double? Seconds)[] known =
        [
            ("the quota stopped it", Beyond(noise.ThrottledSeconds, usual.ThrottledSeconds)),
            ("the host gave its CPUs to others", Known(Beyond(noise.StealSeconds, usual.StealSeconds))),
            ("other programs used the CPUs", Known(Beyond(noise.OthersCpuSeconds, usual.OthersCpuSeconds))),
            ("the garbage collector stopped it", Beyond(noise.GcPauseSeconds, usual.GcPauseSeconds)),
        ];
        var (words, seconds) = known.MaxBy(cause => cause.Seconds ?? 0);
        return seconds >= MinPart * excess ? words
            : run.Planned is { Phase: Phase.Measure, Round: 1 } && run.Planned.Number == run.Planned.Order ? "the first round: code was compiled and caches were cold"
            : null;
    }

    /// <summary>The medians over the runs.</summary>
    private static RunNoise NoiseOf(IReadOnlyList<Observation> runs)
    {
        return new RunNoise
        {
            ThrottledSeconds = Median(noise => noise.ThrottledSeconds),
            StealSeconds = Median(noise => noise.StealSeconds),
            OthersCpuSeconds = Median(noise => noise.OthersCpuSeconds),
            GcPauseSeconds = Median(noise => noise.GcPauseSeconds),
        };

        double Median(Func<RunNoise, double?> of) => runs.Select(run => of(run.Noise) ?? 0).Median();
    }

    private static double? Beyond(double? seconds, double? usual) => seconds - (usual ?? 0);

    private static double? Known(double? seconds) => seconds >= SystemReading.MinSeconds ? seconds : null;
}

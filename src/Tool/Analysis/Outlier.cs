using Perfolizer.Mathematics.OutlierDetection;
using Perfolizer.Mathematics.QuantileEstimators;

namespace Partime.Tool.Analysis;

/// <summary>A run that took far longer or shorter than the other rounds of its configuration.</summary>
/// <param name="Run">The run.</param>
/// <param name="Cause">What happened at the same time and took at least half as long as the run is off; <see langword="null"/> if nothing did that the
/// system tells of.</param>
internal sealed record Outlier(Observation Run, string? Cause)
{
    /// <summary>Of fewer, none is far from the others: they are too few to say where those are.</summary>
    private const int MinRuns = 5;

    /// <summary>In interquartile ranges beyond the quartiles; what Tukey calls far out.</summary>
    private const double Fence = 3;

    public static IReadOnlyList<Outlier> Among(IReadOnlyList<Observation> runs)
    {
        if (runs.Count < MinRuns)
            return [];
        var seconds = runs.Select(run => run.Times.Wall).ToList();
        var median = LogMedian.Of(seconds).Median;
        var fences = TukeyOutlierDetector.Create(seconds, Fence, SimpleQuantileEstimator.Instance);
        return [.. runs.Where(run => fences.IsOutlier(run.Times.Wall)).Select(run => new Outlier(run, OutlierCause.Of(run, median)))];
    }
}

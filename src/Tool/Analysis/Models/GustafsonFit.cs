namespace Partime.Tool.Analysis;

/// <summary>Gustafson's law with its parameters, for work that grows with the workers.</summary>
/// <remarks>
/// <code>
///   S(N) = N − s (N − 1) = N · T(1) / T(N)      Gustafson 1988: the scaled speed-up
///   1 / T(N) = 1 / T(1) − s / T(1) · (1 − 1 / N)
/// </code>
/// The reciprocal of T(N) is linear in 1 / T(1) and s / T(1). Squares of its relative errors are minimised.
/// </remarks>
internal sealed record GustafsonFit(double OneWorkerSeconds, double SerialFraction) : ScalingFit(OneWorkerSeconds, SerialFraction, 0)
{
    public override double SecondsWith(double workers) => OneWorkerSeconds * workers / SpeedUpWith(workers);

    public override double SpeedUpWith(double workers) => workers - (SerialFraction * (workers - 1));

    /// <returns><see langword="null"/> if no such law describes any times like these.</returns>
    public static ScalingFit? Of(IReadOnlyList<ScalingPoint> points) => Possible(Fit(points, null)) ?? Closest(points, Fit(points, 0), Fit(points, 1));

    private static GustafsonFit? Fit(IReadOnlyList<ScalingPoint> points, double? serialFraction)
    {
        if (points.Count < (serialFraction is null ? 2 : 1))
            return null;
        var found = LeastSquares(points, point => serialFraction is { } known
            ? [point.Seconds * (1 - (known * IdlePart(point)))]
            : [point.Seconds, -point.Seconds * IdlePart(point)]);
        return new GustafsonFit(1 / found[0], serialFraction ?? (found[1] / found[0]));
    }

    /// <summary>1 − 1 / N: of the workers, those that a serial part leaves idle.</summary>
    private static double IdlePart(ScalingPoint point) => 1 - (1.0 / point.Workers);
}

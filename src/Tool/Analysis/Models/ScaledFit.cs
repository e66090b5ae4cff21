namespace Partime.Tool.Analysis;

/// <summary>A law for work that grows with the workers: N workers have N times the tasks of one.</summary>
/// <remarks>
/// <code>
///   S(N) = N · T(1) / T(N)                        the scaled speed-up
///   S(N) = N − s (N − 1)                          Gustafson 1988: the time rises to T(1) / (1 − s), and not further
///   S(N) = N / (1 + g (N − 1))                    the time grows with every worker by the same, without end
/// </code>
/// The first is linear in 1 / T(N), the second in T(N). Squares of relative errors are minimised.
/// </remarks>
internal abstract record ScaledFit(double OneWorkerSeconds, double Contention) : ScalingFit(OneWorkerSeconds, Contention, 0)
{
    public override double SecondsWith(double workers) => OneWorkerSeconds * workers / SpeedUpWith(workers);

    /// <param name="points">The times.</param>
    /// <param name="contention">The parameter, <see langword="null"/> if it is to be found.</param>
    /// <param name="factors">What the first parameter is multiplied with at each point, and what its product with the second.</param>
    protected static (double First, double Contention)? Solve(IReadOnlyList<ScalingPoint> points, double? contention, Func<ScalingPoint, (double First, double Second)> factors)
    {
        if (points.Count < (contention is null ? 2 : 1))
            return null;
        var found = LeastSquares(points, point =>
        {
            var (first, second) = factors(point);
            return contention is { } known ? [first + (known * second)] : [first, second];
        });
        return (found[0], contention ?? (found[1] / found[0]));
    }
}

/// <summary>Gustafson's law, with the serial fraction s from 0 to 1.</summary>
internal sealed record GustafsonFit(double OneWorkerSeconds, double Contention) : ScaledFit(OneWorkerSeconds, Contention)
{
    public override double SpeedUpWith(double workers) => workers - (Contention * (workers - 1));

    /// <returns><see langword="null"/> if no such law describes any times like these.</returns>
    public static ScalingFit? Of(IReadOnlyList<ScalingPoint> points) => Possible(Fit(points, null)) ?? Closest(points, Fit(points, 0), Fit(points, 1));

    private static GustafsonFit? Fit(IReadOnlyList<ScalingPoint> points, double? fraction) =>
        Solve(points, fraction, point => (point.Seconds, -point.Seconds * (1 - (1.0 / point.Workers)))) is var (rate, found) ? new GustafsonFit(1 / rate, found) : null;
}

/// <summary>A time that grows with every worker by a part of that of one, from 0 to 1: they share something.</summary>
internal sealed record GrowingFit(double OneWorkerSeconds, double Contention) : ScaledFit(OneWorkerSeconds, Contention)
{
    /// <returns><see langword="null"/> if no such law describes any times like these.</returns>
    public static ScalingFit? Of(IReadOnlyList<ScalingPoint> points) => Possible(Fit(points, null)) ?? Closest(points, Fit(points, 0), Fit(points, 1));

    private static GrowingFit? Fit(IReadOnlyList<ScalingPoint> points, double? growth) =>
        Solve(points, growth, point => (1 / point.Seconds, (point.Workers - 1) / point.Seconds)) is var (seconds, found) ? new GrowingFit(seconds, found) : null;
}

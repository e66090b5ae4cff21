using MathNet.Numerics.LinearRegression;

namespace Partime.Tool.Analysis;

/// <summary>How long a configuration takes with a number of workers.</summary>
internal sealed record ScalingPoint(int Workers, double Seconds);

/// <summary>A law of scaling with its parameters.</summary>
/// <remarks>
/// <code>
///   T(N) = T(1) · (1 + σ (N − 1) + κ N (N − 1)) / N      USL: Gunther 1993, the Universal Scalability Law
///   T(N) = T(1) · (σ + (1 − σ) / N)                      Amdahl 1967: the same with κ = 0, and σ is the serial fraction
/// </code>
/// Both are linear in T(1), T(1) σ and T(1) κ. Squares of relative errors are minimised, so that short times count as much as long ones.
/// </remarks>
/// <param name="OneWorkerSeconds">T(1).</param>
/// <param name="Contention">σ, from 0 to 1: the part of the work that only one worker at a time can do.</param>
/// <param name="Coherency">κ, from 0: what each pair of workers costs.</param>
internal record ScalingFit(double OneWorkerSeconds, double Contention, double Coherency)
{
    public virtual double SecondsWith(double workers) => OneWorkerSeconds * Cost(workers, Contention, Coherency) / workers;

    public virtual double SpeedUpWith(double workers) => workers / Cost(workers, Contention, Coherency);

    /// <summary>The limit for any number of workers, by Amdahl; infinite without a serial part.</summary>
    public double MaxSpeedUp => 1 / Contention;

    /// <summary>With more workers the times rise again; infinite by Amdahl.</summary>
    public double PeakWorkers => Math.Max(1, Math.Sqrt((1 - Contention) / Coherency));

    /// <returns><see langword="null"/> if no such law describes any times like these.</returns>
    public static ScalingFit? Amdahl(IReadOnlyList<ScalingPoint> points) => Possible(Fit(points, null, 0)) ?? Closest(points, Fit(points, 0, 0), Fit(points, 1, 0));

    /// <returns><see langword="null"/> if no such law describes any times like these.</returns>
    public static ScalingFit? Usl(IReadOnlyList<ScalingPoint> points) =>
        Possible(Fit(points, null, null)) ?? Closest(points, Amdahl(points), Fit(points, 0, null), Fit(points, 1, null));

    private static double Cost(double workers, double contention, double coherency) => 1 + (contention * (workers - 1)) + (coherency * workers * (workers - 1));

    /// <summary>Where the best parameters are impossible ones, the best possible ones lie at a limit.</summary>
    protected static ScalingFit? Closest(IReadOnlyList<ScalingPoint> points, params ScalingFit?[] fits) => fits.Select(Possible).OfType<ScalingFit>().MinBy(fit => fit.SquaresOf(points));

    protected static ScalingFit? Possible(ScalingFit? fit) => fit is { OneWorkerSeconds: > 0, Contention: >= 0 and <= 1, Coherency: >= 0 } && double.IsFinite(fit.Coherency) ? fit : null;

    public double SquaresOf(IReadOnlyList<ScalingPoint> points) => points.Sum(point => Math.Pow((SecondsWith(point.Workers) / point.Seconds) - 1, 2));

    /// <param name="points">The times.</param>
    /// <param name="contention">σ, <see langword="null"/> if it is to be found.</param>
    /// <param name="coherency">κ, likewise.</param>
    private static ScalingFit? Fit(IReadOnlyList<ScalingPoint> points, double? contention, double? coherency)
    {
        var unknown = 1 + (contention is null ? 1 : 0) + (coherency is null ? 1 : 0);
        if (points.Count < unknown)
            return null;
        var found = LeastSquares(points, point => RowOf(point, contention, coherency));
        return new ScalingFit(found[0], contention ?? (found[1] / found[0]), coherency ?? (found[^1] / found[0]));
    }

    /// <summary>The factors whose products with each row are closest to 1.</summary>
    protected static double[] LeastSquares(IReadOnlyList<ScalingPoint> points, Func<ScalingPoint, double[]> rowOf)
    {
        var rows = points.Select(rowOf).ToArray();
        return MultipleRegression.QR(rows, [.. Enumerable.Repeat(1.0, rows.Length)]);
    }

    private static double[] RowOf(ScalingPoint point, double? contention, double? coherency)
    {
        var (workers, seconds) = (point.Workers, point.Seconds);
        var known = Cost(workers, contention ?? 0, coherency ?? 0) / workers / seconds;
        var (ofContention, ofCoherency) = ((workers - 1.0) / workers / seconds, (workers - 1) / seconds);
        return (contention, coherency) switch
        {
            (null, null) => [known, ofContention, ofCoherency],
            (null, _) => [known, ofContention],
            (_, null) => [known, ofCoherency],
            _ => [known],
        };
    }
}

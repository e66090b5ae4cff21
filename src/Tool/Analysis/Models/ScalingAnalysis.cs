using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Finds the law of scaling of one executor, and refuses what its times do not show.</summary>
/// <param name="arms">By number of workers.</param>
internal sealed class ScalingAnalysis(IReadOnlyList<Arm> arms)
{
    /// <summary>Efficiency above 1 by less is noise, or a slow first run.</summary>
    private const double MaxGain = 0.02;

    /// <summary>A law that misses what was left out by more does not describe it.</summary>
    private const double MaxError = 0.15;

    /// <summary>Two laws that differ by less at the horizon say the same.</summary>
    private const double SameAtHorizon = 0.10;

    /// <summary>A law is told from another if it is closer in this part of the draws.</summary>
    private const double SurelyCloser = 0.95;

    private readonly int horizon = ScalingModel.MaxReach * arms[^1].Configuration.Workers;

    public ScalingModel Model()
    {
        var bootstrap = new RoundBootstrap(arms);
        var points = bootstrap.Medians;
        var model = new ScalingModel
        {
            Largest = arms[^1],
            Points = points,
            Rounds = bootstrap.Rounds,
            UsableCpus = arms[^1].Runs.Max(run => run.Noise.UsableCpus),
            CpuShare = MedianOf(arms[0].SoundRuns.Select(run => run.CpuShare)),
        };
        return bootstrap.Rounds < LogMedian.MinForInterval ? model with { Refusal = ModelRefusal.FewRounds }
            : IsSuperlinear ? model with { Refusal = ModelRefusal.Superlinear }
            : arms[0].Scenario.Scale == Scale.Weak ? CompareScaled(model with
            {
                Gustafson = GustafsonFit.Of(points),
                Growing = GrowingFit.Of(points),
                GustafsonError = ErrorOf(points, GustafsonFit.Of, 2),
                GrowingError = ErrorOf(points, GrowingFit.Of, 2),
            }, bootstrap)
            : Compare(model with
            {
                Amdahl = ScalingFit.Amdahl(points),
                Usl = ScalingFit.Usl(points),
                AmdahlError = ErrorOf(points, ScalingFit.Amdahl, 2),
                UslError = ErrorOf(points, ScalingFit.Usl, 3),
            }, bootstrap);
    }

    /// <summary>By the rounds that both have, of each number of workers and the smallest.</summary>
    private bool IsSuperlinear => arms.Skip(1).Any(arm =>
        arm.SpeedUpOver(arms[0]) is { Interval: { } speedUp } && speedUp.Low * arms[0].Configuration.Workers / arm.Configuration.Workers > 1 + MaxGain);

    /// <summary>Of work that grows with the workers. A time that rises with every worker looks like Gustafson's law for a while, and then leaves it.</summary>
    private ScalingModel CompareScaled(ScalingModel model, RoundBootstrap bootstrap)
    {
        if (Math.Min(model.GustafsonError ?? double.PositiveInfinity, model.GrowingError ?? double.PositiveInfinity) > MaxError)
            return model with { Refusal = ModelRefusal.NoLawFits };
        var (isPossible, isGrowing) = (model.GustafsonError <= MaxError, model.GrowingError <= MaxError && model.GrowingError < model.GustafsonError);
        var apart = Math.Abs(Math.Log(model.Gustafson!.SpeedUpWith(horizon) / model.Growing!.SpeedUpWith(horizon)));
        if (isPossible && (apart <= SameAtHorizon || bootstrap.ShareCloser(GustafsonFit.Of, GrowingFit.Of) >= SurelyCloser))
            return Named(model with { Law = ScalingLaw.Gustafson }, bootstrap.Resampled(GustafsonFit.Of), bootstrap);
        return model with { Refusal = isGrowing && (!isPossible || bootstrap.ShareCloser(GrowingFit.Of, GustafsonFit.Of) >= SurelyCloser) ? ModelRefusal.Growing : ModelRefusal.Undecided };
    }

    private ScalingModel Compare(ScalingModel model, RoundBootstrap bootstrap)
    {
        if (Math.Min(model.AmdahlError ?? double.PositiveInfinity, model.UslError ?? double.PositiveInfinity) > MaxError)
            return model with { Refusal = ModelRefusal.NoLawFits };
        var usl = bootstrap.Resampled(ScalingFit.Usl);
        var coherency = bootstrap.IntervalOf(model.Usl!, usl, fit => fit.Coherency, new Interval(0, double.MaxValue));
        if (coherency is { Low: > 0 } && model.UslError < model.AmdahlError)
            return Named(model with { Law = ScalingLaw.Usl, Coherency = coherency }, usl, bootstrap);
        var apart = Math.Abs(Math.Log(model.Amdahl!.SpeedUpWith(horizon) / model.Usl!.SpeedUpWith(horizon)));
        return model.AmdahlError <= MaxError && apart <= SameAtHorizon
            ? Named(model with { Law = ScalingLaw.Amdahl }, bootstrap.Resampled(ScalingFit.Amdahl), bootstrap)
            : model with { Refusal = ModelRefusal.Undecided };
    }

    private ScalingModel Named(ScalingModel model, IReadOnlyList<ScalingFit> draws, RoundBootstrap bootstrap)
    {
        var atHorizon = bootstrap.IntervalOf(model.Fit!, draws, fit => Math.Log(fit.SpeedUpWith(horizon)), new Interval(double.MinValue, Math.Log(horizon)));
        return model with
        {
            Contention = bootstrap.IntervalOf(model.Fit!, draws, fit => fit.Contention, new Interval(0, 1)),
            AtHorizon = atHorizon is { } ends ? new Interval(Math.Exp(ends.Low), Math.Exp(ends.High)) : null,
        };
    }

    private static double? MedianOf(IEnumerable<double?> values) => values.OfType<double>().ToArray() is { Length: > 0 } known ? LogMedian.Of(known).Median : null;

    /// <summary>Out of sample: every number of workers is left out once, and predicted from the others.</summary>
    private static double? ErrorOf(IReadOnlyList<ScalingPoint> points, Func<IReadOnlyList<ScalingPoint>, ScalingFit?> fit, int parameters)
    {
        if (points.Count <= parameters)
            return null;
        var squares = 0.0;
        foreach (var point in points)
        {
            if (fit([.. points.Where(other => other != point)]) is not { } law)
                return double.PositiveInfinity;
            squares += Math.Pow(Math.Log(law.SecondsWith(point.Workers) / point.Seconds), 2);
        }
        return Math.Exp(Math.Sqrt(squares / points.Count)) - 1;
    }
}

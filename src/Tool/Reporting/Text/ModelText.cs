using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What a model says, or why it says nothing: a sentence per executor.</summary>
internal static class ModelText
{
    /// <summary>A larger limit says nothing.</summary>
    private const double MaxLimit = 1_000;

    public static IEnumerable<string> All(IReadOnlyList<ScalingModel> models)
    {
        if (models.Count == 0)
            return [];
        var names = new ConfigurationNames(models.Select(model => model.Configuration));
        var severalScenarios = models.Select(model => model.Largest.Scenario).Distinct().Count() > 1;
        return models.Select(model => $"{names.ExecutorOf(model.Configuration)}{(severalScenarios ? $" of {ComparisonReport.Heading(model.Largest.Scenario, withParameters: true)}" : "")}: {Of(model)}");
    }

    public static string Of(ScalingModel model) => model switch
    {
        { Refusal: ModelRefusal.FewRounds } => $"no law of scaling from {Readable.Counted(model.Rounds, "round")}: measure at least {LogMedian.MinForInterval}.",
        { Refusal: ModelRefusal.Superlinear } => "no law of scaling, as more workers were faster than in proportion. Look for caches that larger shares miss, and for a slow start of the runs with few workers.",
        { Refusal: ModelRefusal.NoLawFits } => NoLawFits(model),
        { Refusal: ModelRefusal.Growing } => Growing(model),
        { Refusal: ModelRefusal.Undecided } => Undecided(model),
        { Law: ScalingLaw.Usl } => Usl(model),
        { Law: ScalingLaw.Gustafson } => Gustafson(model),
        _ => Amdahl(model),
    };

    /// <summary>With how many workers it is fastest, if that can be said.</summary>
    public static long? PeakWorkers(ScalingModel model) =>
        model.Law == ScalingLaw.Usl && model.Fit!.PeakWorkers is var peak && peak <= model.Horizon ? (long)Math.Round(peak) : null;

    private static string Amdahl(ScalingModel model)
    {
        var limit = model.Contention is { Low: var low, High: var high } && low > 0 && 1 / low < MaxLimit
            ? $"; at most {Times(model.Fit!.MaxSpeedUp)} ({Ends(1 / high, 1 / low)}) with any number of workers"
            : "";
        return $"serial fraction {Number(model.Fit!.Contention)}{Between(model.Contention)}, Amdahl{AtHorizon(model)}{limit}.";
    }

    private static string Usl(ScalingModel model) =>
        $"contention {Number(model.Fit!.Contention)}{Between(model.Contention)} and coherency {Number(model.Fit.Coherency)}{Between(model.Coherency)}, USL"
        + (PeakWorkers(model) is { } peak ? $"; fastest with about {Readable.Counted(peak, "worker")} ({Times(model.Fit.SpeedUpWith(peak))})." : $"{AtHorizon(model)}; its peak lies beyond.");

    private static string Gustafson(ScalingModel model) =>
        $"serial fraction {Number(model.Fit!.Contention)}{Between(model.Contention)}, Gustafson; {Times(model.SpeedUpWith(model.Horizon)!.Value)}{Between(model.AtHorizon)} the work in the same time "
        + $"with {Readable.Count(model.Horizon)} workers, twice what was measured.";

    private static string AtHorizon(ScalingModel model) => $"; {Times(model.SpeedUpWith(model.Horizon)!.Value)}{Between(model.AtHorizon)} with {Readable.Count(model.Horizon)} workers, twice what was measured";

    private static string NoLawFits(ScalingModel model) =>
        (model.GustafsonError is { } error
            ? $"neither Gustafson's law nor a time that grows with every worker fits: fitted without one number of workers, the better one misses its time by {Readable.Percent(Math.Min(error, model.GrowingError ?? error))}. "
            : $"neither Amdahl's law nor USL fits: fitted without one number of workers, {(model.UslError < model.AmdahlError ? "USL" : "Amdahl")} misses its time by "
                + $"{Readable.Percent(Math.Min(model.AmdahlError ?? double.PositiveInfinity, model.UslError ?? double.PositiveInfinity))}. ")
        + (model.ExceedsCpus ? "There were more workers than CPUs, and beyond the CPUs computing scales differently: measure up to that number."
            : model.UslError is null && model.GustafsonError is null ? "USL needs a fourth number of workers: measure one more."
            : "Look for a step in the times, such as a second processor or shared cores.");

    private static string Growing(ScalingModel model) =>
        $"no law of scaling, as the time grows with every worker, by {Readable.Percent(model.Growing!.Contention)} of that of one, and by Gustafson's law it must not. "
        + "Look for what all of them share: a lock, memory, the start of processes"
        + (model.ExceedsCpus ? ", or CPUs, of which there were fewer." : ".");

    private static string Undecided(ScalingModel model) =>
        $"{string.Join(", ", model.Points.Select(point => Readable.Count(point.Workers)))} workers do not tell {Rivals(model)} with {Readable.Count(model.Horizon)}: measure more numbers of workers, or more rounds.";

    private static string Rivals(ScalingModel model) => model is { Gustafson: { } gustafson, Growing: { } growing }
        ? $"Gustafson's law from a time that grows with every worker, which predict {Times(gustafson.SpeedUpWith(model.Horizon))} and {Times(growing.SpeedUpWith(model.Horizon))} the work"
        : $"Amdahl's law from USL, which predict {Times(model.Amdahl!.SpeedUpWith(model.Horizon))} and {Times(model.Usl!.SpeedUpWith(model.Horizon))}";

    private static string Between(Interval? interval) => interval is { } ends ? $" ({Ends(ends.Low, ends.High)})" : "";

    private static string Ends(double low, double high) => $"{Number(low)}–{Number(high)}";

    private static string Times(double speedUp) => $"{Number(speedUp)}×";

    /// <summary>Two significant digits, and three above 100.</summary>
    private static string Number(double value)
    {
        var digits = value < 1e-6 ? 0 : Math.Max(0, 1 - (int)Math.Floor(Math.Log10(value)));
        return Math.Round(value, digits).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}

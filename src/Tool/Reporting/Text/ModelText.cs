using System.Globalization;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What a model says, or why it says nothing: a sentence per executor.</summary>
internal static class ModelText
{
    /// <summary>A larger limit says nothing.</summary>
    private const double MaxLimit = 1_000;

    /// <summary>A smaller speed-up is none.</summary>
    private const double HardlyFaster = 1.05;

    private const string Page = "see 'dotnet partime docs models'";

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
        var share = $"{Percent(model.Fit!.Contention, model.Contention)} of the time does not shrink with more workers (Amdahl's law, {Page})";
        if (!Helps(model))
            return $"more workers do not help: {share}, and {AtHorizon(model)} as fast as one.";
        return model.Contention is { Low: var low, High: var high } && low > 0 && 1 / low < MaxLimit
            ? $"{share}, so that no number of workers is more than {Times(model.Fit.MaxSpeedUp)} ({Ends(1 / high, 1 / low)}) as fast as one; {AtHorizon(model)}."
            : $"{share}; {AtHorizon(model)} as fast as one.";
    }

    private static string Usl(ScalingModel model)
    {
        var law = $"(the Universal Scalability Law, {Page}: σ {Number(model.Fit!.Contention)}{Between(model.Contention, ", ", "")}, κ {Number(model.Fit.Coherency)}{Between(model.Coherency, ", ", "")})";
        return PeakWorkers(model) switch
        {
            { } peak when peak <= 1 || model.Fit.SpeedUpWith(peak) < HardlyFaster => $"more workers do not help: they hold one another up {law}.",
            { } peak => $"fastest with about {Readable.Counted(peak, "worker")}, {Times(model.Fit.SpeedUpWith(peak))} as fast as one: more of them hold one another up {law}.",
            null => $"workers hold one another up, each new one more than the one before {law}; {AtHorizon(model)} as fast as one, and many more are slower again.",
        };
    }

    private static string Gustafson(ScalingModel model)
    {
        var share = $"in {Percent(model.Fit!.Contention, model.Contention)} of the time only one worker gets ahead (Gustafson's law, {Page})";
        var atHorizon = $"{Readable.Count(model.Horizon)} workers would do {Times(model.SpeedUpWith(model.Horizon)!.Value)}{Between(model.AtHorizon)} the work of one in the same time";
        return Helps(model) ? $"{share}; {atHorizon}." : $"more workers do not get more done: {share}, and {atHorizon}.";
    }

    private static bool Helps(ScalingModel model) => model.SpeedUpWith(model.Horizon) >= HardlyFaster;

    private static string AtHorizon(ScalingModel model) => $"{Readable.Count(model.Horizon)} would be {Times(model.SpeedUpWith(model.Horizon)!.Value)}{Between(model.AtHorizon)}";

    private static string NoLawFits(ScalingModel model)
    {
        var (laws, error) = model.GustafsonError is { } scaled
            ? ("neither Gustafson's law nor a time that grows with every worker fits", Math.Min(scaled, model.GrowingError ?? scaled))
            : ("neither Amdahl's law nor USL fits", Math.Min(model.AmdahlError ?? double.PositiveInfinity, model.UslError ?? double.PositiveInfinity));
        return $"{laws} ({Page}): a time that is predicted from those of the other numbers of workers is off by {Readable.Percent(error)}. "
            + (!model.HasMoreToMeasure ? OutOfCpus(model)
                : model.UslError is null && model.GustafsonError is null ? "USL needs a fourth number of workers: measure one more."
                : "Look for a step in the times, such as a second processor or shared cores.");
    }

    /// <summary>What to measure where more workers would wait for a CPU.</summary>
    private static string OutOfCpus(ScalingModel model)
    {
        var cpus = (int)Math.Max(1, Math.Floor(model.UsableCpus ?? 1));
        return !model.HasCpusForLaw ? $"This machine has too few CPUs ({Readable.Count(cpus)}) for a law of work that computes: it takes {ScalingModel.MinCounts} numbers of workers, with a CPU for each worker."
            : model.ExceedsCpus ? $"The workers needed more CPUs than there are ({Readable.Count(cpus)}), and beyond the CPUs computing scales differently: measure up to {Readable.Counted(cpus, "worker")}."
            : "Measure more rounds.";
    }

    private static string Growing(ScalingModel model) =>
        $"no law of scaling, as the time grows with every worker, by {Readable.Percent(model.Growing!.Contention)} of that of one, and by Gustafson's law it must not. "
        + "Look for what all of them share: a lock, memory, the start of processes"
        + (model.ExceedsCpus ? ", or CPUs, of which there were fewer." : ".");

    private static string Undecided(ScalingModel model) =>
        $"{string.Join(", ", model.Points.Select(point => Readable.Count(point.Workers)))} workers fit both {Rivals(model)} with {Readable.Count(model.Horizon)} ({Page}). "
        + (model.HasMoreToMeasure ? "Measure more numbers of workers, or more rounds." : OutOfCpus(model));

    private static string Rivals(ScalingModel model) => model is { Gustafson: { } gustafson, Growing: { } growing }
        ? $"Gustafson's law and a time that grows with every worker, which predict {Times(gustafson.SpeedUpWith(model.Horizon))} and {Times(growing.SpeedUpWith(model.Horizon))} the work"
        : $"Amdahl's law and USL, which predict {Times(model.Amdahl!.SpeedUpWith(model.Horizon))} and {Times(model.Usl!.SpeedUpWith(model.Horizon))}";

    private static string Percent(double fraction, Interval? interval) => $"{Number(fraction * 100)}%{(interval is { } ends ? $" ({Ends(ends.Low * 100, ends.High * 100)}%)" : "")}";

    private static string Between(Interval? interval, string before = " (", string after = ")") => interval is { } ends ? $"{before}{Ends(ends.Low, ends.High)}{after}" : "";

    private static string Ends(double low, double high) => $"{Number(low)}–{Number(high)}";

    private static string Times(double speedUp) => $"{Number(speedUp)}×";

    /// <summary>Two significant digits, and three above 100.</summary>
    private static string Number(double value)
    {
        var digits = value < 1e-6 ? 0 : Math.Max(0, 1 - (int)Math.Floor(Math.Log10(value)));
        return Math.Round(value, digits).ToString($"F{digits}", CultureInfo.InvariantCulture);
    }
}

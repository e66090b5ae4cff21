using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Where the garbage collector took much of the workers' time. What a serial run pays as well is no loss of parallel execution, and yet time that could be saved.</summary>
internal static class GcText
{
    /// <summary>A smaller share of the workers' time is not worth a word.</summary>
    private const double MinShare = 0.05;

    public static bool Matters(IEnumerable<Summary> summaries) => summaries.Any(Matters);

    public static bool Matters(Summary summary) => summary is { Wall: not null, Typical.GcShare: >= MinShare };

    /// <summary>One sentence for each scenario, about the configuration that paid most.</summary>
    /// <param name="summaries">All configurations.</param>
    /// <param name="advices">The advice on them, which may have said so already.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Summary> summaries, IReadOnlyList<Analysis.Advice?> advices)
    {
        foreach (var affected in summaries.Where(Matters).GroupBy(summary => summary.Scenario))
        {
            if (advices.Any(advice => advice is not null && advice.Chosen.Scenario == affected.Key && LossText.NamesGc(advice)))
                continue;
            var (worst, others) = (affected.MaxBy(summary => summary.Typical.GcShare)!, affected.Count() - 1);
            yield return $"{new ArmNames(summaries).Of(worst)}{(others > 0 ? $" and {Readable.Count(others)} more" : "")}: the garbage collector stopped the workers {(others > 0 ? "for up to" : "for")} {Evidence(worst.Typical)}. {LossParts.CureOfGc(worst.Typical.HasWorkerProcesses)}";
        }
    }

    /// <summary>For which share of their time it stopped the workers of a run, how often, and why.</summary>
    public static string Evidence(Observation run) =>
        $"{Readable.Percent(run.GcShare)} of their time{Collections(run)}{(run.BytesPerTask is { } bytes ? $", as a task allocates {Readable.Bytes(bytes)}" : "")}";

    /// <summary>How many there were in a run, in parentheses; nothing if that is not known.</summary>
    public static string Collections(Observation run) => run.Noise is { Gen0Collections: { } gen0, Gen1Collections: { } gen1, Gen2Collections: { } gen2 }
        ? $" ({Readable.Counted(gen0 + gen1 + gen2, "collection")}, {Readable.Count(gen2)} of the whole heap)" : "";
}

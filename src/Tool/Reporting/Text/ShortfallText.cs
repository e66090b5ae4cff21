using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Why fewer tasks were under way than there are workers: a sentence per cause, about the configuration that it cost most.</summary>
internal static class ShortfallText
{
    /// <summary>How much longer than the longest task the others must take until its place matters.</summary>
    private const double FarFromIdeal = 1.1;

    /// <summary>Tasks that use a CPU for less of their time mostly wait.</summary>
    private const double Waiting = 0.2;

    /// <summary>The executor whose workers are no threads.</summary>
    private const string Async = "async";

    /// <summary>What helps where tasks ran one after the other, although there were enough for all workers.</summary>
    public static string CureOfOneWorker(Summary summary) =>
        summary.Configuration.Executor == Async ? "If they compute or block, choose threads or processes." : "Give the workers more to do.";

    /// <param name="summaries">All configurations.</param>
    /// <param name="advices">The advice on them, which has said already where tasks wait for each other.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Summary> summaries, params IReadOnlyList<Analysis.Advice?> advices)
    {
        var shortfalls = new List<Shortfall>();
        foreach (var summary in summaries)
            if (Shortfall.Of(summary) is { } shortfall && !(shortfall.Cause == ShortfallCause.Waiting && advices.Any(advice => advice?.Work?.Kind == WorkKind.Contended && advice.Chosen.Scenario == summary.Scenario)))
                shortfalls.Add(shortfall);
        if (shortfalls.Count == 0)
            yield break;
        var names = new ArmNames(summaries);
        foreach (var cause in Enum.GetValues<ShortfallCause>())
        {
            Shortfall? worst = null;
            var count = 0;
            foreach (var shortfall in shortfalls)
                if (shortfall.Cause == cause)
                {
                    count++;
                    worst = worst?.Share >= shortfall.Share ? worst : shortfall;
                }
            if (worst is not null)
                yield return $"{names.Of(worst.Summary)}{(count > 1 ? $" and {Readable.Count(count - 1)} more" : "")}: {Sentence(worst)}";
        }
    }

    private static string Sentence(Shortfall shortfall)
    {
        var (summary, run) = (shortfall.Summary, shortfall.Summary.Typical);
        var workers = summary.Configuration.Workers;
        var time = run.WorkerTime!;
        var achieved = $"{Readable.Number(run.ConcurrencyMean)} of {Readable.Count(workers)} workers had a task on average";
        return shortfall.Cause switch
        {
            ShortfallCause.FewTasks => $"{Readable.Tasks(run.Tasks)}{Chunks(summary)} cannot keep {Readable.Count(workers)} workers busy. Ask for fewer workers{(summary.Configuration.ChunkSize.Number == 1 ? "" : ", or smaller chunks")}.",
            // Longer than all tasks together one after the other: it was no longer task there.
            ShortfallCause.LongTask when run.IdealSeconds > summary.SerialTaskSeconds => $"{achieved}, because one task took {Readable.Duration(run.IdealSeconds ?? 0)}, and all together {Readable.Duration(summary.SerialTaskSeconds.Value)} under {Summary.Baseline}. It waited: look at what it waits for.",
            ShortfallCause.LongTask => $"{achieved}, because one task took {Readable.Duration(run.IdealSeconds ?? 0)} of the {Readable.Duration(shortfall.Span)} in which tasks ran. {(shortfall.Span > FarFromIdeal * run.IdealSeconds ? "Put it first, or split it up" : "Split it up")}.",
            ShortfallCause.Uneven => $"{achieved}, because {Readable.Tasks(run.Tasks)} do not divide evenly among {Readable.Count(workers)} workers. Make them smaller, or ask for fewer workers.",
            ShortfallCause.Imbalance => $"{achieved}, because they had none left for {Percent(shortfall)} of the time while others had. {(run.Tasks <= workers ? "There is one task per worker, and some began or ended late" : "Put long tasks first")}{(summary.Configuration.ChunkSize.Number == 1 ? "" : ", or take smaller chunks")}.",
            ShortfallCause.OneWorker when summary.Configuration.Executor == Async => $"{achieved}, because tasks ran one after the other. {CureOfOneWorker(summary)}",
            ShortfallCause.OneWorker => $"{achieved}, because one had run all tasks, in {Readable.Duration(shortfall.Span)}, before another began. {CureOfOneWorker(summary)}",
            ShortfallCause.LateStart => $"{achieved}, because they were starting for {Percent(shortfall)} of the {Readable.Duration(shortfall.Span)} in which tasks ran. Longer tasks, or longer runs, make up for that.",
            ShortfallCause.Dispatch => $"{achieved}, because gaps between tasks took {Percent(shortfall)} of the time, {Readable.Duration(time.Dispatch / run.Tasks)} per task. Take larger chunks, or larger tasks.",
            ShortfallCause.Retries => $"{achieved}, because attempts that were retried took {Percent(shortfall)} of the time.",
            _ => $"its tasks took {Readable.Number(time.Tasks / summary.SerialTaskSeconds)} times as long as under {Summary.Baseline}, "
                + $"with {Readable.Duration(run.CpuSeconds ?? 0)} of CPU time instead of {Readable.Duration(summary.SerialCpuSeconds ?? 0)}. "
                + (summary.SerialCpuSeconds < Waiting * summary.SerialTaskSeconds ? "They wait longer: what they wait for is shared, or a busy machine wakes them late." : "So they wait for each other, as for a lock."),
        };
    }

    private static string Percent(Shortfall shortfall) => Readable.Percent(shortfall.Share);

    private static string Chunks(Summary summary) => summary.Configuration.ChunkSize.Number is > 1 and var size ? $" in chunks of {Readable.Count(size)}" : "";
}

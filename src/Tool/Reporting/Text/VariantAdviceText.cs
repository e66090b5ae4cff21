using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Advice on several variants: which to use, what to choose for each of the others, and then the same as of one. Different numbers of tasks are different work, so
/// that each has an answer, and the first line says from how many tasks on which is best.</summary>
internal sealed class VariantAdviceText
{
    private readonly Conclusion conclusion;
    private readonly ConfigurationNames names;

    /// <summary>The names of the variants without their numbers of tasks; none if they differ in nothing else.</summary>
    private readonly Dictionary<Scenario, string> variants;

    /// <summary>On the fastest variant for each number of tasks, the smallest number first.</summary>
    private readonly List<VariantAdvice> best;

    private VariantAdviceText(Conclusion conclusion)
    {
        this.conclusion = conclusion;
        names = new ConfigurationNames(conclusion.Summaries.Select(summary => summary.Configuration));
        variants = VariantNames.Among(conclusion.Variants.Select(variant => variant.Scenario.WithoutVariedTasks));
        best = [.. conclusion.Variants.Where(variant => variant.Overall is not null).OrderBy(variant => variant.Scenario.Tasks)];
    }

    /// <returns>No line if there is only one variant.</returns>
    public static IReadOnlyList<string> Of(Conclusion conclusion) =>
        conclusion.Variants.Count == 0 ? [] : new VariantAdviceText(conclusion).Lines();

    private bool HasTaskCounts => conclusion.Variants.Any(variant => variant.Scenario.Tasks != conclusion.Variants[0].Scenario.Tasks);

    private IReadOnlyList<string> Lines()
    {
        if (conclusion.Advice is null)
            return [$"No advice: {WhyNone(conclusion.Variants[0])}"];
        var (main, hasCounts) = (TextOf(conclusion.Advice), HasTaskCounts);
        var lines = conclusion.Variants.OrderBy(variant => variant.Scenario.Tasks).ThenBy(variant => variant.Advice is null).ThenBy(variant => variant.TimesAsLong?.Value ?? 0);
        return [hasCounts ? ByTasks() : main.Choice(), .. lines.Where(variant => hasCounts || variant.Overall is null).Select(Line), .. main.Reasons, TextOf(MostDoubtful).Sureness()];
    }

    /// <summary>From how many tasks on which is best, and for how many that is not known.</summary>
    private string ByTasks()
    {
        var runs = new List<List<VariantAdvice>>();
        foreach (var one in best)
            if (runs.Count > 0 && AnswerOf(runs[^1][0]) == AnswerOf(one))
                runs[^1].Add(one);
            else
                runs.Add([one]);
        var known = runs.FindAll(run => AnswerOf(run[0]) is not null);
        if (known.Count == 0)
            return "Inconclusive for every number of tasks.";
        var use = known.TrueForAll(run => run.TrueForAll(one => one.Overall!.IsSure)) ? "Use" : "Probably use";
        if (runs.Count == 1)
            return $"{use} {PlaceOf(best[0])} {(best[0].Overall!.Chosen.Configuration.Executor == Summary.Baseline ? $"up to {Tasks(best[^1])}, the largest" : $"from {Tasks(best[0])} on, the smallest")} number that was measured.";
        List<string> parts = [.. known.Select(run => $"{AnswerOf(run[0])} {(run == runs[^1] ? $"from {Tasks(run[0])} on" : Counts(run, isFirst: run == runs[0]))}")];
        var unknown = string.Join(" and ", runs.Except(known).Select(run => Counts(run, isFirst: run == runs[0])));
        return $"{use} {string.Join(", and ", ((string[])[string.Join(", ", parts[..^1]), parts[^1]]).Where(part => part.Length > 0))}{(unknown.Length > 0 ? $"; inconclusive {unknown}" : "")}.";
    }

    private string? AnswerOf(VariantAdvice variant) => variant.Overall!.Verdict == AdviceVerdict.Inconclusive ? null : PlaceOf(variant);

    private static string Counts(List<VariantAdvice> run, bool isFirst) =>
        isFirst && run[^1].Scenario.Tasks > 1 ? $"up to {Tasks(run[^1])}"
        : run.Count == 1 ? $"with {Tasks(run[0])}" : $"with {Readable.Count(run[0].Scenario.Tasks)} to {Tasks(run[^1])}";

    /// <summary>What to choose for one of them.</summary>
    private string Line(VariantAdvice variant)
    {
        var (name, tasks) = (NameOf(variant.Scenario), Tasks(variant));
        var who = "For " + (!HasTaskCounts ? name : variant.Overall is not null || name.Length == 0 ? tasks : $"{tasks} with {name}");
        if (variant.Advice is not { } advice)
            return $"{who}, there is no advice: {WhyNone(variant)}";
        var chosen = advice.Chosen;
        var (isSerial, isSure) = (chosen.Configuration.Executor == Summary.Baseline, (variant.Overall ?? advice).IsSure);
        var place = variant.Overall is null ? names.InVariant(chosen.Configuration) : PlaceOf(variant);
        var what = advice.Verdict switch
        {
            AdviceVerdict.Inconclusive => $"inconclusive: {place} takes",
            AdviceVerdict.Serial when place == Summary.Baseline => $"{(isSure ? "stay" : "probably stay")} {place}:",
            _ => $"{(isSure ? "use" : "probably use")} {place}:",
        };
        return $"{who}, {what} {Readable.Duration(chosen.Wall!.Median.Value)}{AdviceText.Range(chosen.Wall.Median.Interval)}{(variant.Overall is null ? Slower(variant) : isSerial ? $"; {TextOf(variant.Overall).NothingFaster}" : Gain(advice))}.";
    }

    private string WhyNone(VariantAdvice variant) =>
        AdviceText.WhyNone([.. conclusion.Summaries.Where(summary => summary.Scenario == variant.Scenario)], conclusion.IsBudgetSpent, conclusion.IsComplete);

    private static string Gain(Analysis.Advice advice) =>
        advice.SpeedUp is { } speedUp ? $", {Readable.TimesAsFast(speedUp.Value, $"under {Summary.Baseline}")}{Range(speedUp.Interval)}" : "";

    private string Slower(VariantAdvice variant)
    {
        var (ratio, fastest) = (variant.TimesAsLong!, NameOf(FastestWith(variant).Scenario));
        return conclusion.Band.DifferenceOf(ratio.Interval) == Difference.NotShown && ratio.Interval is not null ? $"; no difference from {fastest} is shown ({Readable.Number(ratio.Value)} times as long, {Ends(ratio.Interval)})"
            : $", {(ratio.Interval is null ? "about " : "")}{Readable.Number(ratio.Value)} times as long as {fastest}{Range(ratio.Interval)}";
    }

    private VariantAdvice FastestWith(VariantAdvice variant) => best.First(one => one.Scenario.Tasks == variant.Scenario.Tasks);

    /// <param name="overall">On the fastest variant.</param>
    private AdviceText TextOf(Analysis.Advice overall)
    {
        var scenario = overall.Chosen.Scenario;
        List<VariantAdvice> others = [.. conclusion.Variants.Where(other => other.TimesAsLong is not null && other.Scenario.Tasks == scenario.Tasks)];
        var kinds = others.Where(other => other.Advice!.Work is { } work && work.Kind != overall.Work?.Kind).GroupBy(other => other.Advice!.Work!.Kind, other => NameOf(other.Scenario));
        return new AdviceText(overall, names, conclusion.IsBudgetSpent, new AmongVariants(NameOf(scenario), NameOf,
            conclusion.Summaries.FirstOrDefault(summary => summary.Scenario == scenario && summary.Configuration.Executor == Summary.Baseline) is { } serial ? NameOf(serial) : Summary.Baseline,
            others.MinBy(other => other.TimesAsLong!.Value) is { } next ? Faster(overall, next) : "",
            string.Concat(kinds.Select(kind => $" The work of {Listed([.. kind])} is {Label.Of(kind.Key)}."))));
    }

    /// <summary>How the fastest variant compares with the next one.</summary>
    private string Faster(Analysis.Advice overall, VariantAdvice next)
    {
        var (ratio, other) = (next.TimesAsLong!, NameOf(next.Advice!.Chosen));
        return conclusion.Band.DifferenceOf(ratio.Interval) == Difference.NotShown && ratio.Interval is not null ? $"; no difference from {other} is shown"
            : $"{(overall.SpeedUp is null ? "," : " and")} {(ratio.Interval is null ? "about " : "")}{Readable.TimesAsFast(ratio.Value, other)}{Range(ratio.Interval)}";
    }

    /// <summary>The advice with the strongest rival, or else the one with the fewest rounds.</summary>
    private Analysis.Advice MostDoubtful => best.ConvertAll(one => one.Overall!).OrderByDescending(overall => overall.Rival?.MaxGain ?? 0).ThenBy(overall => overall.Chosen.Rounds).First();

    private string NameOf(Scenario scenario) => PlainText.Of(variants.GetValueOrDefault(scenario.WithoutVariedTasks) ?? "");

    private string PlaceOf(VariantAdvice variant) => Place(variant.Advice!.Chosen);

    /// <summary>Of a configuration in any variant.</summary>
    private string NameOf(Summary summary) => HasTaskCounts ? $"{Place(summary)} with {Readable.Tasks(summary.Tasks)}" : Place(summary);

    private string Place(Summary summary) => (NameOf(summary.Scenario) is { Length: > 0 } variant ? $"{variant} under " : "") + names.InVariant(summary.Configuration);

    private static string Listed(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    private static string Tasks(VariantAdvice variant) => Readable.Tasks(variant.Scenario.Tasks);

    private static string Range(Interval? interval) => interval is null ? "" : $" ({Ends(interval)})";

    private static string Ends(Interval? interval) => $"{Readable.Number(interval?.Low)} to {Readable.Number(interval?.High)}";
}

/// <summary>The words for a choice among variants.</summary>
/// <param name="Variant">What to use, without its number of tasks; empty if variants differ in nothing else.</param>
/// <param name="NameOf">Names a configuration of any variant.</param>
/// <param name="Serial">Names its serial configuration.</param>
/// <param name="Than">How it compares with the next variant; empty if that is not known.</param>
/// <param name="OtherKinds">What other kind of work other variants do, a sentence each.</param>
internal sealed record AmongVariants(string Variant, Func<Summary, string> NameOf, string Serial, string Than, string OtherKinds);

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What is shown of one scenario.</summary>
/// <param name="Summaries">A line each.</param>
/// <param name="Warmup">The number of warm-up rounds.</param>
/// <param name="Origins">Where and when it was measured, as far as known.</param>
internal sealed record ReportChapter(IReadOnlyList<Summary> Summaries, int Warmup, IReadOnlyList<string> Origins)
{
    public Scenario Scenario => Summaries[0].Scenario;

    /// <summary>What it is about: its workload, or what tells it from other variants.</summary>
    public string Name { get => field ?? Scenario.Workload; init; }

    /// <summary>What to choose; <see langword="null"/> if there is no choice.</summary>
    public Analysis.Advice? Advice { get; init; }

    /// <summary>The laws of scaling of its executors.</summary>
    public IReadOnlyList<ScalingModel> Models { get; init; } = [];

    /// <summary>Whether all rounds were measured.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether results differ, so that one of the executors computes something wrong.</summary>
    public bool ResultsDiffer { get; init; }

    /// <summary>Whether a search ended because its budget was spent.</summary>
    public bool IsBudgetSpent { get; init; }

    /// <param name="conclusion">Of a session with at least one measured run.</param>
    /// <param name="machine">Where it ran.</param>
    public static ReportChapter Of(Conclusion conclusion, string machine) => new(conclusion.Summaries, conclusion.Warmup, [machine])
    {
        Advice = conclusion.Advice,
        Models = conclusion.Models,
        IsComplete = conclusion.IsComplete,
        IsBudgetSpent = conclusion.IsBudgetSpent,
        ResultsDiffer = conclusion.ResultsDiffer,
    };

    /// <summary>One per variant of a session.</summary>
    public static IReadOnlyList<ReportChapter> AllOf(Conclusion conclusion, string machine)
    {
        var variants = conclusion.Summaries.GroupBy(summary => summary.Scenario).ToList();
        if (variants.Count <= 1)
            return [Of(conclusion, machine)];
        var names = VariantNames.Among(variants.Select(variant => variant.Key));
        return variants.ConvertAll(variant => new ReportChapter([.. variant], conclusion.Warmup, [variant.Key.Parameters, .. variant == variants[0] ? (string[])[machine] : []])
        {
            Name = names[variant.Key],
            Advice = conclusion.Variants.FirstOrDefault(own => own.Scenario == variant.Key) is { } own ? own.Advice : Analysis.Advice.Of(conclusion.Runs.Where(run => run.Scenario == variant.Key), [.. variant]),
            Models = [.. conclusion.Models.Where(model => model.Largest.Scenario == variant.Key)],
            IsComplete = conclusion.IsComplete,
            IsBudgetSpent = conclusion.IsBudgetSpent,
            ResultsDiffer = conclusion.ResultsDiffer,
        });
    }

    /// <summary>One per scenario of files.</summary>
    public static IReadOnlyList<ReportChapter> AllOf(IReadOnlyList<RunsFile> files, IReadOnlyList<Observation> runs, IReadOnlyList<Summary> summaries, IReadOnlyList<ScalingModel> models)
    {
        var scenarios = summaries.GroupBy(summary => summary.Scenario).ToList();
        var names = VariantNames.Among(scenarios.Select(scenario => scenario.Key));
        return scenarios.ConvertAll(scenario => new ReportChapter(
            [.. scenario],
            WarmupOf(runs, scenario.Key),
            [.. scenarios.Count > 1 && scenario.Key.Parameters is { Length: > 0 } own ? (string[])[own] : [], .. OriginText.Of(RunsFile.SessionsOf(scenario.Key, files))])
        {
            Name = names.GetValueOrDefault(scenario.Key) ?? scenario.Key.Workload,
            Advice = Analysis.Advice.Of(runs.Where(run => run.Scenario == scenario.Key), [.. scenario]),
            Models = [.. models.Where(model => model.Largest.Scenario == scenario.Key)],
        });
    }

    private static int WarmupOf(IEnumerable<Observation> runs, Scenario scenario) =>
        runs.Where(run => run.Scenario == scenario && run.Planned.Phase == Phase.Warmup).Select(run => run.Planned.Round).DefaultIfEmpty().Max();
}

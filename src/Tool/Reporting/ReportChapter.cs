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

    /// <summary>What to choose; <see langword="null"/> if there is no choice.</summary>
    public Analysis.Advice? Advice { get; init; }

    /// <summary>The laws of scaling of its executors.</summary>
    public IReadOnlyList<ScalingModel> Models { get; init; } = [];

    /// <summary>Whether all rounds were measured.</summary>
    public bool IsComplete { get; init; } = true;

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
    };

    /// <summary>One per scenario of files.</summary>
    public static IReadOnlyList<ReportChapter> AllOf(IReadOnlyList<RunsFile> files, IReadOnlyList<Observation> runs, IReadOnlyList<Summary> summaries, IReadOnlyList<ScalingModel> models)
    {
        var scenarios = summaries.GroupBy(summary => summary.Scenario).ToList();
        return scenarios.ConvertAll(scenario => new ReportChapter(
            [.. scenario],
            WarmupOf(runs, scenario.Key),
            [.. scenarios.Count > 1 && scenario.Key.Parameters is { Length: > 0 } own ? (string[])[own] : [], .. OriginText.Of(RunsFile.SessionsOf(scenario.Key, files))])
        {
            Advice = Analysis.Advice.Of(runs.Where(run => run.Scenario == scenario.Key), [.. scenario]),
            Models = [.. models.Where(model => model.Largest.Scenario == scenario.Key)],
        });
    }

    private static int WarmupOf(IEnumerable<Observation> runs, Scenario scenario) =>
        runs.Where(run => run.Scenario == scenario && run.Planned.Phase == Phase.Warmup).Select(run => run.Planned.Round).DefaultIfEmpty().Max();
}

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>What a session has come to: its runs, what was found out about them, and whether there will be more.</summary>
/// <param name="info">What is the same in all runs of its first variant, which knows the others.</param>
/// <param name="plan">What it runs.</param>
/// <param name="band">The differences that do not matter.</param>
/// <param name="finished">The runs of the session that it continues.</param>
/// <param name="search">What chooses the runs; <see langword="null"/> for all runs of the plan.</param>
/// <param name="baselineName">What the user compares with; <see langword="null"/> for the default.</param>
/// <param name="variantsCompare">Whether all variants are to have the same results.</param>
/// <param name="nodes">The nodes; <see langword="null"/> for executors without them.</param>
internal sealed class SessionOutcome(SessionInfo info, Plan plan, EquivalenceBand band, IReadOnlyList<Observation> finished, AdaptiveSearch? search = null, string? baselineName = null, bool variantsCompare = false, SessionNodes? nodes = null)
{
    public SessionNodes? Nodes => nodes;

    /// <summary>How often a run is measured until it counts. One that is stopped each time may well stop itself.</summary>
    public const int MaxAttempts = 3;

    private readonly List<Observation> runs = [.. finished];
    private readonly SerialRuns serialRuns = new();
    private readonly StoppingRule stopping = new(plan.Rounds);
    private readonly Baseline? baseline = BaselineNames.Find(baselineName, ScenariosOf(info, plan), plan.Configurations);
    private bool isSearchOver;

    public ConfigurationNames Names { get; } = new(plan.Configurations, VariantNames.Of(info));

    /// <summary>See <see cref="Work.SpinSlowdown"/>.</summary>
    public double? SpinSlowdown { get; set; }

    public Findings Findings { get; } = new(resultsCompare: configuration => info.Of(configuration).IsDeterministic, finished, variantsCompare) { Inputs = plan.TaskCounts is null ? plan.Inputs.Count : null };

    /// <summary>How many runs there will be, as far as is known now.</summary>
    public long ExpectedRuns => search?.ExpectedRuns ?? ((long)plan.Warmup + stopping.ExpectedRounds) * plan.Configurations.Count;

    public bool IsComplete => (search is null ? stopping.Reason is not null : isSearchOver) && runs is not [.., { IsCutShort: true }];

    /// <summary>Whether the session that it continues was complete already.</summary>
    public bool WasComplete => finished.Count > 0 && IsComplete && runs.Count == finished.Count;

    public int RunCount => runs.Count;

    /// <summary>Without one that was cut short.</summary>
    public int FinishedCount => runs.Count(run => !run.IsCutShort && !run.IsSuspended);

    /// <summary>The runs that were stopped each time.</summary>
    private IEnumerable<PlannedRun> Missing =>
        runs.Where(run => run.IsSuspended && run.Planned.Phase == Phase.Measure).GroupBy(run => run.Planned).Where(attempts => attempts.Count() == MaxAttempts).Select(attempts => attempts.Key);

    public int ExitCode =>
        Findings.ResultsDiffer ? Tool.ExitCode.ResultsDiffer
        : Findings.Failures.Count > 0 || Findings.EndFaults.Count > 0 || Missing.Any() || runs.Exists(run => run.Status is RunStatus.Failed or RunStatus.Error) ? Tool.ExitCode.TasksFailed
        : Tool.ExitCode.Ok;

    /// <summary>The runs that are still to be measured. The stopping rule hears of finished runs where they stand in the plan, as it did
    /// when they ran: given all at once, it would judge the third round by the time of the sixth.</summary>
    /// <remarks>A run that did not count is yielded again: it has been added by then.</remarks>
    /// <param name="find">What a run measured; <see langword="null"/> if it has not been run.</param>
    public IEnumerable<PlannedRun> Remaining(Func<PlannedRun, Observation?> find)
    {
        foreach (var run in search?.Runs() ?? plan.Runs(stopping.WantsRound))
            if (find(run) is { } former)
            {
                stopping.Add(former);
                serialRuns.Add(former);
            }
            else
                for (var attempt = finished.Count(former => former.Planned == run); attempt < MaxAttempts; attempt++)
                {
                    yield return run;
                    if (runs is not [.., { IsSuspended: true }])
                        break;
                }
        isSearchOver = search is not null;
    }

    /// <returns>How it compares with the serial runs up to now.</returns>
    public AgainstSerial Add(RunRecord run)
    {
        Findings.Add(run);
        var observation = Observation.Of(run, info.Of(run.Planned.Configuration));
        stopping.Add(observation);
        search?.Add(observation);
        runs.Add(observation);
        serialRuns.Add(observation);
        return serialRuns.Compare(observation);
    }

    private static IEnumerable<Scenario> ScenariosOf(SessionInfo info, Plan plan) =>
        info.All.Select((variant, number) => Scenario.Of(variant, workers: 1, plan.TaskCounts?[number] ?? plan.Inputs.Count));

    /// <returns>Nothing if there is only one variant.</returns>
    private IReadOnlyList<VariantAdvice> AdviceOnVariants(IReadOnlyList<Summary> summaries, double within) => info.Others.Count == 0 ? []
        : VariantAdvice.Of([.. ScenariosOf(info, plan).Select((scenario, number) => (Names.OfVariant(number), scenario))], runs, summaries, within, SpinSlowdown);

    public Conclusion Conclude()
    {
        var summaries = Summary.Of(runs, band, plan.Configurations, baseline);
        var variants = search is null ? [] : AdviceOnVariants(summaries, search.Goal.Within);
        var advice = variants.Count > 0 ? VariantAdvice.OverallOf(variants)
            : Advice.Of(runs, summaries, search?.Goal.Within ?? Advice.DefaultWithin, SpinSlowdown);
        IReadOnlyList<string> disturbances = [.. RunRemarks.Disturbances(Arm.AllOf(runs))];
        IReadOnlyList<string> differences = nodes is null ? [] : [.. NodesText.Differences(nodes)];
        return new Conclusion
        {
            Summaries = summaries,
            Runs = runs,
            Band = band,
            Baseline = baseline,
            Models = ScalingModel.AreIn(plan.Configurations) ? ScalingModel.Of(Arm.AllOf(runs), plan.Configurations) : [],
            Warmup = plan.Warmup,
            Remarks =
            [
                .. IsComplete && search is null ? StoppingText.Of(stopping, plan, Names, isDisturbed: disturbances.Count > 0) : [],
                .. search is null ? SummaryRemarks.Of(summaries, advice) : SummaryRemarks.WithoutTable(summaries, advice),
                .. info.Remarks.Select(remark => remark.Text).Distinct(),
                .. disturbances,
                .. differences,
            ],
            Disturbances = [.. disturbances, .. differences],
            Problems =
            [
                .. FindingsText.Of(Findings, Names, info),
                .. IsComplete && info.Others.Count > 0 && VariantsText.Of(summaries, runs, band, baseline) is null ? (string[])["No variants are compared: no two of them ran all of their tasks in the same round."] : [],
                .. Missing.Select(run => $"{Names.Of(run.Configuration)} was stopped {MaxAttempts} times in round {run.Round}, which it therefore lacks."),
            ],
            IsComplete = IsComplete,
            ResultsDiffer = Findings.ResultsDiffer,
            Advice = advice,
            Variants = variants,
            IsBudgetSpent = search?.IsBudgetSpent == true,
        };
    }
}

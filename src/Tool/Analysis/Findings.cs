using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What went wrong in a session. Must see each run before the next one starts.</summary>
/// <param name="resultsCompare">Whether the workload promises the same result for the same input.</param>
/// <param name="former">The runs of before, if the session is continued.</param>
internal sealed class Findings(bool resultsCompare, IReadOnlyList<Observation>? former = null)
{
    private readonly Observation? reference = former?.FirstOrDefault(run => run.Status == RunStatus.Ok && run.ResultDigest is not null);

    private readonly ResultCheck check = new();
    private readonly List<RunFailure> failures = [];
    private readonly List<Disagreement> disagreements = [];

    private readonly List<(Configuration, string)> remarks = [];

    public IReadOnlyList<RunFailure> Failures => failures;

    public IReadOnlyList<Disagreement> Disagreements => disagreements;

    /// <summary>A run of before the session was interrupted, and one of now that computed other results; <see langword="null"/> if none did.</summary>
    public (Configuration Former, Configuration Now)? Changed { get; private set; }

    /// <summary>Two runs of before that disagreed already; <see langword="null"/> if none did.</summary>
    public (Configuration One, Configuration Other)? FormerlyDiffering { get; } = resultsCompare ? DifferingAmong(former ?? []) : null;

    public bool ResultsDiffer => disagreements.Count > 0 || Changed is not null || FormerlyDiffering is not null;

    /// <summary>What is to be said about runs besides.</summary>
    public IReadOnlyList<(Configuration Configuration, string Remark)> Remarks => remarks;

    public void Add(RunRecord run)
    {
        if (run.Costs.Remark is { } remark)
            remarks.Add((run.Planned.Configuration, remark));
        if (run.Status is RunStatus.Failed or RunStatus.Error)
            failures.Add(RunFailure.Of(run));
        if (resultsCompare && check.Compare(run) is { } disagreement)
            disagreements.Add(disagreement);
        if (resultsCompare && run.Status == RunStatus.Ok && reference is not null && reference.ResultDigest != run.Totals.ResultDigest)
            Changed ??= (reference.Planned.Configuration, run.Planned.Configuration);
    }

    private static (Configuration, Configuration)? DifferingAmong(IReadOnlyList<Observation> runs)
    {
        var distinct = runs.Where(run => run.Status == RunStatus.Ok && run.ResultDigest is not null).DistinctBy(run => run.ResultDigest).Take(2).ToList();
        return distinct is [var one, var other] ? (one.Planned.Configuration, other.Planned.Configuration) : null;
    }
}

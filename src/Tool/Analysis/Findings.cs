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
    private readonly List<(Configuration, string)> doubts = [];
    private readonly HashSet<(Configuration, string)> kindsOfDoubt = [];

    public IReadOnlyList<RunFailure> Failures => failures;

    public IReadOnlyList<Disagreement> Disagreements => disagreements;

    /// <summary>A run of before the session was interrupted, and one of now that computed other results; <see langword="null"/> if none did.</summary>
    public (Configuration Former, Configuration Now)? Changed { get; private set; }

    /// <summary>Two runs of before that disagreed already; <see langword="null"/> if none did.</summary>
    public (Configuration One, Configuration Other)? FormerlyDiffering { get; } = resultsCompare ? DifferingAmong(former ?? []) : null;

    public bool ResultsDiffer => disagreements.Count > 0 || Changed is not null || FormerlyDiffering is not null;

    /// <summary>What is to be said about runs besides.</summary>
    public IReadOnlyList<(Configuration Configuration, string Remark)> Remarks => remarks;

    /// <summary>Why times may not be those of an undisturbed machine.</summary>
    public IReadOnlyList<(Configuration Configuration, string Doubt)> Doubts => doubts;

    /// <summary>The same for doubts that differ in their numbers alone.</summary>
    public static string KindOf(string doubt) => string.Concat(doubt.Where(character => !char.IsAsciiDigit(character) && character != '.'));

    public void Add(RunRecord run)
    {
        if (run.Costs.Remark is { } remark)
            remarks.Add((run.Planned.Configuration, remark));
        foreach (var doubt in run.Doubts)
            AddDoubt(run.Planned.Configuration, doubt);
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

    /// <summary>Once per configuration and kind: the same trouble has another number in every round.</summary>
    private void AddDoubt(Configuration configuration, string doubt)
    {
        if (kindsOfDoubt.Add((configuration, KindOf(doubt))))
            doubts.Add((configuration, doubt));
    }
}

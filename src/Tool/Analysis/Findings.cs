using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>What went wrong in a session. Each run is added before the next one starts.</summary>
/// <param name="resultsCompare">Whether the workload of a configuration promises equal results for equal inputs.</param>
/// <param name="former">The earlier runs of a session that is continued.</param>
/// <param name="variantsCompare">Whether all variants are to have the same results.</param>
internal sealed class Findings(Func<Configuration, bool> resultsCompare, IReadOnlyList<Observation>? former = null, bool variantsCompare = false)
{
    /// <summary>One per variant: others do something else with the same inputs.</summary>
    private readonly List<ResultCheck> checks = [];

    private readonly List<Disagreement> betweenVariants = variantsCompare ? BetweenVariants([.. (former ?? []).Where(run => resultsCompare(run.Planned.Configuration))]) : [];

    private readonly List<RunFailure> failures = [];
    private readonly List<Disagreement> disagreements = [];
    private readonly List<RunRemark> remarks = [];
    private readonly List<WorkloadFault> endFaults = [];

    /// <summary>By the number of tasks, which variants may differ in.</summary>
    private Dictionary<long, ResultCheck>? ofAllVariants;

    public Findings(bool resultsCompare, IReadOnlyList<Observation>? former = null)
        : this(_ => resultsCompare, former)
    {
    }

    /// <summary>The number of inputs, which under weak scaling each worker brings once more; by default that of the tasks.</summary>
    public long? Inputs { get; init; }

    public IReadOnlyList<RunFailure> Failures => failures;

    public IReadOnlyList<Disagreement> Disagreements => disagreements;

    /// <summary>Those of two variants. Of earlier runs only the digests of all results are known, and not which tasks differ.</summary>
    public IReadOnlyList<Disagreement> VariantDisagreements => betweenVariants;

    /// <summary>The first new run whose results differ from those of an earlier run; <see langword="null"/> without one.</summary>
    public (Configuration Former, Configuration Now)? Changed { get; private set; }

    /// <summary>Two earlier runs with different results; <see langword="null"/> without them.</summary>
    public (Configuration One, Configuration Other)? FormerlyDiffering { get; } = DifferingAmong([.. (former ?? []).Where(run => resultsCompare(run.Planned.Configuration))]);

    /// <summary>Why the workload failed when it was disposed of, once each.</summary>
    public IReadOnlyList<WorkloadFault> EndFaults => endFaults;

    public bool ResultsDiffer => disagreements.Count > 0 || betweenVariants.Count > 0 || Changed is not null || FormerlyDiffering is not null;

    /// <summary>The remarks of executors about their runs.</summary>
    public IReadOnlyList<RunRemark> Remarks => remarks;

    public void Add(RunRecord run)
    {
        if (run.Costs.Remark is { } remark)
            remarks.Add(new RunRemark(run.Planned.Configuration, remark));
        AddEndFault(run.Costs.EndFault);
        if (run.Status is RunStatus.Failed or RunStatus.Error)
            failures.Add(RunFailure.Of(run));
        if (!resultsCompare(run.Planned.Configuration))
            return;
        if (CheckOf(run.Planned.Configuration.Variant).Compare(run, Inputs) is { } disagreement)
            disagreements.Add(disagreement);
        if (run.Status == RunStatus.Ok && FormerWith(run.Tasks.Count, run.Planned.Configuration.Variant, former) is { } reference && reference.ResultDigest != run.Totals.ResultDigest)
            Changed ??= (reference.Planned.Configuration, run.Planned.Configuration);
        if (variantsCompare)
            CompareVariants(run);
    }

    public void AddEndFault(WorkloadFault? fault)
    {
        if (fault is not null && !endFaults.Exists(other => other.Text == fault.Text))
            endFaults.Add(fault);
    }

    /// <summary>What differs within a variant is told as such.</summary>
    private void CompareVariants(RunRecord run)
    {
        var variant = run.Planned.Configuration.Variant;
        var inputs = Inputs ?? run.Tasks.Count;
        ofAllVariants ??= [];
        if (!ofAllVariants.TryGetValue(inputs, out var check))
            ofAllVariants[inputs] = check = new ResultCheck();
        if (check.Compare(run, Inputs) is { } disagreement && disagreement.Reference.Variant != variant)
            betweenVariants.Add(disagreement);
        foreach (var earlier in former ?? [])
            if (run.Status == RunStatus.Ok && earlier.Tasks == run.Tasks.Count && earlier.Planned.Configuration.Variant != variant && HasResults(earlier)
                && resultsCompare(earlier.Planned.Configuration) && earlier.ResultDigest != run.Totals.ResultDigest
                && !betweenVariants.Exists(known => known.Reference.Variant == earlier.Planned.Configuration.Variant && known.Other.Variant == variant))
                betweenVariants.Add(new Disagreement(earlier.Planned.Configuration, run.Planned.Configuration, 0, run.Tasks.Count, []));
    }

    private static List<Disagreement> BetweenVariants(IReadOnlyList<Observation> former) =>
    [
        .. DifferingResults.Among(former).Where(differing => differing.One.Scenario != differing.Other.Scenario)
            .Select(differing => new Disagreement(differing.One.Planned.Configuration, differing.Other.Planned.Configuration, 0, differing.Other.Tasks, [])),
    ];

    private ResultCheck CheckOf(int variant)
    {
        while (checks.Count <= variant)
            checks.Add(new ResultCheck());
        return checks[variant];
    }

    private static (Configuration, Configuration)? DifferingAmong(IReadOnlyList<Observation>? former)
    {
        foreach (var run in former ?? [])
            if (HasResults(run) && FormerWith(run.Tasks, run.Planned.Configuration.Variant, former)! is var reference && reference.ResultDigest != run.ResultDigest)
                return (reference.Planned.Configuration, run.Planned.Configuration);
        return null;
    }

    /// <summary>Digests of different numbers of tasks always differ.</summary>
    private static Observation? FormerWith(long tasks, int variant, IReadOnlyList<Observation>? former)
    {
        foreach (var run in former ?? [])
            if (run.Tasks == tasks && run.Planned.Configuration.Variant == variant && HasResults(run))
                return run;
        return null;
    }

    public static bool HasResults(Observation run) => run.Status == RunStatus.Ok && run.ResultDigest is not null;
}

/// <summary>What an executor says of a run.</summary>
internal sealed record RunRemark(Configuration Configuration, string Text);

/// <summary>A run in which something failed, with its first failed task.</summary>
/// <param name="Planned">Which run.</param>
/// <param name="Failed">How many tasks have no result.</param>
/// <param name="Tasks">How many tasks the run had.</param>
/// <param name="RunError">What failed other than a task, if anything did.</param>
/// <param name="FirstInput">The input of the first task without a result.</param>
/// <param name="FirstFault">Why that task has no result.</param>
internal sealed record RunFailure(
    PlannedRun Planned, long Failed, long Tasks, string? RunError, WorkItem? FirstInput, TaskFault? FirstFault)
{
    public Configuration Configuration => Planned.Configuration;

    public static RunFailure Of(RunRecord run)
    {
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            if (task.Verdict != Verdict.Ok)
                return new RunFailure(run.Planned, run.Totals.Failed, run.Tasks.Count, run.Error, task.Item, task.Fault);
        }
        return new RunFailure(run.Planned, 0, run.Tasks.Count, run.Error, null, null);
    }
}

/// <summary>Two runs with different results for the same inputs.</summary>
/// <param name="Reference">The earlier run.</param>
/// <param name="Other">The later run.</param>
/// <param name="Differing">How many tasks differ; 0 if that is not known.</param>
/// <param name="Tasks">How many tasks each run had.</param>
/// <param name="Examples">The first few tasks that differ.</param>
internal sealed record Disagreement(Configuration Reference, Configuration Other, long Differing, long Tasks, IReadOnlyList<DifferingTask> Examples);

/// <summary>A task with two results.</summary>
/// <param name="Item">Its input.</param>
/// <param name="Reference">The earlier result, shortened; <see langword="null"/> if it is not known.</param>
/// <param name="Other">The later one, shortened.</param>
internal sealed record DifferingTask(WorkItem Item, string? Reference, string Other);

/// <summary>Compares the results of each run with those of the runs before it. Failed tasks have no result to compare.</summary>
internal sealed class ResultCheck
{
    /// <summary>A message needs a few examples, not a million.</summary>
    private const int MaxExamples = 3;

    private ulong[]? reference;
    private ResultExcerpts excerpts = new(0);
    private ulong referenceDigest;
    private Configuration? referenceConfiguration;

    /// <summary>Inputs whose tasks failed in the first run, with the run that their reference result is from.</summary>
    private readonly Dictionary<long, Configuration> filledLater = [];

    /// <param name="run">The run.</param>
    /// <param name="inputs">How many inputs there are, if consecutive tasks share one: then they must have the same result.</param>
    /// <returns>How the run differs; <see langword="null"/> if it does not.</returns>
    public Disagreement? Compare(RunRecord run, long? inputs = null)
    {
        var copies = inputs > 0 ? run.Tasks.Count / inputs.Value : 1;
        if (reference is null)
        {
            reference = new ulong[run.Tasks.Count / copies];
            excerpts = new ResultExcerpts(reference.Length);
            referenceDigest = run.Totals.ResultDigest;
            referenceConfiguration = run.Planned.Configuration;
        }
        else if (run.Totals.ResultDigest == referenceDigest)
            return null;

        var differing = 0L;
        var disagreesWith = referenceConfiguration!;
        List<DifferingTask>? examples = null;
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            if (task.Digest == 0)
                continue;
            var input = index / copies;
            if (reference[input] == 0)
            {
                reference[input] = task.Digest;
                excerpts.Add(input, in task);
                if (run.Planned.Configuration != referenceConfiguration)
                    filledLater[input] = run.Planned.Configuration;
            }
            else if (reference[input] != task.Digest)
            {
                if (differing++ == 0)
                    disagreesWith = filledLater.GetValueOrDefault(input, referenceConfiguration!);
                if ((examples ??= []).Count < MaxExamples)
                    examples.Add(new DifferingTask(task.Item, excerpts.Of(input), task.Excerpt.ToString()));
            }
        }
        return examples is null ? null : new Disagreement(disagreesWith, run.Planned.Configuration, differing, run.Tasks.Count, examples);
    }
}

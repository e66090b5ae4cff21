using Partime.Tool.Measurement;

namespace Partime.Tool.Analysis;

/// <summary>What went wrong in a session. Must see each run before the next one starts.</summary>
/// <param name="resultsCompare">Whether the workload promises the same result for the same input.</param>
internal sealed class Findings(bool resultsCompare)
{
    private readonly ResultCheck check = new();
    private readonly List<RunFailure> failures = [];
    private readonly List<Disagreement> disagreements = [];

    public IReadOnlyList<RunFailure> Failures => failures;

    public IReadOnlyList<Disagreement> Disagreements => disagreements;

    public void Add(RunRecord run)
    {
        if (run.Status is RunStatus.Failed or RunStatus.Error)
            failures.Add(RunFailure.Of(run));
        if (resultsCompare && check.Compare(run) is { } disagreement)
            disagreements.Add(disagreement);
    }
}

using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Holds every run's results against those of the runs before it. Tasks that failed are not compared: they have
/// nothing to compare.</summary>
internal sealed class ResultCheck
{
    /// <summary>A message needs a few examples, not a million.</summary>
    private const int ExamplesKept = 5;

    private ulong[]? reference;
    private ulong referenceDigest;
    private Configuration? referenceConfiguration;

    /// <summary>Tasks that failed in the first run, and whose results are a later run's.</summary>
    private readonly Dictionary<long, Configuration> filledLater = [];

    /// <returns>How the run differs, or <see langword="null"/>.</returns>
    public Disagreement? Compare(RunRecord run)
    {
        if (reference is null)
        {
            reference = new ulong[run.Tasks.Count];
            referenceDigest = run.Totals.ResultDigest;
            referenceConfiguration = run.Planned.Configuration;
        }
        else if (run.Totals.ResultDigest == referenceDigest)
            return null;

        var differing = 0L;
        var disagreesWith = referenceConfiguration!;
        var examples = new List<WorkItem>();
        for (var index = 0L; index < run.Tasks.Count; index++)
        {
            var task = run.Tasks[index];
            if (task.Digest == 0)
                continue;
            if (reference[index] == 0)
            {
                reference[index] = task.Digest;
                if (run.Planned.Configuration != referenceConfiguration)
                    filledLater[index] = run.Planned.Configuration;
            }
            else if (reference[index] != task.Digest)
            {
                if (differing++ == 0)
                    disagreesWith = filledLater.GetValueOrDefault(index, referenceConfiguration!);
                if (examples.Count < ExamplesKept)
                    examples.Add(task.Item);
            }
        }
        return differing == 0 ? null : new Disagreement(disagreesWith, run.Planned.Configuration, differing, run.Tasks.Count, examples);
    }
}

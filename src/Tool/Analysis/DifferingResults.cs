namespace Partime.Tool.Analysis;

/// <summary>Two runs with different results for the same inputs, as the digests of all of their results tell.</summary>
internal sealed record DifferingResults(Observation One, Observation Other)
{
    /// <summary>For each variant the first run that differs from the first run of all with the same inputs.</summary>
    public static IReadOnlyList<DifferingResults> Among(IEnumerable<Observation> runs)
    {
        var firsts = new Dictionary<string, Observation>();
        var found = new List<DifferingResults>();
        foreach (var run in runs.Where(Findings.HasResults))
        {
            // Without a digest of the inputs, only a session is known to have the same ones. Digests of different numbers of tasks always differ.
            var inputs = $"{(run.Scenario.Inputs.Length > 0 ? run.Scenario.Inputs : run.Session)} {run.Tasks}";
            if (!firsts.TryAdd(inputs, run) && firsts[inputs].ResultDigest != run.ResultDigest)
                found.Add(new DifferingResults(firsts[inputs], run));
        }
        return [.. found.DistinctBy(differing => (differing.One.Scenario, differing.Other.Scenario))];
    }
}

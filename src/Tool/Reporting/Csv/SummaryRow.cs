using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>A summary as the files show it.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Parameters">The workload's options in effect, secrets already hidden.</param>
internal sealed record SummaryRow(Summary Summary, IReadOnlyList<(string Name, string Value)> Parameters)
{
    /// <summary>Of several sessions, each has the parameters of its own scenario.</summary>
    public static IReadOnlyList<SummaryRow> Of(IEnumerable<Summary> summaries, Func<Scenario, IReadOnlyList<(string Name, string Value)>> parameters) =>
        [.. summaries.Select(summary => new SummaryRow(summary, parameters(summary.Scenario)))];
}

using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What there is to show of one scenario.</summary>
/// <param name="Summaries">A line each.</param>
/// <param name="Warmup">How many rounds there were before those that count.</param>
/// <param name="Origins">Where and when it was measured, as far as that is known.</param>
internal sealed record ReportChapter(IReadOnlyList<Summary> Summaries, int Warmup, IReadOnlyList<string> Origins)
{
    public Scenario Scenario => Summaries[0].Scenario;
}

using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What a report says of one scenario.</summary>
internal sealed record ReportChapter(IReadOnlyList<Summary> Summaries, int Warmup)
{
    public Scenario Scenario => Summaries[0].Scenario;
}

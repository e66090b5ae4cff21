using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What there is to say at the end, as far as the session came.</summary>
/// <param name="Summaries">What the runs amount to.</param>
/// <param name="Warmup">How many rounds there were before those that count.</param>
/// <param name="Remarks">Sentences on how far they can be trusted, and on what went wrong.</param>
/// <param name="Disturbances">Those of them that say what disturbed the runs.</param>
/// <param name="IsComplete">Whether all rounds of the plan are there.</param>
internal sealed record Conclusion(IReadOnlyList<Summary> Summaries, int Warmup, IReadOnlyList<string> Remarks, IReadOnlyList<string> Disturbances, bool IsComplete);

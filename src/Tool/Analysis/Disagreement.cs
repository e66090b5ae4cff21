using Partime.Tool.Planning;

namespace Partime.Tool.Analysis;

/// <summary>Two runs that computed different results for the same inputs.</summary>
/// <param name="Reference">The run that came first.</param>
/// <param name="Other">The run that differs from it.</param>
/// <param name="Differing">How many tasks differ.</param>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="Examples">The first few that differ.</param>
internal sealed record Disagreement(Configuration Reference, Configuration Other, long Differing, long Tasks, IReadOnlyList<WorkItem> Examples);

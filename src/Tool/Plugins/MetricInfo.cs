namespace Partime.Tool.Plugins;

/// <summary>A number that each task of a workload measures besides its duration.</summary>
/// <param name="Unit">Empty for a plain number.</param>
internal sealed record MetricInfo(string Name, string Unit, string Description);

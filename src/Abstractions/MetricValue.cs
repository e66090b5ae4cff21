namespace Partime;

/// <summary>One number that a task measured besides its duration.</summary>
/// <param name="Name">The name of a <see cref="MetricAttribute"/> of the workload.</param>
/// <param name="Value">The value, in the unit that the attribute states.</param>
public readonly record struct MetricValue(string Name, double Value);

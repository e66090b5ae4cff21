namespace Partime;

/// <summary>Declares a number that each task of the workload measures besides its duration; it becomes the column
/// <c>metric_name</c> of the tasks CSV.</summary>
/// <param name="name">The name, with the unit at its end where there is one: <c>bytes</c>, <c>slept_s</c>.</param>
/// <param name="unit">The unit's symbol (<c>s</c>, <c>B</c>), empty for a plain number.</param>
/// <param name="description">One sentence for <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MetricAttribute(string name, string unit, string description = "") : Attribute
{
    /// <summary>The name, as given to <see cref="WorkResult.With"/>.</summary>
    public string Name { get; } = name;

    /// <summary>The unit's symbol, empty for a plain number.</summary>
    public string Unit { get; } = unit;

    /// <summary>One sentence for <c>describe</c>.</summary>
    public string Description { get; } = description;
}

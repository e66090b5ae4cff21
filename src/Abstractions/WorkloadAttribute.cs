namespace Partime;

/// <summary>Makes an <see cref="IWorkload"/> known to partime. Read from metadata: looking at it runs no code of yours.</summary>
/// <param name="name">What users type: lower case, words joined by hyphens, such as <c>word-count</c>.</param>
/// <param name="description">One sentence for <c>list</c> and <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WorkloadAttribute(string name, string description) : Attribute
{
    /// <summary>What users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>list</c> and <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The inputs of a run that names none, written as for <c>--inputs</c>: <c>1,2,3</c> or <c>0..100</c>.</summary>
    public string? SampleInputs { get; init; }

    /// <summary>Whether the same input always gives the same value. When <see langword="false"/>, results are not compared
    /// between executors. Default: <see langword="true"/>.</summary>
    public bool Deterministic { get; init; } = true;
}

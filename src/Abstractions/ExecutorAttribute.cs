namespace Partime;

/// <summary>Makes an <see cref="IExecutor"/> known to partime. Read from metadata: looking at it runs no code of yours.</summary>
/// <param name="name">What users type: lower case, words joined by hyphens, such as <c>thread-pool</c>.</param>
/// <param name="description">One sentence for <c>list</c> and <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExecutorAttribute(string name, string description) : Attribute
{
    /// <summary>What users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>list</c> and <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The most workers that make sense, 0 for any number. <c>serial</c> has 1: a list of worker counts then gives one
    /// configuration, not several. Default: 0.</summary>
    public int MaxWorkers { get; init; }

    /// <summary>How many workers there are when the user does not say, written as for <c>--workers</c>; <c>tasks</c> is one per
    /// task, for up to 64. Without it, one per task for up to 8 tasks and one per CPU for more.</summary>
    public string? DefaultWorkers { get; init; }

    /// <summary>How many consecutive tasks a worker claims at once when the user does not say, written as for
    /// <c>--chunk-size</c>. Default: 1.</summary>
    public string? DefaultChunkSize { get; init; }
}

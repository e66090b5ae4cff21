namespace Partime;

[AttributeUsage(AttributeTargets.Class)]
public sealed class WorkloadAttribute(string name, string description) : Attribute
{
    public string Name => name;

    public string Description => description;

    public string? SampleInputs { get; init; }

    public bool Deterministic { get; init; }
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MetricAttribute(string name, string unit, string description = "") : Attribute
{
    public string Name => name;

    public string Unit => unit;

    public string Description => description;
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string description) : Attribute
{
    public string Name => name;

    public string Description => description;

    public string? Default { get; init; }
}

public interface IWorkload
{
    ValueTask StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken);
}

public interface IBlockingWorkload : IWorkload
{
    WorkResult Run(WorkItem item, CancellationToken cancellationToken);

    ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken) => throw new NotSupportedException();
}

public readonly struct WorkItem
{
    public long Index => throw new NotSupportedException();

    public string Text => throw new NotSupportedException();

    public T Parse<T>() where T : ISpanParsable<T> => throw new NotSupportedException();
}

public struct WorkResult
{
    public static WorkResult Of<T>(T value) where T : IUtf8SpanFormattable => throw new NotSupportedException();

    public static WorkResult Of(string value) => throw new NotSupportedException();

    public readonly WorkResult With(string metric, double value) => throw new NotSupportedException();
}

namespace Partime.TestPlugins;

[Workload("mistaken-constructor", "Its constructor takes something.")]
public sealed class MistakenConstructor(string greeting) : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => new(WorkResult.Of(greeting));
}

[Workload("mistaken-abstract", "Is abstract.")]
public abstract class MistakenAbstract : Workload;

[Workload("mistaken-generic", "Is generic.")]
public sealed class MistakenGeneric<T> : IWorkload
{
    public ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => new(WorkResult.Of(typeof(T).Name));
}

[Workload("mistaken-contract", "Implements nothing.")]
public sealed class MistakenContract;

[Executor("mistaken-executor", "Implements nothing either.")]
public sealed class MistakenExecutor;

/// <summary>Its author forgot the attribute.</summary>
public sealed class MistakenMark : Workload
{
    public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => default;
}

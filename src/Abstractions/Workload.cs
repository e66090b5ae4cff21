namespace Partime;

/// <summary>The base class of workloads that wait: files, networks, other programs. Override <see cref="RunAsync"/>.</summary>
/// <remarks>It adds nothing to <see cref="IWorkload"/>, which a class may implement instead. But an <c>override</c> with a wrong signature is an
/// error of the compiler. A method of a class that implements the interface compiles with any signature, and is then never called.</remarks>
/// <inheritdoc cref="IWorkload" path="/remarks"/>
public abstract class Workload : IWorkload, IAsyncDisposable
{
    /// <inheritdoc/>
    public virtual ValueTask StartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public abstract ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Releases the resources of <see cref="StartAsync"/>. Called once at the end of the session or of the worker process, also after a
    /// failed start. It is not part of any task's time.</summary>
    /// <remarks>The default implementation calls <see cref="IDisposable.Dispose"/> of a class that has it, and otherwise does nothing.</remarks>
    public virtual ValueTask DisposeAsync()
    {
        (this as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>The base class of workloads that compute, or that wait in a blocking call. Override <see cref="Run"/>, and if the work waits,
/// <see cref="RunAsync"/> too.</summary>
/// <inheritdoc cref="Workload" path="/remarks"/>
public abstract class BlockingWorkload : Workload, IBlockingWorkload
{
    /// <inheritdoc/>
    public abstract WorkResult Run(WorkItem item, CancellationToken cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The default implementation calls <see cref="Run"/> and is complete when it returns.</remarks>
    public override ValueTask<WorkResult> RunAsync(WorkItem item, CancellationToken cancellationToken) => new(Run(item, cancellationToken));
}

using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>What a workload does before and after a run, or what prepares one, outside of all times.</summary>
/// <param name="workload">The workload.</param>
/// <param name="workers">The number of workers in this process.</param>
/// <param name="addEndFault">Receives a sentence for each end that fails: what was measured counts.</param>
internal sealed class RunPreparation(IWorkload workload, int workers, Action<WorkloadFault> addEndFault)
{
    private readonly IRunLifetime? lifetime = workload as IRunLifetime;

    public async ValueTask AroundAsync(Func<ValueTask> act, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await act().ConfigureAwait(false);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask EndAsync()
    {
        await EndAsync(() => WorkerLifetimes.EndAsync(workload, 0, workers)).ConfigureAwait(false);
        await EndRunAsync().ConfigureAwait(false);
    }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var hasRunStarted = false;
        try
        {
            if (lifetime is not null)
                await lifetime.StartRunAsync(cancellationToken).ConfigureAwait(false);
            hasRunStarted = true;
            await WorkerLifetimes.StartAsync(workload, 0, workers, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (hasRunStarted)
                await EndRunAsync().ConfigureAwait(false);
            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
                throw;
            throw new PartimeException($"The workload could not prepare a run: {FaultPlace.Of(exception)}", exception);
        }
    }

    private ValueTask EndRunAsync() => lifetime is null ? ValueTask.CompletedTask : EndAsync(lifetime.EndRunAsync);

    private async ValueTask EndAsync(Func<ValueTask> end)
    {
        try
        {
            await end().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            addEndFault(WorkerLifetimes.FaultOf(exception));
        }
    }
}

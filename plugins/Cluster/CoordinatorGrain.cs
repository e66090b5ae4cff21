using Orleans;
using Orleans.Concurrency;

namespace Partime.Plugins.Cluster;

/// <summary>Where calls of nodes arrive: many at once, as some wait for work.</summary>
[Reentrant]
internal sealed class CoordinatorGrain(Coordinator coordinator) : Grain, ICoordinatorGrain
{
    public ValueTask<Welcome> JoinAsync(Introduction node) => new(coordinator.Join(node));

    public ValueTask<Pulse> BeatAsync(Beat beat) => new(coordinator.See(beat));

    public ValueTask<Engagement> EngageAsync(Guid node, Guid[] known) => coordinator.EngageAsync(node, known);

    public ValueTask<byte[]> ReadWorkAsync(Guid engagement) => new(coordinator.ReadWork(engagement));

    public ValueTask<byte[]> AskAsync(Guid engagement, byte[] question) => new(coordinator.Ask(engagement, question));

    public ValueTask ReadyAsync(Guid engagement, int worker)
    {
        coordinator.SetReady(engagement, worker);
        return ValueTask.CompletedTask;
    }

    public ValueTask FailAsync(Guid engagement, string message)
    {
        coordinator.Fail(engagement, message);
        return ValueTask.CompletedTask;
    }

    public ValueTask RecordAsync(Guid engagement, Results results)
    {
        coordinator.Record(engagement, results);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Assignment> NextAsync(Guid engagement, Question question) => coordinator.NextAsync(engagement, question);

    public ValueTask EndAsync(Guid engagement)
    {
        coordinator.End(engagement);
        return ValueTask.CompletedTask;
    }

    public ValueTask LeaveAsync(Guid node)
    {
        coordinator.Watch.Leave(node);
        return ValueTask.CompletedTask;
    }
}

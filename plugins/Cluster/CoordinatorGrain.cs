using Orleans;
using Orleans.Concurrency;

namespace Partime.Plugins.Cluster;

/// <summary>Where calls of nodes arrive: many at once, as some wait for work.</summary>
[Reentrant]
internal sealed class CoordinatorGrain(Coordinator coordinator) : Grain, ICoordinatorGrain
{
    private readonly Dictionary<Guid, NodeInfo> nodes = [];

    public ValueTask<Welcome> JoinAsync(Guid node, int pid, string machine, int slots, byte[] facts)
    {
        coordinator.Session?.Join(nodes[node] = new NodeInfo { Id = node, Machine = machine, Slots = slots, Facts = facts });
        return new(coordinator.Join(node, pid, machine));
    }

    public ValueTask<byte[]> ReadWorkAsync(int offset) => new(coordinator.ReadWork(offset));

    public ValueTask<byte[]> AskAsync(byte[] question) => new(coordinator.Ask(question));

    public ValueTask ReadyAsync(Guid node, int worker)
    {
        coordinator.SetReady(node, worker);
        return ValueTask.CompletedTask;
    }

    public ValueTask FailAsync(Guid node, string message)
    {
        coordinator.Fail(node, message);
        return ValueTask.CompletedTask;
    }

    public ValueTask RecordAsync(Guid node, Results results)
    {
        coordinator.Record(node, results);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Assignment> NextAsync(Guid node, Question question) => coordinator.NextAsync(node, question);

    public ValueTask<Pulse> BeatAsync(Guid node, long clockOffset, TimeSpan roundTrip)
    {
        if (nodes.TryGetValue(node, out var known))
            coordinator.Session?.Join(known with { ClockOffset = clockOffset, RoundTrip = roundTrip });
        return new(coordinator.Beat(node));
    }

    public ValueTask LeaveAsync(Guid node)
    {
        coordinator.Lose(node, "has left");
        return ValueTask.CompletedTask;
    }
}

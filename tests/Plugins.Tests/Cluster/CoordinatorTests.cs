using System.Net;
using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Which node works for which pool, without a network.</summary>
public sealed class CoordinatorTests
{
    private static readonly Timing Times = new(Silence: TimeSpan.FromMinutes(1), Join: TimeSpan.FromMinutes(1), Lease: TimeSpan.FromMilliseconds(50));

    private readonly FakeSession session = new();
    private readonly Ledger ledger = new(new Recorder(), new Claims(tasks: 10, chunk: 1), workers: 1);
    private Coordinator coordinator;

    public CoordinatorTests() => coordinator = new Coordinator(session, Times);

    [Fact]
    public async Task WorkersAreSpreadEvenlyAndNoNodeHasMoreThanItsSlots()
    {
        Guid[] nodes = [Join("a", 1), Join("b", 8), Join("c", 8)];
        coordinator.Begin(Request(7), shares: null);
        Assert.Equal([(0, 1), (1, 3), (4, 3)], (await Task.WhenAll(nodes.Select(node => EngageAsync(node)))).Select(engagement => (engagement.FirstWorker, engagement.Workers)));
    }

    [Fact]
    public async Task ANodeThatConnectsAgainAndAgainHoldsNoSessionUp()
    {
        using var identity = Identity.New(new IPEndPoint(IPAddress.Loopback, 7077));
        await using var nodes = new JoinedNodes(new FakeSession { MaxWorkers = 1 }, identity, identity.Address, identity.Address, Times);
        Join("a", 1);
        // All code is compiled afterwards, so that the wait below begins before it could end.
        await nodes.WaitForNodesAsync(coordinator, nodes: 0, CancellationToken.None);
        coordinator.Watch.Connect(Guid.NewGuid());
        var waiting = nodes.WaitForNodesAsync(coordinator, nodes: 0, CancellationToken.None);
        var connecting = new Thread(() =>
        {
            for (; !waiting.IsCompleted; Thread.Sleep(1))
                coordinator.Watch.Connect(Guid.NewGuid());
        })
        { IsBackground = true };
        connecting.Start();
        await waiting.WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task ALateNodeWaitsAndThenTakesThePlaceOfOneThatHasLeft()
    {
        var (first, other) = (Join("a", 2), Join("b", 2));
        var pool = coordinator.Begin(Request(4), shares: null);
        var lost = await EngageAsync(first);
        await EngageAsync(other);
        var waiting = EngageAsync(Join("late", 1));
        Assert.False(waiting.IsCompleted);

        coordinator.Watch.Leave(first);
        var taken = await waiting;
        // As much of it as the node has slots for.
        Assert.Equal((AnswerKind.Work, lost.FirstWorker, 1), (taken.Kind, taken.FirstWorker, taken.Workers));
        Assert.Equal(AnswerKind.Leave, (await coordinator.NextAsync(lost.Id, new Question(lost.FirstWorker, 0, 1, null))).Kind);
        Assert.Equal([2, 1, 1], pool.Placements.OrderByDescending(placement => placement.Workers).Select(placement => placement.Workers));
    }

    [Fact]
    public async Task ANodeWorksForPoolsThatOverlap()
    {
        var node = Join("a", 2);
        coordinator.Begin(Request(2), shares: null);
        var first = await EngageAsync(node);
        coordinator.Begin(Request(1), shares: null);
        var second = await EngageAsync(node, first.Id);
        Assert.Equal((2, 1), (first.Workers, second.Workers));
        Assert.NotEqual(first.Id, second.Id);
        // An answer that was lost is given again.
        Assert.Equal(second, await EngageAsync(node, first.Id));
    }

    [Fact]
    public async Task ADrainingNodeGetsNoMoreWorkAndIsSentAwayWhileItsLeaseStaysInForce()
    {
        var (node, engagement, lease) = await LeaseAsync();
        Assert.Equal(AnswerKind.Work, lease.Kind);

        coordinator.See(new Beat(node, 0, 0, IsDraining: true));
        Assert.Equal(AnswerKind.Leave, (await EngageAsync(node, engagement.Id)).Kind);
        Assert.Equal(AnswerKind.Leave, (await coordinator.NextAsync(engagement.Id, new Question(0, 0, 2, new Results(lease.Lease, 0, 0, Recorder.ResultsOf(1), EndsBlock: true, 0, default)))).Kind);
        Assert.Equal(0, session.Requeued);
    }

    [Fact]
    public async Task TasksOfANodeThatLosesItsConnectionAreCountedAndItIsWelcomeBack()
    {
        var (node, engagement, lease) = await LeaseAsync();
        coordinator.Watch.Disconnect(node);
        Assert.Equal(lease.End - lease.Start, session.Requeued);
        Assert.Contains("has lost its connection. Its task goes to another.", Assert.Single(session.Sentences), StringComparison.Ordinal);

        // What was under way when the connection ended is no sign of life.
        coordinator.See(new Beat(node, 0, 0, IsDraining: false));
        Assert.Equal(AnswerKind.Nothing, (await coordinator.NextAsync(engagement.Id, new Question(0, 0, 2, null))).Kind);
        coordinator.Watch.Connect(node);
        coordinator.See(new Beat(node, ClockOffset: 5, RoundTripTicks: 100, IsDraining: false));
        Assert.Equal(AnswerKind.Work, (await coordinator.NextAsync(engagement.Id, new Question(0, 0, 3, null))).Kind);
        Assert.Equal(5, session.Joined[^1].ClockOffset);
    }

    [Fact]
    public async Task TasksOfASilentNodeGoToOthers()
    {
        coordinator = new Coordinator(session, Times with { Silence = TimeSpan.Zero });
        var (_, _, lease) = await LeaseAsync();
        coordinator.Watch.Look();
        Assert.Equal(lease.End - lease.Start, session.Requeued);
        Assert.Contains("has been silent for 0 s", Assert.Single(session.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultsThatMakeNoSenseLoseTheNodeAndNotTheRun()
    {
        var (node, engagement, lease) = await LeaseAsync();
        coordinator.Record(engagement.Id, new Results(lease.Lease, 0, Part: 7, [1], EndsBlock: true, 0, default));
        Assert.Contains("sent results that make no sense", Assert.Single(session.Sentences), StringComparison.Ordinal);
        Assert.False(ledger.Done.IsCompleted);
        Assert.Equal(AnswerKind.Leave, (await EngageAsync(node, engagement.Id)).Kind);
    }

    [Fact]
    public void WhatANodeSaysOfItselfIsLimited()
    {
        coordinator.Join(new Introduction(Guid.NewGuid(), 1, new string('x', 10_000), int.MaxValue, new byte[1 << 20]));
        var node = Assert.Single(session.Joined);
        Assert.Equal((255, 1024, 0), (node.Machine.Length, node.Slots, node.Facts.Length));
    }

    private Guid Join(string machine, int slots)
    {
        var id = Guid.NewGuid();
        coordinator.Watch.Connect(id);
        coordinator.Join(new Introduction(id, slots, machine, slots, []));
        return id;
    }

    private Task<Engagement> EngageAsync(Guid node, params Guid[] known) => coordinator.EngageAsync(node, known).AsTask();

    /// <summary>A node whose one worker has a lease.</summary>
    private async Task<(Guid Node, Engagement Engagement, Assignment Lease)> LeaseAsync()
    {
        var node = Join("a", 1);
        var pool = coordinator.Begin(Request(1), shares: null);
        var engagement = await EngageAsync(node);
        coordinator.Change(pool, state => state.Begin(ledger));
        return (node, engagement, await coordinator.NextAsync(engagement.Id, new Question(0, 0, 1, null)));
    }

    private static PoolRequest Request(int workers) => new() { Workers = workers, Work = new Recorder() };
}

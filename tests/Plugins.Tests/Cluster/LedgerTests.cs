using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Each task of a run is recorded once, whatever nodes do.</summary>
public sealed class LedgerTests
{
    private readonly Claims board = new(tasks: 10, chunk: 4);
    private readonly Recorder recorder = new();
    private readonly Ledger ledger;

    public LedgerTests() => ledger = new Ledger(recorder, board, workers: 2);

    [Fact]
    public void AllTasksAreLeasedAndRecordedAndThenTheRunIsOver()
    {
        while (TryLease(0) is { } lease)
        {
            Assert.False(ledger.Done.IsCompleted);
            Assert.Equal(Outcome.Whole, Record(lease, 0, lease.Range.Count));
        }
        Assert.True(ledger.Done.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(0, 10), recorder.Tasks);
    }

    [Fact]
    public void WhatANodeHasLeftGoesToAnotherWorkerAndItsLateResultsAreDropped()
    {
        var lost = TryLease(0)!;
        var other = TryLease(1)!;
        Assert.Equal(4, ledger.Requeue(worker => worker == 0));

        var again = TryLease(1)!;
        Assert.Equal(lost.Range, again.Range);
        Assert.Equal(Outcome.Dropped, Record(lost, 0, 4));
        Assert.Empty(recorder.Tasks);
        Assert.Equal(Outcome.Whole, Record(again, 1, 4));
        Assert.Equal(Outcome.Whole, Record(other, 1, 4));
        Assert.Equal(1, ledger.Dropped);
        Assert.Equal(Enumerable.Range(0, 8), recorder.Tasks);
    }

    [Fact]
    public void ResultsThatComeTwiceOrFromAnotherWorkerAreDropped()
    {
        var lease = TryLease(0)!;
        Assert.Equal(Outcome.Dropped, Record(lease, 1, 4));
        Assert.Equal(Outcome.Whole, Record(lease, 0, 4));
        Assert.Equal(Outcome.Dropped, Record(lease, 0, 4));
        Assert.Equal(Enumerable.Range(0, 4), recorder.Tasks);
    }

    [Fact]
    public void OfALeaseThatWasRecordedInPartOnlyTheRestGoesToOthers()
    {
        var lease = TryLease(0)!;
        Assert.Equal(Outcome.Part, Record(lease, 0, 3));
        ledger.Requeue(worker => worker == 0);
        Assert.Equal(new TaskRange(3, 4), TryLease(1)!.Range);
    }

    [Fact]
    public void ALeaseIsTheLastThingARunWaitsFor()
    {
        var leases = new[] { TryLease(0)!, TryLease(1)!, TryLease(0)! };
        Assert.Null(TryLease(1));
        foreach (var lease in leases[..2])
            Record(lease, lease.Worker, lease.Range.Count);
        ledger.Requeue(worker => worker == 0);
        Assert.False(ledger.Done.IsCompleted);
        var last = TryLease(1)!;
        Record(last, 1, last.Range.Count);
        Assert.True(ledger.Done.IsCompleted);
    }

    [Fact]
    public void AnInterruptedRunIsOverWhenWhatIsUnderWayHasEnded()
    {
        var lease = TryLease(0)!;
        ledger.Stop();
        Assert.Null(TryLease(1));
        Assert.False(ledger.Done.IsCompleted);
        Record(lease, 0, 1);
        Assert.Equal(Outcome.Whole, ledger.Return(lease.Id, 0));
        Assert.True(ledger.Done.IsCompleted);
        Assert.Equal([0], recorder.Tasks);
    }

    [Fact]
    public void ResultsThatMakeNoSenseChangeNothing()
    {
        var lease = TryLease(0)!;
        Assert.Throws<FormatException>(() => Record(lease, 0, 5));
        Assert.Equal(Outcome.Whole, Record(lease, 0, 4, part: 1));
    }

    [Fact]
    public void AfterTheEndNothingIsLeasedOrRecorded()
    {
        var lease = TryLease(0)!;
        ledger.Close();
        Assert.Null(TryLease(0));
        Assert.Equal(Outcome.Dropped, Record(lease, 0, 4));
        Assert.Empty(recorder.Tasks);
    }

    [Fact]
    public void ChunksAreJoinedWhileMuchIsLeftAndTasksOfADeadNodeAreCutToTheLengthOfALease()
    {
        var much = new Claims(tasks: 100, chunk: 1);
        var joining = new Ledger(recorder, much, workers: 2);
        var lease = joining.TryLease(0, new LeaseSize(20, 1))!;
        Assert.Equal(new TaskRange(0, 20), lease.Range);
        joining.Requeue(_ => true);
        Assert.Equal(new TaskRange(0, 5), joining.TryLease(1, new LeaseSize(5, 1))!.Range);
        Assert.Equal(new TaskRange(5, 20), joining.TryLease(1, new LeaseSize(50, 1))!.Range);
        // A quarter each of what is left, with two workers.
        Assert.Equal(new TaskRange(20, 36), joining.TryLease(0, new LeaseSize(1000, 1))!.Range);
        // Whole chunks, however few tasks are asked for.
        Assert.Equal((4, 4), (TryLease(0, tasks: 1)!.Range.Count, TryLease(0, tasks: 1)!.ChunkSize));
    }

    [Fact]
    public void TowardsTheEndLeasesAreNoShorterThanTheirMessages()
    {
        var few = new Ledger(recorder, new Claims(tasks: 100, chunk: 1), workers: 2);
        var size = new LeaseSize(1000, 30);
        Assert.True(few.AreLeft(size));
        Assert.Equal([30, 30, 30, 10], Enumerable.Range(0, 4).Select(_ => few.TryLease(0, size)!.Range.Count));
        Assert.False(few.AreLeft(size));
    }

    [Fact]
    public void ATaskThatWasRunningOnThreeNodesWhenTheyWereLostHasCrashed()
    {
        TryLease(0);
        ledger.Requeue(worker => worker == 0, "was killed");
        // Now its tasks come alone, and their worker has nothing else.
        Assert.Equal(new TaskRange(0, 1), TryLease(1)!.Range);
        Assert.Null(TryLease(1));
        ledger.Requeue(worker => worker == 1, "was killed");
        for (var task = 1; task < 4; task++)
            Record(TryLease(1)!, 1, 1);
        Assert.Equal(new TaskRange(0, 1), TryLease(1)!.Range);
        Assert.Empty(recorder.Crashed);
        Assert.Equal(0, ledger.Requeue(worker => worker == 1, "was killed by SIGKILL."));

        var (crashed, message) = Assert.Single(recorder.Crashed);
        Assert.Equal(0, crashed);
        Assert.EndsWith("The last one was killed by SIGKILL.", message, StringComparison.Ordinal);
        Assert.Equal([new TaskRange(4, 8), new TaskRange(8, 10)], [TryLease(1)!.Range, TryLease(1)!.Range]);
    }

    [Fact]
    public void TasksOnTheirLastTryRunOneAtATimePerNodeSoThatOneCostsNoOtherItsVerdict()
    {
        var (lost, other) = (Guid.NewGuid(), Guid.NewGuid());
        var pair = new Ledger(recorder, new Claims(tasks: 2, chunk: 1), workers: 3);
        for (var losses = 0; losses < 2; losses++)
        {
            Assert.Equal([losses, losses], [Lease(0, lost)!.Losses, Lease(1, lost)!.Losses]);
            pair.Requeue(_ => true, "was killed");
        }
        Assert.Equal(new TaskRange(0, 1), Lease(0, lost)!.Range);
        Assert.Null(Lease(1, lost));
        Assert.True(pair.HasLastTries);
        Assert.Equal(new TaskRange(1, 2), Lease(2, other)!.Range);

        Lease? Lease(int worker, Guid node) => pair.TryLease(worker, new LeaseSize(1, 1), node);
    }

    [Fact]
    public void LeavingANodeIsNoLoss()
    {
        for (var times = 0; times < 2 * UnendedTasks.MaxLosses; times++)
        {
            Assert.Equal(new TaskRange(0, 4), TryLease(0, tasks: 4)!.Range);
            ledger.Requeue(worker => worker == 0);
        }
        Assert.Empty(recorder.Crashed);
    }

    [Fact]
    public void LongResultsComeInPartsAndAPartThatComesTwiceIsDropped()
    {
        var lease = TryLease(0)!;
        var block = Recorder.ResultsOf(4);
        Assert.Equal(Outcome.Part, Send(0, block[..3], false));
        Assert.Equal(Outcome.Dropped, Send(0, block[..3], false));
        Assert.Equal(Outcome.Part, Send(1, block[3..5], false));
        Assert.Equal(Outcome.Whole, Send(2, block[5..], true));
        Assert.Equal(Enumerable.Range(0, 4), recorder.Tasks);

        Outcome Send(int part, byte[] bytes, bool isLast) => ledger.Record(new Results(lease.Id, 0, part, bytes, isLast, 0, default), default);
    }

    [Fact]
    public void APartThatIsMissingIsNoticed()
    {
        var lease = TryLease(0)!;
        Assert.Throws<FormatException>(() => ledger.Record(new Results(lease.Id, 0, 1, [1], EndsBlock: false, 0, default), default));
    }

    private Lease? TryLease(int worker, long tasks = 1) => ledger.TryLease(worker, new LeaseSize(tasks, 1));

    private Outcome Record(Lease lease, int worker, long tasks, int part = 0) =>
        ledger.Record(new Results(lease.Id, worker, part, Recorder.ResultsOf(tasks), EndsBlock: true, ClockOffset: 0, Took: default), node: default);
}

using System.Buffers.Binary;
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
        while (ledger.TryLease(0) is { } lease)
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
        var lost = ledger.TryLease(0)!;
        var other = ledger.TryLease(1)!;
        Assert.Equal(4, ledger.Requeue(worker => worker == 0));

        var again = ledger.TryLease(1)!;
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
        var lease = ledger.TryLease(0)!;
        Assert.Equal(Outcome.Dropped, Record(lease, 1, 4));
        Assert.Equal(Outcome.Whole, Record(lease, 0, 4));
        Assert.Equal(Outcome.Dropped, Record(lease, 0, 4));
        Assert.Equal(Enumerable.Range(0, 4), recorder.Tasks);
    }

    [Fact]
    public void OfALeaseThatWasRecordedInPartOnlyTheRestGoesToOthers()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Equal(Outcome.Part, Record(lease, 0, 3));
        ledger.Requeue(worker => worker == 0);
        Assert.Equal(new TaskRange(3, 4), ledger.TryLease(1)!.Range);
    }

    [Fact]
    public void ALeaseIsTheLastThingARunWaitsFor()
    {
        var leases = new[] { ledger.TryLease(0)!, ledger.TryLease(1)!, ledger.TryLease(0)! };
        Assert.Null(ledger.TryLease(1));
        foreach (var lease in leases[..2])
            Record(lease, lease.Worker, lease.Range.Count);
        ledger.Requeue(worker => worker == 0);
        Assert.False(ledger.Done.IsCompleted);
        var last = ledger.TryLease(1)!;
        Record(last, 1, last.Range.Count);
        Assert.True(ledger.Done.IsCompleted);
    }

    [Fact]
    public void AnInterruptedRunIsOverWhenWhatIsUnderWayHasEnded()
    {
        var lease = ledger.TryLease(0)!;
        ledger.Stop();
        Assert.Null(ledger.TryLease(1));
        Assert.False(ledger.Done.IsCompleted);
        Record(lease, 0, 1);
        Assert.Equal(Outcome.Whole, ledger.Return(lease.Id, 0));
        Assert.True(ledger.Done.IsCompleted);
        Assert.Equal([0], recorder.Tasks);
    }

    [Fact]
    public void ResultsThatMakeNoSenseChangeNothing()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Throws<FormatException>(() => Record(lease, 0, 5));
        Assert.Equal(Outcome.Whole, Record(lease, 0, 4, part: 1));
    }

    [Fact]
    public void AfterTheEndNothingIsLeasedOrRecorded()
    {
        var lease = ledger.TryLease(0)!;
        ledger.Close();
        Assert.Null(ledger.TryLease(0));
        Assert.Equal(Outcome.Dropped, Record(lease, 0, 4));
        Assert.Empty(recorder.Tasks);
    }

    [Fact]
    public void ChunksAreJoinedWhileMuchIsLeftAndTasksOfADeadNodeAreCutToTheLengthOfALease()
    {
        var much = new Claims(tasks: 100, chunk: 1);
        var joining = new Ledger(recorder, much, workers: 2);
        var lease = joining.TryLease(0, tasks: 20)!;
        Assert.Equal(new TaskRange(0, 20), lease.Range);
        joining.Requeue(_ => true);
        Assert.Equal(new TaskRange(0, 5), joining.TryLease(1, tasks: 5)!.Range);
        Assert.Equal(new TaskRange(5, 20), joining.TryLease(1, tasks: 50)!.Range);
        // A quarter each of what is left, with two workers.
        Assert.Equal(new TaskRange(20, 36), joining.TryLease(0, tasks: 1000)!.Range);
        // Whole chunks, however few tasks are asked for.
        Assert.Equal((4, 4), (ledger.TryLease(0, tasks: 1)!.Range.Count, ledger.TryLease(0, tasks: 1)!.ChunkSize));
    }

    [Fact]
    public void LongResultsComeInPartsAndAPartThatComesTwiceIsDropped()
    {
        var lease = ledger.TryLease(0)!;
        var block = Recorder.ResultsOf(4);
        Assert.Equal(Outcome.Part, Send(0, block[..3], false));
        Assert.Equal(Outcome.Dropped, Send(0, block[..3], false));
        Assert.Equal(Outcome.Part, Send(1, block[3..5], false));
        Assert.Equal(Outcome.Whole, Send(2, block[5..], true));
        Assert.Equal(Enumerable.Range(0, 4), recorder.Tasks);

        Outcome Send(int part, byte[] bytes, bool isLast) => ledger.Record(new Results(lease.Id, 0, part, bytes, isLast, 0), default);
    }

    [Fact]
    public void APartThatIsMissingIsNoticed()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Throws<FormatException>(() => ledger.Record(new Results(lease.Id, 0, 1, [1], EndsBlock: false, 0), default));
    }

    private Outcome Record(Lease lease, int worker, long tasks, int part = 0) =>
        ledger.Record(new Results(lease.Id, worker, part, Recorder.ResultsOf(tasks), EndsBlock: true, ClockOffset: 0), node: default);
}

/// <summary>Work whose results are the number of tasks that they are of.</summary>
internal sealed class Recorder : INodeWork
{
    public List<int> Tasks { get; } = [];

    public static byte[] ResultsOf(long tasks)
    {
        var block = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(block, tasks);
        return block;
    }

    public int Record(ITaskBoard board, TaskRange range, int worker, Guid node, ReadOnlySpan<byte> results, long clockOffset)
    {
        var count = (int)BinaryPrimitives.ReadInt64LittleEndian(results);
        if (count > range.Count)
            throw new FormatException();
        Tasks.AddRange(Enumerable.Range((int)range.Start, count));
        Tasks.Sort();
        return count;
    }

    public byte[] Describe(PoolRequest request) => [];

    public byte[] Answer(ReadOnlySpan<byte> question) => [];
}

/// <summary>A board from which tasks are only claimed.</summary>
internal sealed class Claims(int tasks, int chunk) : ITaskBoard
{
    private int next;

    public long Count => tasks;

    public bool TryClaim(int worker, out TaskRange range)
    {
        range = new TaskRange(next, Math.Min(tasks, next + chunk));
        next = (int)range.End;
        return range.Count > 0;
    }

    public void Run(long index, int worker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public WorkItem GetItem(long index) => throw new NotSupportedException();

    public void Record(in TaskRecord record) => throw new NotSupportedException();
}

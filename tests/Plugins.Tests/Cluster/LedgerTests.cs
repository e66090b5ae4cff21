using System.Buffers.Binary;
using Partime.Plugins.Cluster;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Each task of a run is recorded once, whatever nodes do.</summary>
public sealed class LedgerTests
{
    private readonly Claims board = new(tasks: 10, chunk: 4);
    private readonly Recorder recorder = new();
    private readonly Ledger ledger;

    public LedgerTests() => ledger = new Ledger(recorder, board);

    [Fact]
    public void AllTasksAreLeasedAndRecordedAndThenTheRunIsOver()
    {
        while (ledger.TryLease(0) is { } lease)
        {
            Assert.False(ledger.Done.IsCompleted);
            Assert.Equal(Outcome.Whole, ledger.Record(lease.Id, 0, default, Block(lease.Range.Count), 0));
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
        Assert.Equal(Outcome.Dropped, ledger.Record(lost.Id, 0, default, Block(4), 0));
        Assert.Empty(recorder.Tasks);
        Assert.Equal(Outcome.Whole, ledger.Record(again.Id, 1, default, Block(4), 0));
        Assert.Equal(Outcome.Whole, ledger.Record(other.Id, 1, default, Block(4), 0));
        Assert.Equal((4, 1), (ledger.Requeued, ledger.Dropped));
        Assert.Equal(Enumerable.Range(0, 8), recorder.Tasks);
    }

    [Fact]
    public void ResultsThatComeTwiceOrFromAnotherWorkerAreDropped()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Equal(Outcome.Dropped, ledger.Record(lease.Id, 1, default, Block(4), 0));
        Assert.Equal(Outcome.Whole, ledger.Record(lease.Id, 0, default, Block(4), 0));
        Assert.Equal(Outcome.Dropped, ledger.Record(lease.Id, 0, default, Block(4), 0));
        Assert.Equal(Enumerable.Range(0, 4), recorder.Tasks);
    }

    [Fact]
    public void OfALeaseThatWasRecordedInPartOnlyTheRestGoesToOthers()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Equal(Outcome.Part, ledger.Record(lease.Id, 0, default, Block(3), 0));
        ledger.Requeue(worker => worker == 0);
        Assert.Equal(new TaskRange(3, 4), ledger.TryLease(1)!.Range);
    }

    [Fact]
    public void ALeaseIsTheLastThingARunWaitsFor()
    {
        var leases = new[] { ledger.TryLease(0)!, ledger.TryLease(1)!, ledger.TryLease(0)! };
        Assert.Null(ledger.TryLease(1));
        foreach (var lease in leases[..2])
            ledger.Record(lease.Id, lease.Worker, default, Block(lease.Range.Count), 0);
        ledger.Requeue(worker => worker == 0);
        Assert.False(ledger.Done.IsCompleted);
        var last = ledger.TryLease(1)!;
        ledger.Record(last.Id, 1, default, Block(last.Range.Count), 0);
        Assert.True(ledger.Done.IsCompleted);
    }

    [Fact]
    public void AnInterruptedRunIsOverWhenWhatIsUnderWayHasEnded()
    {
        var lease = ledger.TryLease(0)!;
        ledger.Stop();
        Assert.Null(ledger.TryLease(1));
        Assert.False(ledger.Done.IsCompleted);
        ledger.Record(lease.Id, 0, default, Block(1), 0);
        Assert.Equal(Outcome.Whole, ledger.Return(lease.Id, 0));
        Assert.True(ledger.Done.IsCompleted);
        Assert.Equal([0], recorder.Tasks);
    }

    [Fact]
    public void ResultsThatMakeNoSenseChangeNothing()
    {
        var lease = ledger.TryLease(0)!;
        Assert.Throws<FormatException>(() => ledger.Record(lease.Id, 0, default, Block(5), 0));
        Assert.Equal(Outcome.Whole, ledger.Record(lease.Id, 0, default, Block(4), 0));
    }

    [Fact]
    public void AfterTheEndNothingIsLeasedOrRecorded()
    {
        var lease = ledger.TryLease(0)!;
        ledger.Close();
        Assert.Null(ledger.TryLease(0));
        Assert.Equal(Outcome.Dropped, ledger.Record(lease.Id, 0, default, Block(4), 0));
        Assert.Empty(recorder.Tasks);
    }

    /// <summary>Results of so many tasks.</summary>
    private static byte[] Block(long tasks)
    {
        var block = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(block, tasks);
        return block;
    }

    private sealed class Recorder : INodeWork
    {
        public List<int> Tasks { get; } = [];

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

    private sealed class Claims(int tasks, int chunk) : ITaskBoard
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
}

using System.Buffers.Binary;

namespace Partime.Plugins.Tests.Cluster;

/// <summary>Work whose results are the number of tasks that they are of.</summary>
internal sealed class Recorder : INodeWork
{
    public List<int> Tasks { get; } = [];

    public List<(long Task, string Message)> Crashed { get; } = [];

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

    public void RecordCrash(ITaskBoard board, long task, int worker, Guid node, long startedTicks, string message) => Crashed.Add((task, message));

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

namespace Partime.Plugins.Cluster;

/// <summary>A range of tasks that a worker has, until its results are there or its node is given up.</summary>
/// <param name="id">Unique in the process of the session, and positive.</param>
/// <param name="worker">The worker.</param>
/// <param name="node">The node that has the worker.</param>
internal sealed class Lease(long id, int worker, Guid node)
{
    /// <summary>Of one block. Partime cuts results off long before.</summary>
    private const int MaxBlockBytes = 256 << 20;

    private MemoryStream? block;

    public long Id => id;

    public int Worker => worker;

    public Guid Node => node;

    /// <summary>When the worker got it.</summary>
    public long BeganTicks { get; } = System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>The tasks that have not been recorded.</summary>
    public required TaskRange Range { get; set; }

    /// <summary>How many of them its worker claims at once.</summary>
    public required long ChunkSize { get; init; }

    /// <summary>How many nodes have been lost with these tasks.</summary>
    public int Losses { get; init; }

    /// <summary>How many parts of its results have arrived.</summary>
    public int Parts { get; private set; }

    /// <returns>A block, if it is complete.</returns>
    /// <exception cref="FormatException">Something is missing, or too long.</exception>
    public byte[]? Add(Results part)
    {
        if (part.Part != Parts || (block?.Length ?? 0) + part.Bytes.Length > MaxBlockBytes)
            throw new FormatException(part.Part != Parts ? $"part {part.Part} of some results came after part {Parts - 1}." : $"a block of results is longer than {MaxBlockBytes:N0} bytes.");
        Parts++;
        if (part.EndsBlock && block is null)
            return part.Bytes;
        block ??= new MemoryStream();
        block.Write(part.Bytes);
        if (!part.EndsBlock)
            return null;
        var whole = block.ToArray();
        block = null;
        return whole;
    }
}

/// <summary>How many tasks a worker should lease.</summary>
/// <param name="Max">So many while much is left.</param>
/// <param name="Min">So many towards the end: fewer would take less time than the messages for them.</param>
internal readonly record struct LeaseSize(long Max, long Min);

/// <summary>What became of results.</summary>
internal enum Outcome
{
    /// <summary>The lease is no longer in force.</summary>
    Dropped,

    /// <summary>More of the lease is to come.</summary>
    Part,

    /// <summary>The lease has ended.</summary>
    Whole,
}

/// <summary>Tasks whose leases have ended without results.</summary>
/// <remarks>If a node was lost, one of its tasks may be the reason. Which one it was is not known, so these tasks go on alone, each in a lease of its own whose worker has no other
/// one: that tells which task was running. One that was there at all losses but the last allowed one goes on at a time per node, so that it costs no others their verdict.</remarks>
internal sealed class UnendedTasks
{
    /// <summary>A task that was running at so many losses is what kills nodes.</summary>
    public const int MaxLosses = 3;

    /// <summary>A long lease goes on in so many pieces at most.</summary>
    private const int MaxPieces = 1000;

    /// <summary>By the number of losses; those that no node was lost with are of any length.</summary>
    private readonly Queue<TaskRange>[] queues = [.. Enumerable.Range(0, MaxLosses).Select(_ => new Queue<TaskRange>())];

    public bool IsEmpty => Array.TrueForAll(queues, queue => queue.Count == 0);

    /// <summary>Whether some must wait until a node has no other one of their kind.</summary>
    public bool HasLastTries => queues[MaxLosses - 1].Count > 0;

    /// <summary>Whether a lease with tasks that were lost so often may be the only one of its kind on a node.</summary>
    public static bool IsLastTry(int losses) => losses >= MaxLosses - 1;

    /// <summary>A worker has given tasks back, or has left.</summary>
    public void Return(TaskRange range, int losses) => queues[losses].Enqueue(range);

    /// <summary>A node was lost with them.</summary>
    /// <param name="range">The tasks.</param>
    /// <param name="losses">How many nodes were lost with them.</param>
    public void Lose(TaskRange range, int losses)
    {
        var piece = Math.Max(1, range.Count / MaxPieces);
        for (var start = range.Start; start < range.End; start += piece)
            queues[Math.Min(losses, MaxLosses - 1)].Enqueue(new TaskRange(start, Math.Min(range.End, start + piece)));
    }

    /// <param name="max">How many tasks, of those that no node was lost with.</param>
    /// <param name="isIdle">Whether the worker has no lease.</param>
    /// <param name="mayTry">Whether its node has no task on its last try.</param>
    public (TaskRange Range, int Losses)? Take(long max, bool isIdle, bool mayTry)
    {
        if (queues[0].TryDequeue(out var range))
        {
            if (range.Count > max)
            {
                queues[0].Enqueue(range with { Start = range.Start + max });
                range = range with { End = range.Start + max };
            }
            return (range, 0);
        }
        for (var losses = 1; isIdle && losses < MaxLosses; losses++)
            if ((mayTry || !IsLastTry(losses)) && queues[losses].TryDequeue(out range))
                return (range, losses);
        return null;
    }
}

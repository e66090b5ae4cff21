namespace Partime.Plugins.Cluster;

/// <summary>A range of tasks that a worker has, until its results are there or its node is given up.</summary>
/// <param name="id">Unique in the process of the session, and positive.</param>
/// <param name="worker">The worker.</param>
internal sealed class Lease(long id, int worker)
{
    /// <summary>Of one block. Partime cuts results off long before.</summary>
    private const int MaxBlockBytes = 256 << 20;

    private MemoryStream? block;

    public long Id => id;

    public int Worker => worker;

    /// <summary>The tasks that have not been recorded.</summary>
    public required TaskRange Range { get; set; }

    /// <summary>How many of them its worker claims at once.</summary>
    public required long ChunkSize { get; init; }

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

/// <summary>Who has which tasks of a run. It ensures that every task is recorded once, whatever nodes do: only the results of a lease that is still
/// in force are recorded, and what a node has left is leased to another one.</summary>
/// <param name="work">Understands results.</param>
/// <param name="board">The board of the run.</param>
/// <param name="workers">How many workers the pool has.</param>
internal sealed class Ledger(INodeWork work, ITaskBoard board, int workers)
{
    /// <summary>Of a lease: claiming them holds the others up.</summary>
    private const int MaxChunks = 10_000;

    private static long lastId;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Lease> leases = [];
    private readonly Queue<TaskRange> returned = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long claimed;
    private long chunk = 1;
    private bool isExhausted;
    private bool isStopping;
    private bool isClosed;

    /// <summary>Completes when no more results can be recorded.</summary>
    public Task Done => done.Task;

    /// <summary>How many results came too late, or twice, and were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether there are tasks for the other workers, too, if one gets a second lease.</summary>
    public bool AreTasksLeft => board.Count - claimed >= workers;

    /// <summary>Leases tasks: first what another node has left.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="tasks">How many tasks it should get. It gets whole chunks.</param>
    /// <returns><see langword="null"/> if there is nothing to do now; there may be later.</returns>
    public Lease? TryLease(int worker, long tasks = 1)
    {
        lock (gate)
        {
            if (isClosed || isStopping)
                return null;
            if (!TryReturned(tasks, out var range) && (isExhausted || !TryClaim(worker, tasks, out range)))
            {
                isExhausted = true;
                CompleteIfOver();
                return null;
            }
            var lease = new Lease(Interlocked.Increment(ref lastId), worker) { Range = range, ChunkSize = chunk };
            leases.Add(lease.Id, lease);
            return lease;
        }
    }

    /// <summary>Records results, unless the lease is no longer in force.</summary>
    /// <param name="results">What has arrived.</param>
    /// <param name="node">Where from.</param>
    /// <exception cref="FormatException">These are no results of that lease.</exception>
    public Outcome Record(Results results, Guid node)
    {
        lock (gate)
        {
            if (isClosed || !leases.TryGetValue(results.Lease, out var lease) || lease.Worker != results.Worker || results.Part < lease.Parts)
            {
                Dropped++;
                return Outcome.Dropped;
            }
            if (lease.Add(results) is not { } block)
                return Outcome.Part;
            lease.Range = lease.Range with { Start = lease.Range.Start + work.Record(board, lease.Range, lease.Worker, node, block, results.ClockOffset) };
            if (lease.Range.Count > 0)
                return Outcome.Part;
            leases.Remove(lease.Id);
            CompleteIfOver();
            return Outcome.Whole;
        }
    }

    /// <summary>A worker gives the rest of its lease back: it was told to stop.</summary>
    public Outcome Return(long id, int worker)
    {
        lock (gate)
        {
            if (!leases.TryGetValue(id, out var lease) || lease.Worker != worker)
                return Outcome.Dropped;
            leases.Remove(id);
            returned.Enqueue(lease.Range);
            CompleteIfOver();
            return Outcome.Whole;
        }
    }

    /// <summary>Takes the leases of workers whose node is silent or gone. Other workers get these tasks.</summary>
    /// <returns>How many tasks that were.</returns>
    public long Requeue(Func<int, bool> isOf)
    {
        lock (gate)
        {
            var tasks = 0L;
            foreach (var lease in leases.Values.Where(lease => isOf(lease.Worker)).ToList())
            {
                leases.Remove(lease.Id);
                returned.Enqueue(lease.Range);
                tasks += lease.Range.Count;
            }
            return tasks;
        }
    }

    /// <summary>Leases no more tasks, because the user has interrupted the session. The run is over when those under way are.</summary>
    public void Stop()
    {
        lock (gate)
        {
            (isExhausted, isStopping) = (true, true);
            CompleteIfOver();
        }
    }

    /// <summary>Ends the run. What comes afterwards is dropped.</summary>
    /// <param name="failure">Why it has failed, if it has.</param>
    public void Close(Exception? failure = null)
    {
        lock (gate)
        {
            isClosed = true;
            if (failure is null)
                done.TrySetResult();
            else
                done.TrySetException(failure);
        }
    }

    /// <summary>A dead node's lease may be long for the worker that gets it.</summary>
    private bool TryReturned(long tasks, out TaskRange range)
    {
        if (!returned.TryDequeue(out range))
            return false;
        if (Math.Max(tasks, chunk) is var most && range.Count > most)
        {
            returned.Enqueue(range with { Start = range.Start + most });
            range = range with { End = range.Start + most };
        }
        return true;
    }

    /// <summary>Claims consecutive chunks, and fewer towards the end, so that no worker is left with much while the others are done.</summary>
    private bool TryClaim(int worker, long tasks, out TaskRange range)
    {
        if (!board.TryClaim(worker, out range))
            return false;
        (claimed, chunk) = (claimed + range.Count, range.Count);
        for (var chunks = 1; chunks < MaxChunks && range.Count < Math.Min(tasks, (board.Count - claimed) / (2L * workers)) && board.TryClaim(worker, out var next); chunks++)
        {
            claimed += next.Count;
            if (next.Start != range.End)
            {
                returned.Enqueue(next);
                break;
            }
            range = range with { End = next.End };
        }
        return true;
    }

    private void CompleteIfOver()
    {
        if (isExhausted && leases.Count == 0 && (isStopping || returned.Count == 0))
            done.TrySetResult();
    }
}

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

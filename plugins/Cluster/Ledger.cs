namespace Partime.Plugins.Cluster;

/// <summary>A range of tasks that a worker has, until its results are there or its node is given up.</summary>
/// <param name="Id">Unique in the process of the session, and positive.</param>
/// <param name="Worker">The worker.</param>
/// <param name="Range">The tasks that have not been recorded.</param>
internal sealed record Lease(long Id, int Worker, TaskRange Range);

/// <summary>Who has which tasks of a run. It ensures that every task is recorded once, whatever nodes do: only the results of a lease that is still
/// in force are recorded, and what a node has left is leased to another one.</summary>
internal sealed class Ledger(INodeWork work, ITaskBoard board)
{
    private static long lastId;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Lease> leases = [];
    private readonly Queue<TaskRange> returned = [];
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isExhausted;
    private bool isStopping;
    private bool isClosed;

    /// <summary>Identifies the run: a node may answer to an earlier one, of this session or of another.</summary>
    public Guid Run { get; } = Guid.NewGuid();

    /// <summary>Completes when no more results can be recorded.</summary>
    public Task Done => done.Task;

    /// <summary>How many tasks were taken from a node that was silent or gone.</summary>
    public long Requeued { get; private set; }

    /// <summary>How many results came too late, or twice, and were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Leases tasks: first what another node has left.</summary>
    /// <returns><see langword="null"/> if there is nothing to do now; there may be later.</returns>
    public Lease? TryLease(int worker)
    {
        lock (gate)
        {
            if (isClosed || isStopping)
                return null;
            if (!returned.TryDequeue(out var range) && (isExhausted || !board.TryClaim(worker, out range)))
            {
                isExhausted = true;
                CompleteIfOver();
                return null;
            }
            var lease = new Lease(Interlocked.Increment(ref lastId), worker, range);
            leases.Add(lease.Id, lease);
            return lease;
        }
    }

    /// <summary>Records a block of results, unless the lease is no longer in force.</summary>
    /// <param name="id">The lease.</param>
    /// <param name="worker">Who says so.</param>
    /// <param name="node">Its node.</param>
    /// <param name="block">As <see cref="INodeWorker.Run"/> has made it.</param>
    /// <param name="clockOffset">From the node's clock to this one.</param>
    /// <exception cref="FormatException">These are no results of that lease.</exception>
    public Outcome Record(long id, int worker, Guid node, byte[] block, long clockOffset)
    {
        lock (gate)
        {
            if (isClosed || !leases.TryGetValue(id, out var lease) || lease.Worker != worker)
            {
                Dropped++;
                return Outcome.Dropped;
            }
            var recorded = work.Record(board, lease.Range, worker, node, block, clockOffset);
            var rest = lease.Range with { Start = lease.Range.Start + recorded };
            if (rest.Count > 0)
            {
                leases[id] = lease with { Range = rest };
                return Outcome.Part;
            }
            leases.Remove(id);
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
            Requeued += tasks;
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

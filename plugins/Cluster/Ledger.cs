namespace Partime.Plugins.Cluster;

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
    private readonly UnendedTasks unended = new();
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long claimed;
    private long chunk = 1;
    private bool hasLost;
    private bool isExhausted;
    private bool isStopping;
    private bool isClosed;

    /// <summary>Completes when no more results can be recorded.</summary>
    public Task Done => done.Task;

    /// <summary>How many results came too late, or twice, and were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether there are leases for the other workers, too, if one gets a second lease.</summary>
    public bool AreLeft(LeaseSize size) => board.Count - claimed >= workers * size.Min;

    /// <summary>Whether tasks wait for the end of another one on their node.</summary>
    public bool HasLastTries => unended.HasLastTries;

    /// <summary>Leases tasks: first what another node has left.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="size">How many tasks it should get. It gets whole chunks.</param>
    /// <param name="node">Its node.</param>
    /// <returns><see langword="null"/> if there is nothing to do now; there may be later.</returns>
    public Lease? TryLease(int worker, LeaseSize size, Guid node = default)
    {
        lock (gate)
        {
            if (isClosed || isStopping || TakeUnended(worker, size.Max, node, out var taken))
                return null;
            if (taken is null && !isExhausted && TryClaim(worker, size, out var range))
                taken = (range, 0);
            if (taken is not { } tasks)
            {
                isExhausted = true;
                CompleteIfOver();
                return null;
            }
            var lease = new Lease(Interlocked.Increment(ref lastId), worker, node) { Range = tasks.Range, ChunkSize = chunk, Losses = tasks.Losses };
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
            unended.Return(lease.Range, lease.Losses);
            CompleteIfOver();
            return Outcome.Whole;
        }
    }

    /// <summary>Takes the leases of workers whose node is silent, gone or lost. Other workers get these tasks.</summary>
    /// <param name="isOf">Whether it is such a worker.</param>
    /// <param name="loss">How the node was lost, if it was. A task that was running at several losses has crashed.</param>
    /// <returns>How many tasks that were.</returns>
    public long Requeue(Func<int, bool> isOf, string? loss = null)
    {
        lock (gate)
        {
            hasLost |= loss is not null;
            var tasks = 0L;
            foreach (var lease in leases.Values.Where(lease => isOf(lease.Worker)).OrderBy(lease => lease.Id).ToList())
            {
                leases.Remove(lease.Id);
                if (loss is not null && lease is { Losses: UnendedTasks.MaxLosses - 1, Range.Count: 1 })
                {
                    work.RecordCrash(board, lease.Range.Start, lease.Worker, lease.Node, lease.BeganTicks, $"The task was running on {UnendedTasks.MaxLosses} nodes when they were lost, so it seems to be the reason. The last one {loss.TrimEnd('.')}.");
                    continue;
                }
                tasks += lease.Range.Count;
                if (loss is null)
                    unended.Return(lease.Range, lease.Losses);
                else
                    unended.Lose(lease.Range, lease.Losses + 1);
            }
            CompleteIfOver();
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

    /// <returns>Whether the worker must have nothing else now.</returns>
    private bool TakeUnended(int worker, long tasks, Guid node, out (TaskRange Range, int Losses)? taken)
    {
        taken = null;
        if (!hasLost && unended.IsEmpty)
            return false;
        var own = leases.Values.Where(lease => lease.Worker == worker).ToList();
        if (own.Exists(lease => lease.Losses > 0))
            return true;
        taken = unended.Take(Math.Max(tasks, chunk), own.Count == 0, !leases.Values.Any(lease => lease.Node == node && UnendedTasks.IsLastTry(lease.Losses)));
        return false;
    }

    /// <summary>Claims consecutive chunks, and fewer towards the end, so that no worker is left with much while the others are done.</summary>
    private bool TryClaim(int worker, LeaseSize size, out TaskRange range)
    {
        if (!board.TryClaim(worker, out range))
            return false;
        (claimed, chunk) = (claimed + range.Count, range.Count);
        for (var chunks = 1; chunks < MaxChunks && range.Count < Math.Min(size.Max, Math.Max((board.Count - claimed) / (2L * workers), size.Min)) && board.TryClaim(worker, out var next); chunks++)
        {
            claimed += next.Count;
            if (next.Start != range.End)
            {
                unended.Return(next, losses: 0);
                break;
            }
            range = range with { End = next.End };
        }
        return true;
    }

    private void CompleteIfOver()
    {
        if (isExhausted && leases.Count == 0 && (isStopping || unended.IsEmpty))
            done.TrySetResult();
    }
}

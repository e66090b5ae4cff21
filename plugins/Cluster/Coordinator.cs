using System.Diagnostics;

namespace Partime.Plugins.Cluster;

/// <summary>Answers the nodes of a pool, which it hears through the grain, and looks for those that are silent.</summary>
/// <param name="work">The work, and its description.</param>
/// <param name="members">The nodes, none of which has joined.</param>
/// <param name="silence">After this time without a sign of life, a node's tasks go to others.</param>
/// <param name="notify">Receives sentences for the user.</param>
internal sealed class Coordinator(INodeWork work, byte[] description, Members members, TimeSpan silence, Action<string> notify)
{
    /// <summary>How long a worker waits for an answer if there is nothing to do, before it asks again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MaxBlock = 1 << 20;

    private readonly Lock gate = new();
    private readonly TaskCompletionSource firstReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource allReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Ledger? run;
    private Exception? failure;
    private bool isStopping, isLeaving, hasRefused;

    public INodeSession? Session { get; init; }

    /// <summary>Completes when one worker is ready. Fails if none will be.</summary>
    public Task FirstReady => firstReady.Task;

    /// <summary>Completes when all workers are ready. Fails if one will not be.</summary>
    public Task AllReady => allReady.Task;

    public Welcome Join(Guid id, int pid, string machine)
    {
        lock (gate)
            return members.Join(id, pid, machine);
    }

    public byte[] ReadWork(int offset) => description[Math.Clamp(offset, 0, description.Length)..Math.Clamp(offset + MaxBlock, 0, description.Length)];

    public byte[] Ask(byte[] question) => work.Answer(question);

    public void SetReady(Guid id, int worker)
    {
        lock (gate)
        {
            if (members.Find(id, worker) is not { } state)
                return;
            state.IsReady = true;
            firstReady.TrySetResult();
            if (members.AreAllReady)
                allReady.TrySetResult();
        }
    }

    public void Fail(Guid id, string message)
    {
        lock (gate)
            if (members.Find(id) is not null)
                FailAll(message);
    }

    public void Begin(Ledger ledger)
    {
        lock (gate)
        {
            (run, isStopping) = (ledger, false);
            if (failure is not null)
                ledger.Close(failure);
            members.WakeAll();
        }
    }

    public void Interrupt()
    {
        lock (gate)
        {
            isStopping = true;
            run?.Stop();
        }
    }

    /// <summary>Nodes are told to leave when they ask next.</summary>
    public void Leave()
    {
        lock (gate)
        {
            (isLeaving, run) = (true, null);
            members.WakeAll();
        }
    }

    public void Record(Guid id, Results results)
    {
        lock (gate)
        {
            members.Find(id)?.See();
            RecordUnderLock(id, results);
        }
    }

    public async ValueTask<Assignment> NextAsync(Guid id, Question question)
    {
        Task woken;
        lock (gate)
        {
            members.Find(id)?.See();
            if (question.Results is not null)
                RecordUnderLock(id, question.Results);
            if (members.Find(id, question.Worker)?.Ask(question) is > 0 and var lost)
                run?.Return(lost, question.Worker);
            if (TryAssign(id, question, out woken) is { } assignment)
                return assignment;
        }
        await Task.WhenAny(woken, Task.Delay(Patience)).ConfigureAwait(false);
        lock (gate)
            return TryAssign(id, question, out _) ?? Assignment.Nothing;
    }

    public Pulse Beat(Guid id)
    {
        lock (gate)
            members.Find(id)?.See();
        return new Pulse(Stopwatch.GetTimestamp(), isStopping);
    }

    /// <summary>Something that connected did not show the join token.</summary>
    public void Refuse()
    {
        if (!Interlocked.Exchange(ref hasRefused, true))
            notify("A connection to the cluster was refused: it did not show the join token of this session.");
    }

    /// <summary>The connection of a node has ended. It may come back.</summary>
    public void Disconnect(Guid id)
    {
        lock (gate)
            if (members.Find(id) is { } node && !isLeaving)
                Suspect(node, "has lost its connection");
    }

    public void Lose(Guid id, string how)
    {
        lock (gate)
            if (members.Find(id) is { } node)
                Lose(node, how);
    }

    /// <summary>The process of a node has ended.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="how">How it ended.</param>
    /// <param name="mayBeReplaced">Whether another one may take its place.</param>
    /// <returns>Whether another one must take its place.</returns>
    public bool Lose(int pid, string how, bool mayBeReplaced)
    {
        lock (gate)
        {
            if (isLeaving)
                return false;
            if (members.OfProcess(pid) is { } node)
                Lose(node, how);
            if (!mayBeReplaced && (members.AreAllGone || !allReady.Task.IsCompleted))
                FailAll($"Nodes end again and again; the last one {how}");
            return mayBeReplaced;
        }
    }

    /// <summary>Whether a node has not joined, or shows no sign of life: it will not leave when it is told.</summary>
    public bool IsSilent(int pid)
    {
        lock (gate)
            return members.OfProcess(pid) is not { IsSuspected: false };
    }

    /// <summary>Looks for nodes that are silent. Called a few times a second.</summary>
    public void Watch()
    {
        lock (gate)
            foreach (var node in members.Nodes)
                if (!isLeaving && Stopwatch.GetElapsedTime(node.SeenTicks) > silence)
                    Suspect(node, $"has been silent for {silence.TotalSeconds} s");
    }

    /// <summary>At the first sign: at worst, some tasks run twice, and the ledger drops what comes second.</summary>
    private void Suspect(NodeState node, string why)
    {
        if (node.IsSuspected)
            return;
        node.IsSuspected = true;
        foreach (var worker in members.WorkersOf(node))
            worker.LoseLeases();
        var tasks = run?.Requeue(node.Has) ?? 0;
        if (run is not null)
            notify($"The node with process {node.Pid} on {node.Machine} {why.TrimEnd('.')}. {(tasks == 0 ? "It had no tasks." : $"Its {tasks:N0} tasks go to others.")}");
        members.WakeAll();
    }

    private void Lose(NodeState node, string how)
    {
        if (node is { IsSuspected: true, IsGone: false })
            notify($"The node with process {node.Pid} on {node.Machine} {how}");
        Suspect(node, how);
        node.IsGone = true;
        foreach (var worker in members.WorkersOf(node))
            worker.IsReady = false;
    }

    private void RecordUnderLock(Guid id, Results results)
    {
        if (members.Find(id, results.Worker) is not { } worker || run is not { } ledger || ledger.Run != results.Run)
            return;
        try
        {
            var isReturned = results.Block.Length == 0;
            if ((isReturned ? ledger.Return(results.Lease, results.Worker) : ledger.Record(results.Lease, results.Worker, id, results.Block, results.ClockOffset)) != Outcome.Whole)
                return;
            worker.LeaseEnded(results.Lease, isReturned);
            worker.Wake();
            if (isReturned)
                members.WakeAll();
        }
        catch (FormatException exception)
        {
            Lose(id, $"sent results that make no sense: {exception.Message}");
        }
    }

    /// <returns><see langword="null"/> if there is nothing to do until <paramref name="woken"/> completes.</returns>
    private Assignment? TryAssign(Guid id, Question question, out Task woken)
    {
        woken = Task.CompletedTask;
        if (isLeaving || members.Find(id, question.Worker) is not { } worker || members.Find(id) is { IsGone: true })
            return Assignment.Leave;
        woken = worker.Woken;
        // What a suspected node has asked for before, it may never see.
        if (members.Find(id) is { IsSuspected: true } || !worker.IsWaiting(question))
            return Assignment.Nothing;
        if (!worker.MayLease || run?.TryLease(question.Worker) is not { } lease)
            return null;
        worker.LeaseBegan(question, lease.Id);
        return new Assignment(AssignmentKind.Lease, run.Run, lease.Id, lease.Range.Start, lease.Range.End);
    }

    private void FailAll(string reason)
    {
        failure ??= new InvalidOperationException(reason);
        firstReady.TrySetException(failure);
        allReady.TrySetException(failure);
        run?.Close(failure);
    }
}

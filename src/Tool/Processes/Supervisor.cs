using System.Collections.Concurrent;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The one thread that starts, watches and reaps the workers of a pool. No other thread touches them, so there are no locks:
/// other threads enqueue a request and wake the supervisor.</summary>
/// <remarks>
/// <code>
///   session ── requests ──────────► wake ─┐
///                                         │                          ┌─► WorkerSet   which workers there are: start, reap
///   workers ── messages ─────────────────┼─► poll ─► this thread ───┤
///           ── output ───────────────────┤    ▲                     └─► PoolRun     what they work on: assign, time limits, verdicts
///           ── exits ────────────────────┘    │
///                                             └── or it is time to look at the board
/// </code>
/// </remarks>
internal sealed class Supervisor : IDisposable
{
    /// <summary>How long workers may take to dispose of their workload, and how long they may go on after they disconnected.</summary>
    public static readonly TimeSpan ExitGrace = Patience.Of(seconds: 3);

    private readonly PoolContext context;
    private readonly PoolShape shape;
    private readonly WorkerSet workerSet;
    private readonly ConcurrentQueue<Action> requests = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerEvents events = WorkerHome.Current.CreateEvents();
    private PoolRun? run;
    private Deadline stopping;

    public Supervisor(PoolContext context, PoolShape shape)
    {
        this.context = context;
        this.shape = shape;
        workerSet = new WorkerSet(context, shape, events);
        try
        {
            new Thread(Supervise) { IsBackground = true, Name = "supervisor" }.Start();
        }
        catch (OutOfMemoryException exception)
        {
            Dispose();
            throw new PartimeException("Worker processes cannot be supervised: no thread can be created. Raise the limits on processes and memory (ulimit -u, ulimit -v).", exception) { NamesLimit = true };
        }
    }

    public PoolUsage Usage => workerSet.Usage;

    /// <summary>What the workers have used since this was last asked. Between runs.</summary>
    /// <returns><see langword="null"/> if no other run should follow: a worker is gone, and a new one would be cold.</returns>
    public PoolUsage? TakeUsage()
    {
        var taken = new TaskCompletionSource<PoolUsage?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Request(() => taken.SetResult(workerSet.IsWhole && !shape.IsOnePerTask && workerSet.Damage is null ? workerSet.TakeUsage() : null));
        return taken.Task.GetAwaiter().GetResult();
    }

    /// <summary>Waits until a worker is ready, or all workers if the pool requires that.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        Request(Begin);
        using var registration = cancellationToken.Register(() => Request(() => started.TrySetCanceled(cancellationToken)));
        started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Waits until no worker touches the board any more.</summary>
    public void Run(Board board, CancellationToken cancellationToken)
    {
        var newRun = new PoolRun(board, context, workerSet, shape);
        Request(() => (run = newRun).Begin());
        using var registration = cancellationToken.Register(() => Request(newRun.Interrupt));
        newRun.Done.GetAwaiter().GetResult();
    }

    /// <summary>Waits until all workers are gone.</summary>
    public void Stop()
    {
        Request(() =>
        {
            stopping = Deadline.After(ExitGrace);
            // Without a run, no more workers are started.
            run?.Fail(new ObjectDisposedException(nameof(ProcessPool), "The pool was disposed of during its run."));
            run = null;
            workerSet.StopAll();
        });
        stopped.Task.GetAwaiter().GetResult();
        if (workerSet.Damage is { } damage)
            throw new BoardOverwrittenException(damage);
    }

    /// <summary>The thread itself calls this when it ends.</summary>
    public void Dispose()
    {
        workerSet.Dispose();
        events.Dispose();
    }

    private void Request(Action request)
    {
        requests.Enqueue(request);
        events.Wake();
    }

    private void Supervise()
    {
        try
        {
            while (!(stopping.IsSet && workerSet.IsEmpty))
            {
                var watched = workerSet.Alive();
                events.Wait(watched, NextCheckMs());
                foreach (var worker in watched)
                    HandleEvents(worker);
                while (requests.TryDequeue(out var request))
                    request();
                CheckWorkers();
            }
            stopped.SetResult();
        }
        catch (Exception exception)
        {
            // A bug of the supervisor: no worker may be left behind, and no caller may wait forever.
            workerSet.KillAll(KillReason.End);
            started.TrySetException(exception);
            run?.Fail(exception);
            stopped.TrySetException(exception);
        }
        finally
        {
            Dispose();
        }
    }

    private void Begin()
    {
        if (!shape.IsOnePerTask)
            workerSet.StartAll();
        CheckStarted();
    }

    /// <summary>After how many milliseconds to check the workers again; -1 if an event will tell.</summary>
    private int NextCheckMs()
    {
        const int Soon = 20;
        return stopping.IsSet || workerSet.Alive().Any(worker => worker.DisconnectedTicks != 0) ? Soon
            : (run?.NextCheckMs() ?? -1) is >= 0 and var next ? next
            // Idle workers of a pool that stays disturb no other run.
            : workerSet.IsEmpty || (run is null && started.Task.IsCompleted) ? -1 : StopWatcher.IntervalMs;
    }

    /// <summary>In this order: output, messages, and then the exit.</summary>
    private void HandleEvents(WorkerProcess worker)
    {
        if (worker.HasOutput)
            worker.ReadOutput();
        var hasExited = worker.HasExited;
        if (worker.HasMessages || hasExited)
            ReceiveMessages(worker);
        if (!hasExited)
            return;
        var status = workerSet.Reap(worker);
        run?.HandleExit(worker, status);
    }

    private void ReceiveMessages(WorkerProcess worker)
    {
        Span<byte> message = stackalloc byte[Channel.MaxMessageBytes];
        int length;
        while ((length = worker.TryReceive(message)) >= 0)
            HandleMessage(worker, message[..length]);
    }

    private void HandleMessage(WorkerProcess worker, ReadOnlySpan<byte> message)
    {
        // Also one that was told to end while it started.
        if (worker.State is WorkerState.Starting or WorkerState.Exiting && Channel.Says(message, MessageKind.Ready, worker.Pid))
            workerSet.MarkReady(worker);
        else if (worker.State == WorkerState.Working && Channel.Says(message, MessageKind.Idle, worker.WorkCount))
            worker.State = WorkerState.Idle;
        else if (worker.State == WorkerState.Starting && Channel.SaysText(message, MessageKind.Unusable))
            workerSet.FatalError ??= WorkloadLifetime.Unusable(message[1..]);
        else if (Channel.SaysText(message, MessageKind.EndFailed) || (worker.State == WorkerState.Exiting && Channel.SaysText(message, MessageKind.Unusable)))
            workerSet.SetEndFault(WorkloadFault.Decode(Encoding.UTF8.GetString(message[1..])));
        else if (Channel.SaysText(message, MessageKind.Overwritten))
            workerSet.Damage ??= Encoding.UTF8.GetString(message[1..]);
        else
            worker.Kill(KillReason.Nonsense);
    }

    private void CheckWorkers()
    {
        workerSet.CheckStops(isUrgent: stopping.IsSet);
        foreach (var worker in workerSet.Alive())
            if (stopping.HasPassed || worker.IsLost)
                worker.Kill(worker.DisconnectedTicks != 0 && !stopping.IsSet ? KillReason.Disconnected : KillReason.End);
        if (workerSet.FatalError is not null && !stopping.IsSet)
            workerSet.KillAll(KillReason.End);
        CheckStarted();
        run?.Advance();
        if (run?.Done.IsCompleted == true)
            run = null;
    }

    private void CheckStarted()
    {
        if (started.Task.IsCompleted)
            return;
        var isStarted = shape.IsOnePerTask || workerSet.AreAllReady || (!shape.AllReady && workerSet.HasReady);
        if (!isStarted)
            workerSet.StartAll();
        // Also one that has just been refused: nothing else would wake this thread.
        if (workerSet.FatalError is { } fatal)
        {
            if (workerSet.IsEmpty)
                started.TrySetException(fatal);
        }
        else if (isStarted)
            started.TrySetResult();
    }
}

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The one thread that starts, hears, watches and buries the workers of a pool. Nothing else touches them, so that
/// nothing is locked; whoever wants something leaves a request and wakes it.</summary>
/// <remarks>
/// <code>
///   requests ──► wake ─┐                       ┌─► WorkerSet: who is there; start, bury
///   messages ──────────┼─► poll ─► one thread ─┤
///   words, ends ───────┘     ▲                 └─► PoolRun: who works on what; verdicts, time limits
///                            └── or it is time to look at the board
/// </code>
/// </remarks>
internal sealed class Supervisor : IDisposable
{
    /// <summary>How long workers have to release what they hold, and how long a cut-off one may take to end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly PoolContext context;
    private readonly PoolShape shape;
    private readonly WorkerSet workerSet;
    private readonly ConcurrentQueue<Action> requests = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int wake;
    private PoolRun? shift;
    private Deadline stopping;
    private PollFd[] polled = new PollFd[1];

    public Supervisor(PoolContext context, PoolShape shape)
    {
        this.context = context;
        this.shape = shape;
        workerSet = new WorkerSet(context, shape);
        wake = LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK);
        if (wake < 0)
            throw new PartimeException($"Worker processes cannot be supervised: {LibC.LastError}. Raise the limit on open files (ulimit -n).") { NamesLimit = true };
        try
        {
            new Thread(Work) { IsBackground = true, Name = "supervisor" }.Start();
        }
        catch (OutOfMemoryException exception)
        {
            _ = LibC.close(wake);
            throw new PartimeException("Worker processes cannot be supervised: no more threads can be created. Raise the limits on processes and memory (ulimit -u, ulimit -v).", exception) { NamesLimit = true };
        }
    }

    public PoolUsage Usage => workerSet.Usage;

    /// <summary>Waits until there is somebody who can work.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        Request(Begin);
        using var registration = cancellationToken.Register(() => Request(() => started.TrySetCanceled(cancellationToken)));
        started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Waits until no worker touches the board any more.</summary>
    public void Run(Board board, CancellationToken cancellationToken)
    {
        var run = new PoolRun(board, context, workerSet, shape);
        Request(() => (shift = run).Begin());
        using var registration = cancellationToken.Register(() => Request(run.Interrupt));
        run.Done.GetAwaiter().GetResult();
    }

    /// <summary>Waits until all workers are gone.</summary>
    public void Stop()
    {
        Request(() =>
        {
            stopping = Deadline.After(Patience);
            // Nobody is hired any more for a run that has not ended.
            shift?.Fail(new ObjectDisposedException(nameof(ProcessPool), "The pool was disposed of in the middle of its run."));
            shift = null;
            workerSet.StopAll();
        });
        stopped.Task.GetAwaiter().GetResult();
    }

    /// <summary>At its very end the thread does this itself.</summary>
    public void Dispose()
    {
        workerSet.Dispose();
        _ = LibC.close(wake);
    }

    private unsafe void Request(Action request)
    {
        requests.Enqueue(request);
        var one = 1L;
        _ = LibC.write(wake, (byte*)&one, sizeof(long));
    }

    private void Work()
    {
        try
        {
            while (!(stopping.IsSet && workerSet.IsGone))
            {
                var watched = workerSet.Alive();
                Wait(watched);
                for (var i = 0; i < watched.Count; i++)
                    Attend(watched[i], polled.AsSpan(1 + (3 * i), 3));
                while (requests.TryDequeue(out var request))
                    request();
                LookAfterAll();
            }
            stopped.SetResult();
        }
        catch (Exception exception)
        {
            // A defect of the supervisor: nobody is left behind, and everybody who waits hears of it.
            workerSet.KillAll(KillReason.End);
            started.TrySetException(exception);
            shift?.Fail(exception);
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
            workerSet.StartInitialWorkers();
        CheckStarted();
    }

    private unsafe void Wait(IReadOnlyList<WorkerProcess> alive)
    {
        if (polled.Length < 1 + (3 * alive.Count))
            polled = new PollFd[1 + (3 * alive.Count)];
        polled[0] = new PollFd { Fd = wake, Events = LibC.POLLIN };
        for (var i = 0; i < alive.Count; i++)
            alive[i].FillPolled(polled.AsSpan(1 + (3 * i)));
        fixed (PollFd* start = polled)
            while (LibC.poll(start, (nuint)(1 + (3 * alive.Count)), NextLookMs()) < 0)
                if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    throw new InvalidOperationException($"Waiting for workers failed: {LibC.LastError}.");
        long wishes;
        _ = LibC.read(wake, (byte*)&wishes, sizeof(long));
    }

    /// <summary>-1 if there is nothing to look at before something happens.</summary>
    private int NextLookMs()
    {
        const int Soon = 20;
        return stopping.IsSet || workerSet.Alive().Any(worker => worker.DisconnectedTicks != 0) ? Soon : shift?.NextLookMs() ?? -1;
    }

    /// <summary>In this order: what it said, then how it ended.</summary>
    private void Attend(WorkerProcess worker, ReadOnlySpan<PollFd> polled)
    {
        if (polled[1].Returned != 0)
            worker.ReadErrors();
        var hasEnded = polled[2].Returned != 0;
        if (polled[0].Returned != 0 || hasEnded)
            Hear(worker);
        if (!hasEnded)
            return;
        var status = workerSet.Reap(worker);
        shift?.Died(worker, status);
    }

    private void Hear(WorkerProcess worker)
    {
        Span<byte> message = stackalloc byte[Channel.Longest];
        int length;
        while (worker.DisconnectedTicks == 0 && (length = worker.Channel.TryReceive(message)) >= 0)
            if (length == 0)
                worker.MarkDisconnected();
            else
                Heard(worker, message[..length]);
    }

    private void Heard(WorkerProcess worker, ReadOnlySpan<byte> message)
    {
        switch (message[0])
        {
            case MessageKind.Ready:
                workerSet.IsReady(worker);
                break;
            case MessageKind.Idle when worker.State == WorkerState.Working:
                worker.State = WorkerState.Idle;
                break;
            case MessageKind.Unusable:
                workerSet.Fatal ??= new PartimeException(Encoding.UTF8.GetString(message[1..]));
                break;
            case MessageKind.Remark:
                workerSet.Remark(Encoding.UTF8.GetString(message[1..]));
                break;
        }
    }

    private void LookAfterAll()
    {
        foreach (var worker in workerSet.Alive())
            if (stopping.HasPassed || (worker.DisconnectedTicks != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(worker.DisconnectedTicks) > Patience))
                worker.Kill(worker.DisconnectedTicks != 0 && !stopping.IsSet ? KillReason.Disconnected : KillReason.End);
        if (workerSet.Fatal is not null && !stopping.IsSet)
            workerSet.KillAll(KillReason.End);
        CheckStarted();
        shift?.Advance();
        if (shift?.Done.IsCompleted == true)
            shift = null;
    }

    private void CheckStarted()
    {
        if (started.Task.IsCompleted)
            return;
        if (workerSet.Fatal is { } fatal)
        {
            if (workerSet.IsGone)
                started.TrySetException(fatal);
        }
        else if (shape.IsOnePerTask || workerSet.IsComplete || (!shape.AllReady && workerSet.HasReady))
            started.TrySetResult();
        else
            workerSet.StartInitialWorkers();
    }
}

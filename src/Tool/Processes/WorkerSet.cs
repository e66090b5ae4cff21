using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The workers of a pool: who is there, who may still be started, and what they took.</summary>
internal sealed unsafe class WorkerSet : IDisposable
{
    /// <summary>So many processes may die one after the other before any gets ready: more will not help.</summary>
    private const int StartsTried = 3;

    private readonly SharedBoardMemory memory;
    private readonly PoolShape shape;
    private readonly WorkerCommand command;
    private readonly WorkerProcess?[] seats;
    private readonly UsageLedger ledger;
    private readonly List<WorkerProcess> alive = [];
    private readonly int nullDevice = WorkerDescriptors.MoveAbove(LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));
    private int capacity;
    private int failedStarts;

    public WorkerSet(PoolContext context, PoolShape shape)
    {
        memory = context.Memory;
        this.shape = shape;
        memory.MaxTasksPerWorker = shape.IsOnePerTask ? 1 : context.Rules.MaxTasksPerWorker;
        command = new WorkerCommand(WorkerProgram.Argument, memory.TotalBytes);
        seats = new WorkerProcess?[shape.Workers];
        ledger = new UsageLedger(shape);
        capacity = shape.Workers;
    }

    /// <summary>Why no worker can ever work, once that is known.</summary>
    public Exception? Fatal { get; set; }

    public PoolUsage Usage => ledger.ToUsage();

    public bool IsGone => alive.Count == 0;

    public bool HasReady { get; private set; }

    /// <summary>Whether everybody who was started is ready.</summary>
    public bool IsComplete => Starting == 0 && alive.Count >= Math.Min(capacity, Wanted);

    public int Starting => alive.Count(worker => worker.State == WorkerState.Starting);

    /// <summary>More would find nothing to do.</summary>
    private long Wanted
    {
        get
        {
            var chunk = memory.Head.ChunkSize.Number ?? 1;
            return Math.Min(shape.Workers, (memory.Layout.Tasks + chunk - 1) / chunk);
        }
    }

    /// <summary>A snapshot, as workers come and go meanwhile.</summary>
    public IReadOnlyList<WorkerProcess> Alive() => [.. alive];

    public WorkerRecord* RecordOf(WorkerProcess worker) => memory.Records + worker.Number;

    public void StartInitialWorkers()
    {
        // All in a burst: they start beside each other.
        while (alive.Count < Wanted && TryStart())
            alive[^1].IsTimedFromTheRun = shape.AllReady;
    }

    /// <returns>Whether there is a new worker.</returns>
    public bool TryStart()
    {
        if (alive.Count >= capacity || Fatal is not null)
            return false;
        var number = Array.FindIndex(seats, seat => seat is null);
        memory.Records[number].Clear();
        try
        {
            var worker = WorkerProcess.Start(number, command, memory, nullDevice);
            seats[number] = worker;
            alive.Add(worker);
            ledger.Started();
            return true;
        }
        catch (WorkerStartException exception)
        {
            Refused(exception.Message);
            return false;
        }
    }

    public void IsReady(WorkerProcess worker)
    {
        worker.State = WorkerState.Idle;
        HasReady = true;
        failedStarts = 0;
        ledger.Ready(Stopwatch.GetElapsedTime(worker.SpawnedTicks, RecordOf(worker)->ReadyTicks));
    }

    public ExitStatus Reap(WorkerProcess worker)
    {
        var neverReady = worker.State == WorkerState.Starting;
        var (status, usage) = worker.Reap();
        seats[worker.Number] = null;
        alive.Remove(worker);
        ledger.Ended(worker, usage, in *RecordOf(worker));
        if (neverReady && worker.KilledFor is KillReason.None or KillReason.Disconnected)
            FailedToStart(worker, status);
        return status;
    }

    public void Remark(string remark) => ledger.Remark = remark;

    public void KillAll(KillReason reason)
    {
        foreach (var worker in alive)
            worker.Kill(reason);
    }

    /// <summary>Has everybody end: those at rest release what they hold, the others have nothing to lose.</summary>
    public void StopAll()
    {
        foreach (var worker in alive)
            if (worker.State == WorkerState.Idle)
            {
                worker.LookAtMemory();
                worker.State = WorkerState.Leaving;
                worker.Ask(MessageKind.Leave);
            }
            else if (worker.State != WorkerState.Leaving)
                worker.Kill(KillReason.End);
    }

    public void Dispose()
    {
        command.Dispose();
        _ = LibC.close(nullDevice);
    }

    private void FailedToStart(WorkerProcess worker, ExitStatus status)
    {
        var words = worker.OutputTail.ToString();
        var reason = $"worker process {worker.Pid} {status} before it was ready{(words.Length > 0 ? $": {words}" : "")}";
        if (++failedStarts < StartsTried)
            return;
        if (alive.Count > 0)
            ReduceCapacity(alive.Count, reason);
        else
            Fatal ??= new PartimeException($"Worker processes do not start: {reason}");
    }

    private void Refused(string reason)
    {
        if (alive.Count > 0)
            ReduceCapacity(alive.Count, reason);
        else
            Fatal ??= new PartimeException($"No worker process can be started: {reason}. Raise the limits on processes and open files (ulimit -u, ulimit -n), or choose an executor without processes.") { NamesLimit = true };
    }

    private void ReduceCapacity(int workers, string reason)
    {
        capacity = Math.Min(capacity, workers);
        Remark($"Only {capacity} of {shape.Workers} worker processes could be had at once: {reason}.");
    }
}

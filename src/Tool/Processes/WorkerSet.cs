using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>The workers of a pool: starts and reaps them, and adds up what they used.</summary>
internal sealed unsafe class WorkerSet : IDisposable
{
    /// <summary>How many processes in a row may die before they are ready.</summary>
    private const int MaxFailedStarts = 3;

    private readonly SharedBoardMemory memory;
    private readonly PoolShape shape;
    private readonly WorkerCommand command;
    private readonly WorkerProcess?[] slots;
    private readonly UsageTotals totals;
    private readonly List<WorkerProcess> alive = [];
    private readonly int nullDevice = WorkerDescriptors.MoveAbove(LibC.open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC, 0));
    private int capacity;
    private int failedStarts;
    private Deadline nextStopCheck;

    public WorkerSet(PoolContext context, PoolShape shape)
    {
        memory = context.Memory;
        this.shape = shape;
        memory.MaxTasksPerWorker = shape.IsOnePerTask ? 1 : context.Rules.MaxTasksPerWorker;
        command = new WorkerCommand(WorkerProgram.Argument, memory);
        slots = new WorkerProcess?[shape.Workers];
        totals = new UsageTotals(shape.Workers);
        capacity = shape.Workers;
    }

    /// <summary>Why no worker can ever work, once that is known.</summary>
    public Exception? FatalError { get; set; }

    /// <summary>What gave away that something has overwritten the workers' records; <see langword="null"/> if nothing did.</summary>
    public string? Damage { get; set; }

    public PoolUsage Usage => totals.ToUsage();

    public bool IsEmpty => alive.Count == 0;

    public bool HasReady { get; private set; }

    /// <summary>Whether all workers that can be of use are started and ready.</summary>
    public bool AreAllReady => StartingCount == 0 && alive.Count >= Math.Min(capacity, UsefulWorkers);

    public int StartingCount => alive.Count(worker => worker.State == WorkerState.Starting);

    /// <summary>More workers than chunks would find nothing to do.</summary>
    private long UsefulWorkers
    {
        get
        {
            var chunk = memory.Settings.ChunkSize.First;
            return Math.Min(shape.Workers, (memory.Settings.Tasks + chunk - 1) / chunk);
        }
    }

    /// <summary>A copy of the list, as workers may be started and reaped while it is read.</summary>
    public IReadOnlyList<WorkerProcess> Alive() => [.. alive];

    public WorkerRecord* RecordOf(WorkerProcess worker) => memory.Records + worker.Number;

    /// <summary>Starts all workers, without waiting for one before the next is started.</summary>
    public void StartAll()
    {
        while (alive.Count < UsefulWorkers && TryStart())
            alive[^1].ExcludesStartup = shape.AllReady;
    }

    /// <returns>Whether there is a new worker.</returns>
    public bool TryStart()
    {
        if (alive.Count >= capacity || FatalError is not null)
            return false;
        var number = Array.FindIndex(slots, slot => slot is null);
        memory.Records[number].Clear();
        try
        {
            var worker = WorkerProcess.Start(number, command, memory, nullDevice);
            slots[number] = worker;
            alive.Add(worker);
            totals.AddStart();
            return true;
        }
        catch (WorkerStartException exception)
        {
            HandleRefusedStart(exception.Message);
            return false;
        }
    }

    public void MarkReady(WorkerProcess worker)
    {
        worker.State = WorkerState.Idle;
        HasReady = true;
        failedStarts = 0;
        var ready = RecordOf(worker)->ReadyTicks;
        if (ready >= worker.SpawnedTicks && ready <= Stopwatch.GetTimestamp())
            totals.AddReady(Stopwatch.GetElapsedTime(worker.SpawnedTicks, ready));
        else
            Damage ??= WorkerRecord.Damage;
    }

    public ExitStatus Reap(WorkerProcess worker)
    {
        var wasStarting = worker.State == WorkerState.Starting;
        var (status, usage) = worker.Reap();
        slots[worker.Number] = null;
        alive.Remove(worker);
        var record = *RecordOf(worker);
        // What it has written itself lacks only what it used after its last task.
        var used = usage ?? ResourceUsage.Of(record.UserTicks, record.SystemTicks);
        if (!record.HasPossibleUsage(used, Stopwatch.GetElapsedTime(worker.SpawnedTicks)))
        {
            Damage ??= WorkerRecord.Damage;
            used = usage ?? default;
            record.Clear();
        }
        totals.AddEnd(worker, used, in record);
        if (wasStarting && worker.KilledFor is KillReason.None or KillReason.Disconnected or KillReason.Nonsense)
            HandleFailedStart(worker, status);
        return status;
    }

    public void SetRemark(string remark) => totals.Remark = remark;

    public void SetEndFault(WorkloadFault fault) => totals.EndFault ??= fault;

    /// <summary>Notices workers that were stopped by a signal.</summary>
    public void CheckStops(bool isUrgent)
    {
        if (!isUrgent && !nextStopCheck.HasPassed && nextStopCheck.IsSet)
            return;
        nextStopCheck = Deadline.After(TimeSpan.FromMilliseconds(StopWatcher.IntervalMs));
        foreach (var worker in alive)
        {
            worker.Stops.Check(worker.Pid);
            totals.WasStopped |= worker.Stops.WasContinued(didMore: false);
        }
    }

    public void KillAll(KillReason reason)
    {
        foreach (var worker in alive)
            worker.Kill(reason);
    }

    /// <summary>Ends all workers. Idle ones may dispose of their workload; the others are killed.</summary>
    public void StopAll()
    {
        foreach (var worker in alive)
            if (worker.State == WorkerState.Idle)
            {
                worker.ReadPeakRss();
                worker.State = WorkerState.Exiting;
                worker.Send(MessageKind.Exit);
            }
            else if (worker.State != WorkerState.Exiting)
                worker.Kill(KillReason.End);
    }

    public void Dispose()
    {
        command.Dispose();
        _ = LibC.close(nullDevice);
    }

    /// <summary>The process was started and died before it was ready.</summary>
    private void HandleFailedStart(WorkerProcess worker, ExitStatus status)
    {
        var output = worker.OutputTail.ToString();
        var reason = $"worker process {worker.Pid} {status} before it was ready{(output.Length > 0 ? $": {output}" : "")}";
        if (++failedStarts < MaxFailedStarts && OwnFiles.Change is null)
            return;
        if (alive.Count > 0)
            ReduceCapacity(reason);
        else
            FatalError ??= new PartimeException(OwnFiles.Change ?? $"Worker processes do not start: {reason}");
    }

    /// <summary>The system did not start the process.</summary>
    private void HandleRefusedStart(string reason)
    {
        if (alive.Count > 0)
            ReduceCapacity(reason);
        else if (OwnFiles.Change is { } change)
            FatalError ??= new PartimeException(change);
        else
            FatalError ??= new PartimeException($"No worker process can be started: {reason}. Raise the limits on processes and open files (ulimit -u, ulimit -n), or choose an executor without processes.") { NamesLimit = true };
    }

    private void ReduceCapacity(string reason)
    {
        capacity = Math.Min(capacity, alive.Count);
        SetRemark($"Only {capacity} of {shape.Workers} worker processes could be started: {reason}.");
    }
}

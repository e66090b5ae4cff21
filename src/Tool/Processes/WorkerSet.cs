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
    private readonly WorkerStarter starter;
    private readonly WorkerEvents events;
    private readonly WorkerProcess?[] slots;
    private readonly int firstRecord;
    private readonly bool hasWarmTasks;
    private UsageTotals totals;
    private readonly List<WorkerProcess> alive = [];
    private int capacity;
    private int failedStarts;
    private Deadline nextStopCheck;

    public WorkerSet(PoolContext context, PoolShape shape, WorkerEvents events)
    {
        this.events = events;
        memory = context.Memory;
        this.shape = shape;
        (firstRecord, hasWarmTasks) = (context.FirstRecord, context.Rules.WarmTasks > 0);
        MaxTasksPerWorker = shape.IsOnePerTask ? 1 : context.Rules.MaxTasksPerWorker;
        starter = WorkerHome.Current.StarterOf(WorkerProgram.Argument, memory, new PoolArguments(firstRecord, MaxTasksPerWorker, shape.IsTrial || shape.IsOnePerTask ? 0 : context.Rules.WarmTasks));
        slots = new WorkerProcess?[shape.Workers];
        totals = new UsageTotals(shape.Workers);
        capacity = shape.Workers;
    }

    /// <summary>Why no worker can ever work, once that is known.</summary>
    public Exception? FatalError { get; set; }

    /// <summary>What gave away that something has overwritten the workers' records; <see langword="null"/> if nothing did.</summary>
    public string? Damage { get; set; }

    public PoolUsage Usage => FatalError is null ? totals.ToUsage() : totals.ToUsage() with { Remark = null };

    /// <summary>After how many tasks a worker ends; 0 for no limit.</summary>
    public int MaxTasksPerWorker { get; }

    /// <summary>Whether all that were started are still there, with the code that they have compiled.</summary>
    public bool IsWhole { get; private set; } = true;

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

    public WorkerRecord* RecordOf(WorkerProcess worker) => memory.Records + firstRecord + worker.Number;

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
        memory.Records[firstRecord + number].Clear();
        try
        {
            var worker = starter.Start(number, events);
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
        if (worker.State == WorkerState.Starting)
            worker.State = WorkerState.Idle;
        HasReady = true;
        failedStarts = 0;
        var record = *RecordOf(worker);
        if (record.ReadyTicks >= worker.SpawnedTicks && record.ReadyTicks <= Stopwatch.GetTimestamp())
            totals.AddReady(Stopwatch.GetElapsedTime(worker.SpawnedTicks, record.ReadyTicks));
        else
            Damage ??= WorkerRecord.Damage;
        if (worker.ExcludesStartup)
            worker.Counted = record;
    }

    /// <summary>What the workers have used since this was last asked. They are idle.</summary>
    public PoolUsage TakeUsage()
    {
        CheckStops(isUrgent: true);
        foreach (var worker in alive)
        {
            worker.ReadPeakRss();
            var record = *RecordOf(worker);
            AddUsage(worker, ResourceUsage.Of(record.UserTicks, record.SystemTicks), record);
            worker.Counted = record;
            worker.Stops.Forget();
        }
        var usage = Usage;
        totals = totals.Next(alive.Count);
        return usage;
    }

    public ExitStatus Reap(WorkerProcess worker)
    {
        var wasStarting = worker.State == WorkerState.Starting;
        var (status, usage) = worker.Reap();
        slots[worker.Number] = null;
        alive.Remove(worker);
        IsWhole = false;
        var record = *RecordOf(worker);
        // What it has written itself lacks only what it used after its last task. What was seen of it lacks what it used after that.
        AddUsage(worker, usage ?? ResourceUsage.Of(Math.Max(record.UserTicks, worker.SeenUsage.User.Ticks), Math.Max(record.SystemTicks, worker.SeenUsage.System.Ticks)), record);
        if (FatalError is null && Damage is null && WorkloadLifetime.EndFault(worker, in record, status) is { } fault)
            SetEndFault(fault);
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

    /// <summary>Ends all workers. Those that have a workload may dispose of it, unless they are busy; the others are killed.</summary>
    public void StopAll()
    {
        foreach (var worker in alive)
        {
            worker.ReadPeakRss();
            if (worker.State == WorkerState.Idle || (worker.State == WorkerState.Starting && !WorkerRecord.TryPreventLoading(ref *RecordOf(worker))))
            {
                worker.Send(MessageKind.Stop);
                worker.Send(MessageKind.Exit);
                worker.State = WorkerState.Exiting;
            }
            else if (worker.State != WorkerState.Exiting)
                worker.Kill(KillReason.End);
        }
    }

    public void Dispose() => starter.Dispose();

    private void AddUsage(WorkerProcess worker, ResourceUsage used, in WorkerRecord record)
    {
        if (record.HasPossibleUsage(used, Stopwatch.GetElapsedTime(worker.SpawnedTicks)) && record.CanFollow(in worker.Counted))
            totals.Add(worker, used, in record);
        else
            Damage ??= WorkerRecord.Damage;
    }

    /// <summary>The process was started and died before it was ready.</summary>
    private void HandleFailedStart(WorkerProcess worker, ExitStatus status)
    {
        var output = worker.OutputTail.ToString();
        var reason = $"worker process {worker.Pid} {status} before it was ready{(hasWarmTasks ? ", in its start or in a warm task" : "")}{(output.Length > 0 ? $": {output}" : "")}";
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

using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Adds up what workers used.</summary>
internal sealed class UsageTotals(int workers)
{
    private readonly TimeSpan?[] cpu = new TimeSpan?[workers];
    private readonly long[] peakRss = new long[workers];
    private TimeSpan user, system, pause, boot;
    private TimeSpan? cpuWait = TimeSpan.Zero;
    private GcCounts? gc = new GcCounts();
    private Compilation compilation;
    private int started, ready;

    public string? Remark { get; set; }

    public WorkloadFault? EndFault { get; set; }

    public bool WasStopped { get; set; }

    public void AddStart() => started++;

    public void AddReady(TimeSpan bootTime)
    {
        ready++;
        boot += bootTime;
    }

    /// <summary>Adds what a worker has used that was not counted before.</summary>
    public void Add(WorkerProcess worker, ResourceUsage usage, in WorkerRecord record)
    {
        ref readonly var counted = ref worker.Counted;
        var usedUser = usage.User - TimeSpan.FromTicks(counted.UserTicks);
        var usedSystem = usage.System - TimeSpan.FromTicks(counted.SystemTicks);
        user += usedUser;
        system += usedSystem;
        cpu[worker.Number] = (cpu[worker.Number] ?? default) + usedUser + usedSystem;
        peakRss[worker.Number] = Math.Max(peakRss[worker.Number], Math.Max(worker.PeakRss, record.PeakRss));
        pause += TimeSpan.FromTicks(record.PauseTicks - counted.PauseTicks);
        cpuWait = record.CpuWaitTicks < 0 ? null : cpuWait + TimeSpan.FromTicks(record.CpuWaitTicks - counted.CpuWaitTicks);
        // One that died in a task has not told.
        gc = worker.State != WorkerState.Idle && record is { TasksStarted: > 0, Exiting: 0 } ? null : gc + (record.Gc - counted.Gc);
        WasStopped |= worker.Stops.WasContinued(didMore: record.Exiting != 0);
        compilation += new Compilation(record.CompiledMethods - counted.CompiledMethods, TimeSpan.FromTicks(record.CompileTicks - counted.CompileTicks));
    }

    /// <summary>The totals of the next run of the same workers, which have started long ago.</summary>
    public UsageTotals Next(int alive) => new(cpu.Length) { started = alive, Remark = Remark };

    public PoolUsage ToUsage() => new()
    {
        Processes = started,
        BootMean = ready > 0 ? boot / ready : null,
        User = user,
        System = system,
        CpuByWorker = Known(cpu),
        PeakRssBytes = Sum(peakRss),
        GcPause = pause,
        Gc = gc,
        CpuWait = cpuWait,
        Compilation = compilation,
        Remark = Remark,
        EndFault = EndFault,
        WasStopped = WasStopped,
    };

    private static TimeSpan[] Known(TimeSpan?[] times)
    {
        var known = new TimeSpan[times.Length];
        var count = 0;
        foreach (var time in times)
            if (time is { } value)
                known[count++] = value;
        return known[..count];
    }

    private static long Sum(long[] numbers)
    {
        var sum = 0L;
        foreach (var number in numbers)
            sum += number;
        return sum;
    }
}

using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>Adds up what workers took.</summary>
internal sealed class UsageLedger(PoolShape shape)
{
    private readonly TimeSpan?[] cpu = new TimeSpan?[shape.Workers];
    private readonly long[] peakRss = new long[shape.Workers];
    private TimeSpan user, system, pause, boot;
    private int started, ready;

    public string? Remark { get; set; }

    public void Started() => started++;

    public void Ready(TimeSpan afterItsStart)
    {
        ready++;
        boot += afterItsStart;
    }

    public void Ended(WorkerProcess worker, ResourceUsage usage, in WorkerRecord record)
    {
        var usedUser = usage.User - (worker.IsTimedFromTheRun ? TimeSpan.FromTicks(record.UserTicksBefore) : default);
        var usedSystem = usage.System - (worker.IsTimedFromTheRun ? TimeSpan.FromTicks(record.SystemTicksBefore) : default);
        user += usedUser;
        system += usedSystem;
        cpu[worker.Number] = (cpu[worker.Number] ?? default) + usedUser + usedSystem;
        peakRss[worker.Number] = Math.Max(peakRss[worker.Number], Math.Max(worker.PeakRss, record.PeakRss));
        pause += TimeSpan.FromTicks(record.PauseTicks);
    }

    public PoolUsage ToUsage() => new()
    {
        Processes = started,
        BootMean = ready > 0 ? boot / ready : null,
        User = user,
        System = system,
        CpuByWorker = [.. cpu.OfType<TimeSpan>()],
        PeakRssBytes = peakRss.Sum(),
        GcPause = pause,
        Remark = Remark,
    };
}

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>Times a run, in the process of the session or in the process of an isolated run.</summary>
internal static class RunStopwatch
{
    /// <summary>Times start-up, work and shutdown of the pool. A failure is part of the measurement: the time until then was spent, and the pool
    /// still has to be disposed of.</summary>
    /// <param name="executor">Runs the tasks.</param>
    /// <param name="board">The tasks.</param>
    /// <param name="workers">The number of workers.</param>
    /// <param name="withReadings">Whether to read the system's counters just outside of the timed part.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="PartimeException">Every further run would fail as well, until the user changes something.</exception>
    public static async ValueTask<RunMeasurement> AroundAsync(IExecutor executor, Board board, int workers, bool withReadings, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        IWorkerPool? pool = null;
        var counters = RunCounters.Begin(withReadings);
        var (asked, ready) = (Stopwatch.GetTimestamp(), 0L);
        try
        {
            pool = await executor.StartAsync(new PoolRequest { Workers = workers }, cancellationToken).ConfigureAwait(false) ?? throw NoPool();
            ready = Stopwatch.GetTimestamp();
            await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        var done = Stopwatch.GetTimestamp();
        var shutdownFault = await DisposeAsync(pool).ConfigureAwait(false);
        var gone = Stopwatch.GetTimestamp();
        var counted = counters.End();
        fault = shutdownFault is BoardOverwrittenException ? shutdownFault : fault ?? shutdownFault;
        return Measured(new RunTimes(asked, pool is null ? done : ready, done, gone), counted, counted.CostsOf(pool), fault, cancellationToken);
    }

    public static InvalidOperationException NoPool() => new("The executor's StartAsync returned no pool.");

    /// <exception cref="PartimeException">That is the fault.</exception>
    public static RunMeasurement Measured(RunTimes times, CountedRun counted, RunCosts costs, Exception? fault, CancellationToken cancellationToken)
    {
        if (fault is PartimeException)
            ExceptionDispatchInfo.Throw(fault);
        var wasCancelled = cancellationToken.IsCancellationRequested && fault is OperationCanceledException;
        return new RunMeasurement(times, costs, wasCancelled ? null : TextOf(fault))
        {
            Readings = counted.Readings,
            IsOverwritten = fault is BoardOverwrittenException,
        };
    }

    /// <returns>Why it failed.</returns>
    public static async ValueTask<Exception?> DisposeAsync(IWorkerPool? pool)
    {
        try
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static string? TextOf(Exception? fault) => fault switch
    {
        null => null,
        BrokenPoolException => fault.Message,
        BoardOverwrittenException => BoardOverwrittenException.Sentence(fault.Message),
        _ => $"{fault.GetType().Name}: {FaultMessage.Of(fault)}",
    };
}

/// <summary>The counters of this process and of the system just before the timed part.</summary>
internal sealed record RunCounters(SystemReading? System, ThreadWaits Waits, CpuTime Cpu, CpuTime Children, GcCounts Gc)
{
    public static RunCounters Begin(bool withReadings) => new(withReadings ? SystemReading.Take() : null, ThreadWaits.Begin(), CpuTime.Now(), CpuTime.OfChildren(), GcCounts.Now());

    /// <summary>Called just after the timed part.</summary>
    public CountedRun End()
    {
        // First, as what follows allocates.
        var collected = GcCounts.Now() - Gc;
        var used = CpuTime.Now() - Cpu;
        return new CountedRun(used, CpuTime.OfChildren() - Children, collected, System is null ? null : (System, SystemReading.Take()), Waits.End());
    }
}

/// <summary>What the counters showed.</summary>
/// <param name="Cpu">Of this process.</param>
/// <param name="Children">Of the programs that tasks have started in it, unless it had worker processes, which count themselves.</param>
/// <param name="Gc">Of this process.</param>
/// <param name="Readings">Of the system.</param>
/// <param name="CpuWait">How long workers waited for a CPU.</param>
internal sealed record CountedRun(CpuTime Cpu, CpuTime Children, GcCounts Gc, (SystemReading Before, SystemReading After)? Readings, TimeSpan? CpuWait)
{
    /// <param name="pool">The pool.</param>
    /// <param name="usage">What its worker processes have used in the run, if they are still there.</param>
    public RunCosts CostsOf(IWorkerPool? pool, PoolUsage? usage = null) => pool switch
    {
        IMeasuredPool processes => RunCosts.Of(Cpu, usage ?? processes.Usage),
        IThreadedPool threads => new RunCosts(Cpu + Children) { CpuWait = threads.CpuWait, Gc = Gc },
        _ => new RunCosts(Cpu + Children) { CpuWait = CpuWait, Gc = Gc },
    };
}

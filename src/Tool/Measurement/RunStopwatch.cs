using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>The stopwatch around a run: held by the session, or by the process that the run has to itself.</summary>
internal static class RunStopwatch
{
    /// <summary>Pool creation, work and shutdown, as a stopwatch around the whole would show them, or around the work alone if
    /// the pool is warm. What fails is told: the time until then was spent all the same, and the pool still has to go.</summary>
    /// <param name="executor">Who runs it.</param>
    /// <param name="board">What is run.</param>
    /// <param name="workers">With how many.</param>
    /// <param name="isWarm">Whether the pool is made before and goes after.</param>
    /// <param name="withReadings">Whether to read what the system counts, too, just outside of what is timed.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="PartimeException">It fails for every run, as the user has to mend it.</exception>
    public static async ValueTask<RunMeasurement> AroundAsync(IExecutor executor, Board board, int workers, bool isWarm, bool withReadings, CancellationToken cancellationToken)
    {
        SystemReading? Reading() => withReadings ? SystemReading.Take() : null;
        Exception? fault = null;
        IWorkerPool? pool = null;
        var before = Reading();
        var cpu = CpuTime.Now();
        var (asked, ready) = (Stopwatch.GetTimestamp(), 0L);
        try
        {
            pool = await executor.StartAsync(new PoolRequest { Workers = workers, AllReady = isWarm }, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The executor's StartAsync gave no pool.");
            if (isWarm)
                (before, cpu) = (Reading(), CpuTime.Now());
            ready = Stopwatch.GetTimestamp();
            await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        var done = Stopwatch.GetTimestamp();
        var used = CpuTime.Now() - cpu;
        var after = isWarm ? Reading() : null;
        try
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault ??= exception;
        }
        if (fault is PartimeException)
            ExceptionDispatchInfo.Throw(fault);
        var times = new RunTimes(asked, pool is null ? done : ready, done, Stopwatch.GetTimestamp());
        if (!isWarm)
            used = CpuTime.Now() - cpu;
        return new RunMeasurement(
            isWarm ? times.WithoutPool() : times,
            RunCosts.Of(used, (pool as IMeasuredPool)?.Usage),
            fault is null || (cancellationToken.IsCancellationRequested && fault is OperationCanceledException) ? null : Words(fault))
        {
            Readings = before is null ? null : (before, (after ?? Reading())!),
        };
    }

    private static string Words(Exception fault) =>
        fault is BrokenPoolException ? fault.Message : $"{fault.GetType().Name}: {Faults.MessageOf(fault)}";
}

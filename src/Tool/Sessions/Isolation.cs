using System.Diagnostics;
using System.Runtime.InteropServices;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Sessions;

/// <summary>Which executors get a fresh process for each of their runs, and how that process constructs them.</summary>
internal sealed class Isolation
{
    private readonly Dictionary<string, byte[]> activations;

    /// <param name="executors">All executors of the session.</param>
    /// <param name="isRequested">Whether executors that would run tasks in this process get one of their own.</param>
    public Isolation(IEnumerable<LoadedExecutor> executors, bool isRequested) => activations = executors
        .Where(executor => isRequested && executor.Executor is not (ProcessExecutor or NodeSessionExecutor))
        .ToDictionary(executor => executor.Info.Name, executor => executor.ToActivation().ToBytes());

    /// <summary>The executors.</summary>
    public IReadOnlyCollection<string> Names => activations.Keys;

    /// <summary>The space that the longest activation needs.</summary>
    public int MaxActivationBytes
    {
        get
        {
            var max = 0;
            foreach (var activation in activations.Values)
                max = Math.Max(max, activation.Length);
            return max;
        }
    }

    /// <summary>What measures the runs of an executor; <see langword="null"/> for those that this process measures.</summary>
    public Func<string, IRunner?> RunnersOn(BoardMemory memory, bool isWarm, int warmTasks) =>
        executor => activations.TryGetValue(executor, out var activation) ? new IsolatedRunner((SharedBoardMemory)memory, activation, isWarm, warmTasks) : null;
}

/// <summary>Measures one run in a fresh process.</summary>
/// <param name="memory">The board, which that process attaches.</param>
/// <param name="activation">The executor, as bytes.</param>
/// <param name="isWarm">Whether its pool starts before the stopwatch.</param>
/// <param name="warmTasks">How many tasks each worker runs before that.</param>
internal sealed class IsolatedRunner(SharedBoardMemory memory, byte[] activation, bool isWarm, int warmTasks) : IRunner
{
    private IsolatedProcess? process;

    public ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        memory.WriteExecutor(activation, isWarm, warmTasks);
        process = IsolatedProcess.Start(memory, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunMeasurement> RunAsync(Board board, CancellationToken cancellationToken)
    {
        var before = SystemReading.Take();
        var measurement = Run(board, cancellationToken);
        return new(measurement with { Readings = (before, SystemReading.Take()), HasAllCosts = false });
    }

    private RunMeasurement Run(Board board, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        var end = process!.Run(cancellationToken);
        if (end.Measured is { } measured && MeasuredInside.Read(measured) is { } inside && inside.IsPossible(asked, Stopwatch.GetTimestamp()))
            return new RunMeasurement(inside.Times, inside.ToCosts() with { EndFault = end.EndFault, WasStopped = end.WasStopped }, end.Error);
        var (verdict, fault) = end.UnfinishedTasks;
        board.FailUnfinished(verdict, fault, end.Pid);
        var gone = Stopwatch.GetTimestamp();
        var costs = new RunCosts(new CpuTime(end.Usage.User, end.Usage.System)) { EndFault = end.EndFault, WasStopped = end.WasStopped };
        return new RunMeasurement(new RunTimes(asked, asked, gone, gone), costs, end.Measured is null ? end.Failure : MeasuredInside.Damage) { IsOverwritten = end.Measured is not null };
    }
}

/// <summary>What the fresh process measures of its run. The two processes hand it over as the bytes that it is in memory.</summary>
internal readonly record struct MeasuredInside(RunTimes Times, CpuTime Cpu, TimeSpan GcPause, GcCounts Gc, TimeSpan? CpuWait, Compilation Compilation, long PeakRssBytes)
{
    /// <summary>The run's error if they cannot be true.</summary>
    public static readonly string Damage = BoardOverwrittenException.Sentence("the times that the run's process reports cannot be true");

    public RunCosts ToCosts() => new(Cpu) { PeakRssBytes = PeakRssBytes, GcPause = GcPause, Gc = Gc, CpuWait = CpuWait, Compilation = Compilation };

    public static MeasuredInside? Read(byte[] bytes) => MemoryMarshal.TryRead<MeasuredInside>(bytes, out var read) ? read : null;

    /// <summary>Whether a process can have measured them between two moments.</summary>
    public bool IsPossible(long from, long to) =>
        Times.Asked >= from && Times.Ready >= Times.Asked && Times.Done >= Times.Ready && Times.Gone >= Times.Done && Times.Gone <= to
        && Cpu.User >= TimeSpan.Zero && Cpu.System >= TimeSpan.Zero && GcPause >= TimeSpan.Zero && Gc.ArePossible && !(CpuWait < TimeSpan.Zero) && PeakRssBytes >= 0
        && Compilation.Methods >= 0 && Compilation.Time >= TimeSpan.Zero;
}

/// <summary>The other side: what the fresh process does.</summary>
internal static class IsolatedRun
{
    public static unsafe (IWorkload Workload, IExecutor Executor, TaskItems Items) Read(nint payload, nint executor)
    {
        var (workload, activator, inputs) = WorkerPayload.Read((byte*)payload);
        return (workload.Construct(activator), ExecutorActivation.Read((byte*)executor).Construct(workload, activator), inputs.Item);
    }

    /// <summary>What a session does, too, in a process of its own.</summary>
    public static (byte[] Measured, string? Error) Measure(IExecutor executor, Board board, int workers, IEnumerable<ITaskBoard>? warmTasks, CancellationToken cancellationToken)
    {
        var pool = warmTasks is null ? null : new WarmPool(executor, workers, warmTasks, stays: true, withReadings: false);
        pool?.PrepareAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        var (pauseBefore, compilationBefore) = (GC.GetTotalPauseDuration(), Compilation.Now());
        var run = pool?.RunAsync(board, cancellationToken) ?? RunStopwatch.AroundAsync(executor, board, workers, withReadings: false, cancellationToken);
        var measurement = run.AsTask().GetAwaiter().GetResult();
        var inside = new MeasuredInside(
            measurement.Times, measurement.Costs.Cpu, GC.GetTotalPauseDuration() - pauseBefore, measurement.Costs.Gc ?? default, measurement.Costs.CpuWait, Compilation.Now() - compilationBefore, ProcessMemory.PeakRss(Environment.ProcessId));
        pool?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return (MemoryMarshal.AsBytes(new Span<MeasuredInside>(ref inside)).ToArray(), measurement.Error);
    }
}

using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>Has one run measured by a fresh process.</summary>
/// <param name="memory">The board, which that process attaches.</param>
/// <param name="recipe">The executor, as bytes.</param>
/// <param name="isWarm">Whether its pool is made before the stopwatch starts.</param>
internal sealed class IsolatedRunner(SharedBoardMemory memory, byte[] activation, bool isWarm) : IRunner
{
    private IsolatedProcess? process;

    public unsafe ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken)
    {
        activation.CopyTo(new Span<byte>(memory.ExecutorOrder, activation.Length));
        memory.IsWarm = isWarm;
        process = IsolatedProcess.Start(memory, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask<RunMeasurement> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken)
    {
        var before = SystemReading.Take();
        var measurement = Run(board, cancellationToken);
        return new(measurement with { Readings = (before, SystemReading.Take()), HasAllCosts = false });
    }

    private RunMeasurement Run(Board board, CancellationToken cancellationToken)
    {
        var asked = System.Diagnostics.Stopwatch.GetTimestamp();
        var end = process!.Run(cancellationToken);
        if (end.Figures is { } figures)
            return new RunMeasurement(Times(figures), Costs(figures) with { Remark = end.Remark }, end.Error);
        var (verdict, fault) = end.Lost;
        board.Lose(verdict, fault, end.Pid);
        var gone = System.Diagnostics.Stopwatch.GetTimestamp();
        return new RunMeasurement(new RunTimes(asked, asked, gone, gone), new RunCosts(new CpuTime(end.Usage.User, end.Usage.System)), end.Failure);
    }

    private static RunTimes Times(RunFigures figures) => new(figures.Asked, figures.Ready, figures.Done, figures.Gone);

    private static RunCosts Costs(RunFigures figures) => new(new CpuTime(TimeSpan.FromTicks(figures.UserTicks), TimeSpan.FromTicks(figures.SystemTicks)))
    {
        PeakRssBytes = figures.PeakRss,
        GcPause = TimeSpan.FromTicks(figures.PauseTicks),
    };
}

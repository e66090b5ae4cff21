using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>Has one run measured by a fresh process.</summary>
/// <param name="memory">The board, which that process attaches.</param>
/// <param name="recipe">The executor, as bytes.</param>
/// <param name="isWarm">Whether its pool is made before the stopwatch starts.</param>
internal sealed class IsolatedRunner(SharedBoardMemory memory, byte[] recipe, bool isWarm) : IRunner
{
    private IsolatedProcess? process;

    public unsafe ValueTask PrepareAsync(Configuration configuration, CancellationToken cancellationToken)
    {
        recipe.CopyTo(new Span<byte>(memory.ExecutorOrder, recipe.Length));
        memory.IsWarm = isWarm;
        process = IsolatedProcess.Start(memory, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask<Lap> RunAsync(Board board, Configuration configuration, CancellationToken cancellationToken)
    {
        var before = SystemReading.Take();
        var lap = Run(board, cancellationToken);
        return new(lap with { Readings = (before, SystemReading.Take()), HasAllCosts = false });
    }

    private Lap Run(Board board, CancellationToken cancellationToken)
    {
        var asked = System.Diagnostics.Stopwatch.GetTimestamp();
        var end = process!.Run(cancellationToken);
        if (end.Figures is { } figures)
            return new Lap(Times(figures), Costs(figures) with { Remark = end.Remark }, end.Error);
        var (verdict, fault) = end.Lost;
        board.Lose(verdict, fault, end.Pid);
        var gone = System.Diagnostics.Stopwatch.GetTimestamp();
        return new Lap(new RunTimes(asked, asked, gone, gone), new RunCosts(new CpuTime(end.Usage.User, end.Usage.System)), end.Failure);
    }

    private static RunTimes Times(RunFigures figures) => new(figures.Asked, figures.Ready, figures.Done, figures.Gone);

    private static RunCosts Costs(RunFigures figures) => new(new CpuTime(TimeSpan.FromTicks(figures.UserTicks), TimeSpan.FromTicks(figures.SystemTicks)))
    {
        PeakRssBytes = figures.PeakRss,
        GcPause = TimeSpan.FromTicks(figures.PauseTicks),
    };
}

using System.Globalization;

namespace Partime.Bench;

/// <summary>partime's worker processes beside Python's pools, and beside the goals set for them.</summary>
internal static class Pools
{
    private const int Tasks = 2_000_000;
    private const int Pairs = 7;

    private static readonly string[] States = ["cold", "warm"];

    public static Task CompareAsync()
    {
        using var tool = PublishedTool.Publish();
        using var python = new PythonPools();
        CompareEmptyTasks(tool, python);
        CompareStarts(tool);
        CompareSharingOut(tool, python);
        MeasureSleeps(tool);
        TenMillionTasks.Measure(tool);
        return Task.CompletedTask;
    }

    private static void CompareEmptyTasks(PublishedTool tool, PythonPools python)
    {
        foreach (var state in States)
        {
            double PerTask() => tool.Run($"empty -i 0..{Tasks} -e process-pool -w 2 --chunk-size 1 --pool {state}", "run_s") / Tasks;
            Compare($"empty task, {state} / ProcessPoolExecutor.map", "ns", 1e9, PerTask, () => python.Measure("executor-map"), 1.0 / 500);
            Compare($"empty task, {state} / Pool.map, best chunks", "ns", 1e9, PerTask, () => python.Measure("pool-map"), 1);
            Compare($"empty task, {state} / two threads by hand", "ns", 1e9, PerTask, () => EmptyTask.HandWrittenThreadsSeconds() / Tasks, 2);
        }
    }

    private static void CompareStarts(PublishedTool tool)
    {
        // Its own, without warm pools: a process with threads and memory takes longer to fork.
        using var python = new PythonPools();
        double Pool() => tool.Run("empty -i 0..2 -e process-pool -w 2", "wall_s");
        Compare("pool of 2 / ProcessPoolExecutor, fork", "ms", 1e3, Pool, () => python.Measure("whole-pool fork"));
        Compare("pool of 2 / ProcessPoolExecutor, forkserver", "ms", 1e3, Pool, () => python.Measure("whole-pool forkserver"), 1);
        Compare("pool of 2 / ProcessPoolExecutor, spawn", "ms", 1e3, Pool, () => python.Measure("whole-pool spawn"), 0.5);
        double One() => tool.Run("empty -i 0 -e process", "wall_s");
        Compare("a process for one task / Process, fork", "ms", 1e3, One, () => python.Measure("one-process fork"));
        Compare("a process for one task / Process, forkserver", "ms", 1e3, One, () => python.Measure("one-process forkserver"));
        Compare("a process for one task / Process, spawn", "ms", 1e3, One, () => python.Measure("one-process spawn"), 1);
    }

    /// <summary>How far the run is from what no sharing out could have beaten.</summary>
    private static void CompareSharingOut(PublishedTool tool, PythonPools python)
    {
        foreach (var state in States)
            foreach (var executor in new[] { "process-pool", "pool-map", "process-pool --chunk-size auto" })
            {
                var rows = Repeat(() => tool.Run($"sum-squares -i 0..20000 -e {executor} -w 2 --pool {state}"));
                Goal.Print($"sum-squares, {state}, {executor}", "run_s / ideal_s",
                    rows.Select(row => PublishedTool.Number(row, "run_s") / PublishedTool.Number(row, "ideal_s")), 1.03);
            }
        foreach (var (pool, measure) in new[] { ("ProcessPoolExecutor.map", "executor-sums"), ("Pool.map", "pool-sums") })
            Goal.Print($"sum-squares, warm, Python's {pool}", "run / ideal", Enumerable.Range(0, 3).Select(_ => python.Measure(measure)));
    }

    private static void MeasureSleeps(PublishedTool tool) =>
        Goal.Print("three sleeps of 1 s, process", "wall_s", Enumerable.Range(0, 3).Select(_ => tool.Run("sleep -i 1 --times 3 -e process", "wall_s")), 1.15);

    /// <summary>Alternates the two, so that a machine that changes its speed changes it for both; prints the ratio of each pair.</summary>
    private static void Compare(string what, string unit, double perSecond, Func<double> ours, Func<double> peer, double? atMost = null)
    {
        ours();
        peer();
        var pairs = Enumerable.Range(0, Pairs).Select(pair => Paired.InTurn(pair, ours, peer)).ToList();
        double Median(Func<(double Ours, double Peer), double> side) => pairs.Select(side).Order().ElementAt(Pairs / 2) * perSecond;
        Goal.Print(what, string.Create(CultureInfo.InvariantCulture, $"{Median(pair => pair.Ours),8:F1} {unit} / {Median(pair => pair.Peer),8:F1} {unit}"),
            pairs.Select(pair => pair.Ours / pair.Peer), atMost);
    }

    private static List<T> Repeat<T>(Func<T> measure) => [.. Enumerable.Range(0, Pairs).Select(_ => measure())];
}

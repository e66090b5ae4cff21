namespace Partime.Bench;

/// <summary>partime's worker processes beside Python's pools, and beside the goals set for them.</summary>
internal static class Pools
{
    private const int Pairs = 7;

    private static readonly string[] States = ["cold", "warm"];

    public static void Run(BenchRun run)
    {
        using var python = new Python();
        CompareEmptyTasks(run, python);
        CompareStarts(run);
        CompareSchedules(run, python);
        run.Print("three sleeps of 1 s, process", "wall_s", Repeat(run, 3, () => run.Tool.Run($"sleep -i {run.Size(1, 0)} --times 3 -e process", "wall_s")), 1.15);
    }

    private static void CompareEmptyTasks(BenchRun run, Python python)
    {
        var tasks = run.Size(2_000_000, 1_000);
        var loops = new HandWrittenLoops(tasks);
        foreach (var state in States)
        {
            Compare("ProcessPoolExecutor.map", () => python.Measure($"executor-map {tasks / 100}"), 1.0 / 500);
            Compare("Pool.map, best chunks", () => python.Measure($"pool-map {tasks}"), 1);
            Compare("two threads by hand", () => loops.TwoThreads() / tasks, 2);

            void Compare(string what, Func<double> peer, double max) => run.Compare($"empty task, {state} / {what}", "ns", 1e9, Pairs,
                () => run.Tool.Run($"empty -i 0..{tasks} -e process-pool -w 2 --chunk-size 1 --pool {state}", "run_s") / tasks, peer, max);
        }
    }

    private static void CompareStarts(BenchRun run)
    {
        // Another Python than that with the warm pools: a process with threads and memory takes longer to fork.
        using var python = new Python();
        foreach (var (method, max) in new (string, double?)[] { ("fork", null), ("forkserver", 1), ("spawn", 0.5) })
            run.Compare($"pool of 2 / ProcessPoolExecutor, {method}", "ms", 1e3, Pairs,
                () => run.Tool.Run("empty -i 0..2 -e process-pool -w 2", "wall_s"), () => python.Measure($"whole-pool {method}"), max);
        foreach (var (method, max) in new (string, double?)[] { ("fork", null), ("forkserver", null), ("spawn", 1) })
            run.Compare($"a process for one task / Process, {method}", "ms", 1e3, Pairs,
                () => run.Tool.Run("empty -i 0 -e process", "wall_s"), () => python.Measure($"one-process {method}"), max);
    }

    /// <summary>The time of a run divided by the lower bound for any schedule.</summary>
    private static void CompareSchedules(BenchRun run, Python python)
    {
        var tasks = run.Size(20_000, 200);
        foreach (var state in States)
            foreach (var executor in new[] { "process-pool", "pool-map", "process-pool --chunk-size auto" })
            {
                var rows = Repeat(run, Pairs, () => run.Tool.Run($"sum-squares -i 0..{tasks} -e {executor} -w 2 --pool {state}"));
                run.Print($"sum-squares, {state}, {executor}", "run_s / ideal_s", rows.Select(row => PublishedTool.Number(row, "run_s") / PublishedTool.Number(row, "ideal_s")), 1.03);
            }
        foreach (var (pool, measure) in new[] { ("ProcessPoolExecutor.map", "executor-sums"), ("Pool.map", "pool-sums") })
            run.Print($"sum-squares, warm, Python's {pool}", "run / ideal", Repeat(run, 3, () => python.Measure($"{measure} {tasks}")));
    }

    private static List<T> Repeat<T>(BenchRun run, int times, Func<T> measure) => [.. Enumerable.Range(0, run.Pairs(times)).Select(_ => measure())];
}

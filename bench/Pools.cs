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
        foreach (var state in run.Size(States, States[1..]))
            run.Compare($"empty task, process-pool × 2, {state}", "ns", 1e9, Pairs, () => run.Tool.Run($"empty -i 0..{tasks} -e process-pool -w 2 --chunk-size 1 --pool {state}", "run_s") / tasks,
            [
                new Peer("ProcessPoolExecutor.map", () => python.Measure($"executor-map {tasks / 200}"), 1.0 / 1_000),
                new Peer("Pool.map, best chunks", () => python.Measure($"pool-map {tasks}"), 1),
                Peer.Package(python, "joblib", "joblib, its own batches", () => python.Measure($"joblib-map {tasks / 20}")),
                Peer.Limit("two threads by hand", () => loops.TwoThreads() / tasks, 2),
            ]);
    }

    private static void CompareStarts(BenchRun run)
    {
        // Another Python than that with the warm pools: a process with threads and memory takes longer to fork.
        using var python = new Python();
        run.Compare("pool of 2: start, two tasks, stop", "ms", 1e3, Pairs, () => run.Tool.Run("empty -i 0..2 -e process-pool -w 2", "wall_s"),
        [
            Pool("fork"),
            Pool("forkserver", 1),
            Pool("spawn", 0.5),
            StartUp.EmptyPrograms(2),
        ]);
        run.Compare("a process for one task", "ms", 1e3, Pairs, () => run.Tool.Run("empty -i 0 -e process", "wall_s"),
        [
            Process("fork"),
            Process("forkserver"),
            Process("spawn", 1),
            StartUp.EmptyProgram(),
        ]);

        Peer Pool(string method, double? max = null) => new($"ProcessPoolExecutor, {method}", () => python.Measure($"whole-pool {method}"), max);
        Peer Process(string method, double? max = null) => new($"Process, {method}", () => python.Measure($"one-process {method}"), max);
    }

    /// <summary>The time of a run divided by the lower bound for any schedule.</summary>
    private static void CompareSchedules(BenchRun run, Python python)
    {
        var tasks = run.Size(20_000, 200);
        foreach (var state in run.Size(States, States[1..]))
            foreach (var executor in run.Size<string[]>(["process-pool", "pool-map", "process-pool --chunk-size auto"], ["pool-map"]))
            {
                var rows = Repeat(run, Pairs, () => run.Tool.Run($"sum-squares -i 0..{tasks} -e {executor} -w 2 --pool {state}"));
                run.Print($"sum-squares 0..{tasks} × 2, {state}, {executor} / the ideal schedule", "run_s / ideal_s", rows.Select(row => PublishedTool.Number(row, "run_s") / PublishedTool.Number(row, "ideal_s")), 1.03, isBesideLimit: true);
            }
        foreach (var (pool, measure) in new[] { ("ProcessPoolExecutor.map", "executor-sums"), ("Pool.map", "pool-sums") })
            run.Print($"sum-squares 0..{tasks / 2} × 2, warm, Python's {pool} / the ideal schedule", "run / ideal", Repeat(run, 3, () => python.Measure($"{measure} {tasks / 2}")), isBesideLimit: true);
    }

    private static List<T> Repeat<T>(BenchRun run, int times, Func<T> measure) => [.. Enumerable.Range(0, run.Pairs(times)).Select(_ => measure())];
}

namespace Partime.Bench;

/// <summary>Whether a configuration's time depends on what ran before it in the same process, and whether a fresh process for each run changes
/// that. Each configuration is measured alone and together with the others, in partime's own process and isolated.</summary>
internal static class Isolation
{
    private static readonly string[] Executors = ["serial", "threads", "thread-pool", "parallel", "async"];

    private static readonly (string Name, string Arguments)[] Workloads =
    [
        ("computing, 100 ms", "sum-squares -i 0..20000"),
        ("computing, 10 ms", "sum-squares -i 0..6000"),
        ("computing, 0.1 ms", "sum-squares -i 0..500"),
        ("garbage", "allocating -i 20000 --times 100"),
        ("a growing heap", "allocating -i 20000 --times 10 --set keeps=trees"),
        ("a cache", "allocating -i 30000..30100 --set keeps=results"),
        ("sleep", "sleep -i 0.005 --times 10"),
    ];

    public static void Run(BenchRun run)
    {
        var executors = Executors[..run.Size(Executors.Length, 2)];
        foreach (var (name, arguments) in run.Size(Workloads, Workloads[5..6]))
        {
            run.Print(name);
            var repetitions = Enumerable.Range(0, run.Pairs(7)).Select(_ => Measure(run, executors, arguments)).ToList();
            foreach (var executor in executors)
            {
                Print("together / alone", Way.Together, Way.Alone);
                Print("isolated / alone", Way.IsolatedAlone, Way.Alone);
                Print("isolated together / isolated alone", Way.IsolatedTogether, Way.IsolatedAlone);

                void Print(string what, Way one, Way other) => run.Print(
                    $"  {executor}: {what}",
                    $"{Typical(one):F2} ms ±{Spread(one):P0} / {Typical(other):F2} ms ±{Spread(other):P0}",
                    repetitions.Select(repetition => BenchRun.Median(repetition[(executor, one)]) / BenchRun.Median(repetition[(executor, other)])));

                double Typical(Way way) => 1e3 * BenchRun.Median(repetitions.Select(repetition => BenchRun.Median(repetition[(executor, way)])));
                double Spread(Way way) => BenchRun.Median(repetitions.Select(repetition => RelativeSpread(repetition[(executor, way)])));
            }
        }
    }

    /// <summary>Everything once: the wall times of the measured rounds, by executor and by way.</summary>
    private static Dictionary<(string Executor, Way Way), double[]> Measure(BenchRun run, string[] executors, string arguments)
    {
        var walls = new Dictionary<(string, Way), double[]>();
        foreach (var (isolate, alone, together) in new[] { ("", Way.Alone, Way.Together), ("--isolate", Way.IsolatedAlone, Way.IsolatedTogether) })
        {
            foreach (var executor in executors)
                Add(executor, alone);
            Add(string.Join(',', executors), together);

            void Add(string names, Way way)
            {
                var rows = run.Tool.Rows($"run {arguments} {isolate} -e {names} -w 2 --warmup {run.Size(1, 0)} --rounds {run.Size(5, 2)} -q --csv - --plugin {PublishedTool.Plugin("Allocating")}");
                foreach (var runs in rows.Where(row => row["phase"] == "measure").GroupBy(row => row["executor"]))
                    walls[(runs.Key, way)] = [.. runs.Select(row => PublishedTool.Number(row, "wall_s"))];
            }
        }
        return walls;
    }

    /// <summary>Half the range without the smallest and the largest value, relative to the median.</summary>
    private static double RelativeSpread(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[^2] - sorted[1]) / 2 / BenchRun.Median(sorted);
    }

    private enum Way
    {
        Alone,
        Together,
        IsolatedAlone,
        IsolatedTogether,
    }
}

namespace Partime.Bench;

/// <summary>What <c>predict</c> says from the tasks of serial runs, beside what is measured: with threads, and with a pool of processes that have
/// started already.</summary>
internal static class Predict
{
    private const double MaxError = 0.05;

    private static readonly string[] Executors = ["threads", "process-pool"];

    /// <summary>Two CPUs are enough: computing is measured with two workers, and waiting with more. Tasks that compute slow one another down where two CPUs
    /// share a core or a clock rate, which no prediction from a serial run can know: there is no goal for them. Spinning takes its time however fast
    /// the CPU is. The short form leaves out those without a short form of their own.</summary>
    private static readonly (string Name, string Arguments, string? Short, int[] Workers, double? MaxError)[] Works =
    [
        ("spinning, equal tasks", "planted-spin -i 0.01 --times 60 --set tasks=60", "planted-spin -i 0.001 --times 4 --set tasks=4", [2], MaxError),
        ("spinning, uneven tasks", "planted-spin -i 0.005,0.01,0.02,0.04 --times 8 --set tasks=32", null, [2], MaxError),
        ("waiting, equal tasks", "sleep -i 0.02 --times 80", null, [2, 4], MaxError),
        ("waiting, uneven tasks", "sleep -i 0.005,0.01,0.02,0.04,0.08,0.16 --times 3", null, [2, 4], MaxError),
        ("computing, equal tasks", "sum-squares -i 20000000 --times 60", null, [2], null),
        ("computing, uneven tasks", "sum-squares -i 0..40000000:500000", null, [2], null),
    ];

    public static void Run(BenchRun run)
    {
        foreach (var (name, full, small, counts, max) in Works)
        {
            if (run.Size(full, small) is not { } arguments)
                continue;
            var repetitions = run.Pairs(7);
            foreach (var workers in counts)
            {
                var measured = Enumerable.Range(0, repetitions).Select(_ => Measure(run, arguments, workers)).ToList();
                foreach (var executor in Executors)
                    run.Print(
                        $"{name}, {executor} × {workers}: error",
                        $"{1e3 * BenchRun.Median(measured.Select(one => one.Predicted)):F1} ms / {1e3 * BenchRun.Median(measured.Select(one => one.Seconds[executor])):F1} ms",
                        measured.Select(one => Math.Abs((one.Predicted / one.Seconds[executor]) - 1)),
                        max);
            }
        }
    }

    /// <summary>In one session, so that a slow moment of the machine slows the serial runs as well. Only their rows are replayed.</summary>
    private static (double Predicted, Dictionary<string, double> Seconds) Measure(BenchRun run, string arguments, int workers)
    {
        var tasks = run.Scratch("predict-tasks.csv");
        var rows = run.Tool.Rows($"run {arguments} -e serial,{string.Join(',', Executors)} -w {workers} --rounds 5 --warmup 0 --pool warm -q --csv - --columns all --tasks-csv {tasks} --plugin {PublishedTool.Plugin("Planted")}");
        var predicted = run.Tool.Rows($"predict {tasks} -w {workers} --csv -").Single(row => row["schedule"] == "dynamic");
        return (PublishedTool.Number(predicted, "predicted_s"), rows.GroupBy(row => row["executor"]).ToDictionary(
            runs => runs.Key, runs => BenchRun.Median(runs.Select(row => PublishedTool.Number(row, "run_s")))));
    }
}

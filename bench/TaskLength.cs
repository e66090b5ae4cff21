using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Bench;

/// <summary>How long a task takes under each executor with two workers, over how long it takes alone: where an executor begins to pay.</summary>
internal static class TaskLength
{
    private const int Workers = 2;
    private const string Pool = "ProcessPoolExecutor";

    /// <summary>What a run of many short tasks takes about.</summary>
    private const double RunSeconds = 0.05;

    private static readonly double[] Lengths = [0, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

    /// <summary>So many tasks of no length at all are about a run, or a reasonable part of one.</summary>
    private static readonly (string Executors, int MaxTasks)[] Sessions =
    [
        ("serial,threads,thread-pool,parallel,async,process-pool,pool-map,cluster", 200_000),
        ("process", 20),
    ];

    public static void Run(BenchRun run)
    {
        using var python = new Python();
        var below = $"{DateTime.UtcNow:yyyy-MM-dd}, load before: {BenchRun.Load()}; {Machine.Read().Line}";
        var times = new Dictionary<string, List<(double Length, double Seconds)>>();
        foreach (var length in run.Size(Lengths, Lengths[..1]))
        {
            foreach (var (executors, max) in run.Size(Sessions, [("serial,threads", 100)]))
                foreach (var (executor, seconds) in Measure(run, executors, length, TasksOf(length, max)))
                    Add(executor, length, seconds);
            var tasks = TasksOf(length, run.Size(2_000, 10));
            Add(Pool, length, python.Measure(string.Create(CultureInfo.InvariantCulture, $"executor-busy {tasks} {length:R}")));
        }
        var chart = new LogChart("Time per task", below, "how long a task takes alone", $"run_s / tasks, {Workers} workers");
        foreach (var (executor, points) in times)
        {
            run.Print($"{executor,-20} {string.Join("  ", points.Select(point => $"{LogChart.Text(point.Length)}: {LogChart.Text(point.Seconds)}"))}");
            chart.Add(executor == Pool ? $"{Pool} of Python" : executor, points, isDashed: executor == Pool);
        }
        chart.AddIdeal($"ideal: length / {Workers}", length => length / Workers);
        var svg = chart.ToSvg();
        if (run.WritesFiles)
            File.WriteAllText(Path.Combine(PublishedTool.Repository, "docs", "task-length.svg"), svg);

        void Add(string executor, double length, double seconds)
        {
            if (!times.TryGetValue(executor, out var points))
                times[executor] = points = [];
            points.Add((length, seconds));
        }
    }

    private static int TasksOf(double length, int max) => (int)Math.Clamp(RunSeconds * Workers / Math.Max(length, 1e-9), Workers, max);

    /// <summary>The median of the rounds; of whole seconds, one round.</summary>
    private static IEnumerable<(string Executor, double Seconds)> Measure(BenchRun run, string executors, double length, int tasks)
    {
        var (rounds, warmup) = length < 0.1 ? (run.Size(3, 1), run.Size(1, 0)) : (1, 0);
        return run.Tool.Rows($"run planted-busy -i 0..{tasks} -e {executors} -w {Workers} --pool warm --set ns={Math.Round(length * 1e9)} --warmup {warmup} --rounds {rounds} -q --csv - --columns executor,phase,run_s --plugin {PublishedTool.Plugin("Planted")}")
            .Where(row => row["phase"] == "measure")
            .GroupBy(row => row["executor"])
            .OrderBy(runs => executors.IndexOf(runs.Key, StringComparison.Ordinal))
            .Select(runs => (runs.Key, BenchRun.Median(runs.Select(row => PublishedTool.Number(row, "run_s") / tasks))));
    }
}

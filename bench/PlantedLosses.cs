using System.Globalization;
using Row = System.Collections.Generic.Dictionary<string, string>;

namespace Partime.Bench;

/// <summary>Losses whose size is known, one of each kind, measured as users measure. Each has to be found in its own part.</summary>
internal static class PlantedLosses
{
    private const double MaxError = 0.1;

    private static readonly int Cpus = Environment.ProcessorCount;

    public static void Run(BenchRun run)
    {
        // The short form plants tenths.
        var second = run.Size(1.0, 0.1);
        Check(run, "start-up", "loss_startup_s", Started(run, second), Started(run, 0), _ => 2 * 0.5 * second);
        Check(run, "dispatch", "loss_dispatch_s", Session(run, $"planted-sleep -i {Text(0.01 * second)} --times 40 --set tasks=40 -e serial,planted-gaps -w 2 --executor-set planted-gaps.gap={Text(20 * second)}ms"),
            // Each of the two workers has 20 tasks, and so 19 gaps.
            null, _ => 38 * 0.02 * second);
        if (run.Size(false, true))
            return;
        Check(run, "contention: a lock", "loss_contention_s", Session(run, $"planted-lock -i {Text(0.02 * second)} --times 50 -e serial,threads -w 2"),
            // While one task has the lock, the other worker waits for it, except during the last task.
            null, rows => rows.SerialWork * 49 / 50);
        Check(run, "CPU wait", "loss_cpu_wait_s", Session(run, $"planted-compute -i {Text(100 * second)} --times {8 * Cpus} -e serial,threads -w {2 * Cpus}"),
            // With two workers per CPU, as long as the tasks compute.
            null, rows => rows.SerialWork);
        Check(run, "imbalance", "loss_imbalance_s", Session(run, $"planted-sleep -i {Text(second)},{Text(0.3 * second)} --set tasks=2 -e serial,threads -w 2"), null, _ => 0.7 * second);
        Check(run, "retries", "loss_retries_s", Session(run, $"planted-flaky -i {Text(0.05 * second)} --times 10 -e serial,threads -w 2 --retries 1"), null, _ => 0.5 * second);
        Check(run, "shutdown", "loss_shutdown_s", Session(run, $"planted-sleep -i {Text(0.1 * second)} --times 2 --set tasks=2 -e serial,planted-gaps -w 2 --executor-set planted-gaps.end={Text(500 * second)}ms"),
            null, _ => 2 * 0.5 * second);
        Collections(run, second);
    }

    private static Func<List<Row>> Started(BenchRun run, double seconds) =>
        Session(run, $"planted-start -i 0.1 --times 2 -e serial,process-pool -w 2 --set start={Text(500 * seconds)}ms");

    /// <summary>Every second task collects garbage and measures for how long. Two workers stand still meanwhile, and under <c>serial</c> one.</summary>
    private static void Collections(BenchRun run, double second)
    {
        var (runs, tasks) = (run.Scratch("losses-runs.csv"), run.Scratch("losses-tasks.csv"));
        var session = Session(run, $"planted-compute -i {Text(200 * second)} --times 4 --set collections=5 -e serial,threads -w 2 --csv {runs} --tasks-csv {tasks}");
        Check(run, "garbage collection", "loss_gc_s", session, null, _ => (2 * Collected("threads")) - Collected("serial"));

        double Collected(string executor)
        {
            var number = Parse(runs).Single(row => row["executor"] == executor && row["phase"] == "measure")["run"];
            return Parse(tasks).Where(row => row["run"] == number).Sum(row => PublishedTool.Number(row, "metric_collecting"));
        }
    }

    /// <param name="run">The run of benches.</param>
    /// <param name="what">The kind of loss.</param>
    /// <param name="column">Where it has to be found.</param>
    /// <param name="session">Measures it.</param>
    /// <param name="without">Measures the same without the planted loss; nothing if there is no other loss of the kind.</param>
    /// <param name="planted">Its size in seconds.</param>
    private static void Check(BenchRun run, string what, string column, Func<List<Row>> session, Func<List<Row>>? without, Func<Measured, double> planted)
    {
        var found = Enumerable.Range(0, run.Pairs(5)).Select(_ =>
        {
            var rows = new Measured(session());
            var loss = rows.Loss(column) - (without is null ? 0 : new Measured(without()).Loss(column));
            return (Loss: loss, Share: loss / planted(rows));
        }).ToList();
        var share = BenchRun.Median(found.Select(one => one.Share));
        run.Judge($"{what,-20} found {BenchRun.Median(found.Select(one => one.Loss)),8:F4} s in {column,-20} found / planted {share:F3} ({found.Min(one => one.Share):F3}–{found.Max(one => one.Share):F3})",
            $"within {MaxError:P0}", Math.Abs(share - 1) <= MaxError);
    }

    /// <summary>From the summary, which compares within the round, whatever its order.</summary>
    private static Func<List<Row>> Session(BenchRun run, string arguments) =>
        () =>
        {
            var summary = run.Scratch("losses-summary.csv");
            run.Tool.Output($"run {arguments} --plugin {PublishedTool.Plugin("Planted")} --warmup 1 --rounds 1 -q --summary-csv {summary}");
            return Parse(summary);
        };

    private static List<Row> Parse(string path) => PublishedTool.Parse(File.ReadAllText(path));

    private static string Text(double number) => Math.Round(number, 6).ToString(CultureInfo.InvariantCulture);

    /// <summary>The two configurations of a session.</summary>
    private sealed class Measured(List<Row> rows)
    {
        public double SerialWork => PublishedTool.Number(rows.Single(row => row["executor"] == "serial"), "useful_s");

        public double Loss(string column) => PublishedTool.Number(rows.Single(row => row["executor"] != "serial"), column);
    }
}

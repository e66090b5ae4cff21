using System.Diagnostics;
using System.Text.Json;

namespace Partime.Bench;

/// <summary>What a command costs under partime, beside the programs with which people start commands.</summary>
internal static class Command
{
    private const int Pairs = 7;

    /// <summary>The ratio of two standard deviations of 30 values each is within it in 97.5 of 100 cases.</summary>
    private const double MaxSpread = 1.45;

    public static void Run(BenchRun run)
    {
        using var python = new Python();
        var tasks = run.Size(2_000, 20);
        run.Compare("true, threads × 2", "µs", 1e6, Pairs, () => PerCommand(run, tasks, "-e threads -w 2"),
        [
            Peer.Program("xargs", "xargs -P2 -n1", () => PerLine(tasks, "xargs -P2 -n1 true"), 1.3),
            Peer.Program("parallel", "GNU parallel -j2", () => PerLine(tasks / 2, "parallel -j2 true"), 0.5),
        ]);
        run.Compare("true, serial", "µs", 1e6, Pairs, () => PerCommand(run, tasks, "-e serial"),
        [
            Peer.Program("hyperfine", "hyperfine -N, with what it does between", () => BenchRun.Seconds(() => Hyperfine(run, tasks, "true")) / tasks),
            Peer.Limit("posix_spawn and waitpid", () => python.Measure($"spawn true {tasks}")),
        ]);
        CompareSpread(run);
    }

    private static double PerCommand(BenchRun run, int tasks, string executor) =>
        PublishedTool.Number(run.Tool.Rows($"run command -i 0..{tasks} {executor} --rounds 1 -q --csv - --columns run_s -- true").Single(), "run_s") / tasks;

    private static double PerLine(int tasks, string line) =>
        BenchRun.Seconds(() => PublishedTool.OutputOf(new ProcessStartInfo("sh", ["-c", $"seq {tasks} | {line}"]))) / tasks;

    /// <summary>Whether the times of a program vary more than those that hyperfine measures. Both start it as many times before: partime's first commands are those of a cold process.</summary>
    private static void CompareSpread(BenchRun run)
    {
        var (times, runs, tasks) = (run.Size(30, 2), run.Scratch("runs.csv"), run.Scratch("tasks.csv"));
        run.Compare("standard deviation of sleep 0.1, serial", "µs", 1e6, Pairs,
            () =>
            {
                run.Tool.Output($"run command -i 0.1 --times {times} -e serial --warmup 1 --rounds 1 -q --csv {runs} --tasks-csv {tasks} -- sleep");
                var measured = PublishedTool.Parse(File.ReadAllText(runs)).Single(row => row["phase"] == "measure")["run"];
                return Deviation([.. PublishedTool.Parse(File.ReadAllText(tasks)).Where(row => row["run"] == measured).Select(row => PublishedTool.Number(row, "duration_s"))]);
            },
            [Peer.Program("hyperfine", "hyperfine -N", () => Hyperfine(run, times, "sleep 0.1", warmup: times).GetProperty("stddev").GetDouble(), MaxSpread)]);
    }

    private static JsonElement Hyperfine(BenchRun run, int times, string command, int warmup = 0)
    {
        var json = run.Scratch("hyperfine.json");
        PublishedTool.OutputOf(new ProcessStartInfo("hyperfine", ["-N", "--warmup", $"{warmup}", "--runs", $"{times}", "--export-json", json, command]));
        return JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("results")[0];
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

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
        var tasks = run.Size(2_000, 20);
        CompareWith("xargs", "xargs -P2 -n1 true", 1.3);
        CompareWith("parallel", "parallel -j2 true", 0.5);
        CompareSpread(run);

        void CompareWith(string program, string line, double max)
        {
            if (BenchRun.PathOf(program) is null)
                run.Print($"true / {line}: not measured, because {program} is not installed");
            else
                run.Compare($"true, threads × 2 / {line}", "µs", 1e6, Pairs,
                    () => PublishedTool.Number(run.Tool.Rows($"run command -i 0..{tasks} -e threads -w 2 --rounds 1 -q --csv - --columns run_s -- true").Single(), "run_s") / tasks,
                    () => BenchRun.Seconds(() => PublishedTool.OutputOf(new ProcessStartInfo("sh", ["-c", $"seq {tasks} | {line}"]))) / tasks,
                    max);
        }
    }

    /// <summary>Whether the times of a program vary more than those that hyperfine measures. Both start it as many times before: partime's first commands are those of a cold process.</summary>
    private static void CompareSpread(BenchRun run)
    {
        if (BenchRun.PathOf("hyperfine") is null)
        {
            run.Print("standard deviation of sleep 0.1 / hyperfine: not measured, because hyperfine is not installed");
            return;
        }
        var (times, runs, tasks, json) = (run.Size(30, 2), run.Scratch("runs.csv"), run.Scratch("tasks.csv"), run.Scratch("hyperfine.json"));
        run.Compare("standard deviation of sleep 0.1, serial / hyperfine -N", "µs", 1e6, Pairs,
            () =>
            {
                run.Tool.Output($"run command -i 0.1 --times {times} -e serial --warmup 1 --rounds 1 -q --csv {runs} --tasks-csv {tasks} -- sleep");
                var measured = PublishedTool.Parse(File.ReadAllText(runs)).Single(row => row["phase"] == "measure")["run"];
                return Deviation([.. PublishedTool.Parse(File.ReadAllText(tasks)).Where(row => row["run"] == measured).Select(row => PublishedTool.Number(row, "duration_s"))]);
            },
            () =>
            {
                PublishedTool.OutputOf(new ProcessStartInfo("hyperfine", ["-N", "--warmup", $"{times}", "--runs", $"{times}", "--export-json", json, "sleep 0.1"]));
                return JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("results")[0].GetProperty("stddev").GetDouble();
            },
            MaxSpread);
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

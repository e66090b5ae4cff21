namespace Partime.Bench;

/// <summary>One worker process runs the same code as <c>serial</c>: with a warm pool, each difference that partime shows is a false one; with a cold pool, it must say
/// why there is one.</summary>
internal static class ColdAndWarm
{
    private const double MinShare = 0.9;

    public static void Run(BenchRun run)
    {
        var repetitions = run.Pairs(10);
        // After fewer warm tasks, .NET still compiles in the background. Of shorter runs, the 2 to 4 ms until a process is awake are a few percent. Both are differences, too.
        var warm = Enumerable.Range(0, repetitions).Select(_ => Measure(run, $"--pool warm --warm-tasks {run.Size(20_000, 20)}", run.Size(5_000, 20))).ToList();
        var same = warm.Count(result => result.Claim == "no difference shown");
        run.Judge($"{"warm pool: no difference shown",-34} {same} of {repetitions} sessions; speed-ups {Text(warm)}", $"at least {MinShare:P0}", same >= MinShare * repetitions);
        var cold = Enumerable.Range(0, repetitions).Select(_ => Measure(run, "--pool cold", run.Size(1_000, 20))).ToList();
        var explained = cold.Count(result => result.IsExplained);
        run.Judge($"{"cold pool: told to run cold code",-34} {explained} of {repetitions} sessions; speed-ups {Text(cold)}", $"at least {MinShare:P0}", explained >= MinShare * repetitions);
    }

    private static Result Measure(BenchRun run, string pool, int times)
    {
        var file = run.Scratch("runs.csv");
        run.Tool.Output($"run planted-json -i 50 --times {times} -e serial,process-pool -w 1 {pool} --warmup 1 --rounds {run.Size(10, 3)} -q --csv {file} --plugin {PublishedTool.Plugin("Planted")}");
        var row = run.Tool.Rows($"report {file} -q --summary-csv -").Single(row => row["executor"] == "process-pool");
        return new Result(row["claim"], row["speedup"], run.Tool.Output($"report {file} --markdown -").Contains("ran cold code", StringComparison.Ordinal));
    }

    private static string Text(IEnumerable<Result> results) => string.Join(" ", results.Select(result => result.SpeedUp));

    /// <param name="Claim">What is claimed of the worker process.</param>
    /// <param name="SpeedUp">Its speed-up over serial.</param>
    /// <param name="IsExplained">Whether a remark says that its code was cold.</param>
    private sealed record Result(string Claim, string SpeedUp, bool IsExplained);
}

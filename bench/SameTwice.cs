namespace Partime.Bench;

/// <summary>The same plan measured twice and compared: each difference that partime shows is a false one.</summary>
internal static class SameTwice
{
    private const double MaxShare = 1.0 / 20;

    private static readonly (string Name, string Arguments)[] Plans =
    [
        ("computing", "sum-squares -i 0..15000 -e serial,threads,process-pool -w 2"),
        ("waiting", "sleep -i 0.01 --times 8 -e serial,threads,async -w 4"),
    ];

    public static void Run(BenchRun run)
    {
        var repetitions = run.Pairs(20);
        foreach (var (name, arguments) in Plans[run.Size(0, 1)..])
        {
            var sessions = Enumerable.Range(0, repetitions).Select(_ => Differences(run, arguments)).ToList();
            var wrong = sessions.Count(differences => differences.Count > 0);
            run.Judge($"{name,-34} differences shown in {wrong} of {repetitions} {string.Join(", ", sessions.SelectMany(differences => differences))}",
                $"at most {MaxShare:P0}", wrong <= MaxShare * repetitions);
        }
    }

    /// <summary>The configurations that differ.</summary>
    private static List<string> Differences(BenchRun run, string arguments)
    {
        string[] files = [run.Scratch("one.csv"), run.Scratch("other.csv")];
        foreach (var file in files)
            run.Tool.Output($"run {arguments} --rounds {run.Size(10, 3)} --warmup {run.Size(1, 0)} -q --csv {file}");
        return [.. run.Tool.Rows($"compare {files[0]} {files[1]} --csv -").Where(row => row["verdict"] is "faster" or "slower").Select(row => $"{row["executor"]} {row["verdict"]}")];
    }
}

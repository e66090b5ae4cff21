namespace Partime.Bench;

/// <summary>Work whose speed-up is known, measured as users measure: the interval that partime prints has to hold the true speed-up in about 19
/// of 20 sessions. The workload also varies the times of the runs by a known law, so that the machine's own noise is the smaller part.</summary>
internal static class PlantedTruth
{
    private const double MinShare = 18.0 / 20;

    private static readonly Control[] Controls =
    [
        // Long: the second thread waits a few milliseconds for its CPU, and that has to matter less than the noise.
        new("spin, 2 threads on 2 CPUs", "planted-spin -i 0.01 --times 40 --set tasks=40 -e serial,threads -w 2", 2),
        new("sleep, 4 threads", "planted-sleep -i 0.02 --times 8 --set tasks=8 -e serial,threads -w 4", 4),
        // A quarter of the work is the first task's: 1 / (1/4 + 3/4 / 4).
        new("a quarter is serial, 4 threads", "planted-serial-fraction -i 0.05,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875 --set tasks=9 -e serial,threads -w 4", 16 / 7.0),
        // Nothing to gain.
        new("sleep, 1 thread", "planted-sleep -i 0.02 --times 4 --set tasks=4 -e serial,threads -w 1", 1),
    ];

    public static void Run(BenchRun run)
    {
        var repetitions = run.Pairs(20);
        var options = $"--rounds {run.Size(12, 3)} --warmup {run.Size(1, 0)} --pool warm --set noise=0.03 --plugin {PublishedTool.Plugin("Planted")} -q --summary-csv -";
        foreach (var control in run.Size(Controls, Controls[1..2]))
        {
            var sessions = Enumerable.Range(1, repetitions)
                .Select(seed => run.Tool.Rows($"run {control.Arguments} {options} --set seed={seed}").Single(row => row["executor"] == "threads"))
                .Select(row => (Low: PublishedTool.Number(row, "speedup_low"), Middle: PublishedTool.Number(row, "speedup"), High: PublishedTool.Number(row, "speedup_high")))
                .ToList();
            var held = sessions.Count(session => session.Low <= control.SpeedUp && control.SpeedUp <= session.High);
            run.Judge(
                $"{control.Name,-34} true {control.SpeedUp:F3}   measured {BenchRun.Median(sessions.Select(session => session.Middle)):F3}   high / low {BenchRun.Median(sessions.Select(session => session.High / session.Low)):F3}   held {held} of {repetitions}",
                $"at least {MinShare:P0}", held >= MinShare * repetitions);
        }
    }

    private sealed record Control(string Name, string Arguments, double SpeedUp);
}

using System.Globalization;

namespace Partime.Bench;

/// <summary>Work whose speed-up is known beforehand, measured as users measure: the interval that partime prints has to hold the truth in about
/// 19 of 20 sessions. The times of the runs vary by a law that is planted, too, so that the machine's own noise is the smaller part.</summary>
internal static class PlantedTruth
{
    private const int Repetitions = 20;
    private const int Fewest = 18;
    private const string Options = "--rounds 12 --warmup 1 --pool warm --set noise=0.03";

    private static readonly Control[] Controls =
    [
        // Long enough that the few milliseconds which the second thread waits for its CPU at the beginning matter less than the noise.
        new("spin, 2 threads on 2 CPUs", "planted-spin -i 0.01 --times 40 --set tasks=40 -e serial,threads -w 2", 2),
        new("sleep, 4 threads", "planted-sleep -i 0.02 --times 8 --set tasks=8 -e serial,threads -w 4", 4),
        // A quarter of the work is the first task's: 1 / (1/4 + 3/4 / 4).
        new("a quarter is serial, 4 threads", "planted-serial-fraction -i 0.05,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875,0.01875 --set tasks=9 -e serial,threads -w 4", 16 / 7.0),
        // Nothing to be gained: as far from a speed-up as can be.
        new("sleep, 1 thread", "planted-sleep -i 0.02 --times 4 --set tasks=4 -e serial,threads -w 1", 1),
    ];

    public static Task CompareAsync()
    {
        using var tool = PublishedTool.Publish();
        var plugin = $"--plugin {Path.Combine(AppContext.BaseDirectory, "testplugins", "Planted")}";
        foreach (var control in Controls)
        {
            var sessions = Enumerable.Range(1, Repetitions)
                .Select(seed => tool.Summary($"{control.Arguments} {Options} --set seed={seed} {plugin}").Single(row => row["executor"] == "threads"))
                .ToList();
            var held = sessions.Count(row => PublishedTool.Number(row, "speedup_low") <= control.SpeedUp && control.SpeedUp <= PublishedTool.Number(row, "speedup_high"));
            var median = sessions.Select(row => PublishedTool.Number(row, "speedup")).Order().ElementAt(Repetitions / 2);
            var width = sessions.Select(row => PublishedTool.Number(row, "speedup_high") / PublishedTool.Number(row, "speedup_low")).Order().ElementAt(Repetitions / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{control.Name,-34} true {control.SpeedUp:F3}   measured {median:F3}   high / low {width:F3}   held {held} of {Repetitions}   goal {Fewest}: {(held >= Fewest ? "met" : "MISSED")}"));
        }
        return Task.CompletedTask;
    }

    private sealed record Control(string Name, string Arguments, double SpeedUp);
}

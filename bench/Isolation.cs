using System.Diagnostics;
using System.Globalization;

namespace Partime.Bench;

/// <summary>Whether a configuration's time depends on what ran before it in the same process, and what a fresh process for each run
/// makes of it. Each configuration is measured by itself and in company of the others, in partime's own process and isolated.</summary>
internal static class Isolation
{
    private const int Repetitions = 7;
    private const string Rounds = "--warmup 1 --rounds 5";

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

    public static Task CompareAsync()
    {
        using var tool = PublishedTool.Publish();
        foreach (var (name, arguments) in Workloads)
            Compare(tool, name, $"{arguments} --plugin {Path.Combine(AppContext.BaseDirectory, "testplugins", "Allocating")}");
        return Task.CompletedTask;
    }

    private static void Compare(PublishedTool tool, string name, string arguments)
    {
        Console.WriteLine(name);
        var repetitions = Enumerable.Range(0, Repetitions).Select(_ => Measure(tool, arguments)).ToList();
        foreach (var executor in Executors)
        {
            Print("in company / alone", Way.InCompany, Way.Alone);
            Print("isolated / alone", Way.IsolatedAlone, Way.Alone);
            Print("isolated in company / isolated alone", Way.IsolatedInCompany, Way.IsolatedAlone);

            void Print(string what, Way one, Way other) => Goal.Print(
                $"  {executor}: {what}",
                string.Create(CultureInfo.InvariantCulture, $"{Typical(one),8:F2} ms ±{Spread(one):P0} / {Typical(other),8:F2} ms ±{Spread(other):P0}"),
                repetitions.Select(repetition => Median(repetition[(executor, one)]) / Median(repetition[(executor, other)])));

            double Typical(Way way) => 1e3 * Median(repetitions.Select(repetition => Median(repetition[(executor, way)])));
            double Spread(Way way) => Median(repetitions.Select(repetition => RelativeSpread(repetition[(executor, way)])));
        }
    }

    /// <summary>Everything once: the wall times of the rounds that count, by executor and by way.</summary>
    private static Dictionary<(string Executor, Way Way), double[]> Measure(PublishedTool tool, string arguments)
    {
        var walls = new Dictionary<(string, Way), double[]>();
        foreach (var (isolate, alone, company) in new[] { ("", Way.Alone, Way.InCompany), (" --isolate", Way.IsolatedAlone, Way.IsolatedInCompany) })
        {
            foreach (var executor in Executors)
                Add(Run($"{arguments}{isolate} -e {executor}"), alone);
            Add(Run($"{arguments}{isolate} -e {string.Join(',', Executors)}"), company);
        }
        return walls;

        List<Dictionary<string, string>> Run(string line) => Rows(tool, $"run {line} -w 2 {Rounds} -q --csv -");
        void Add(List<Dictionary<string, string>> rows, Way way)
        {
            foreach (var runs in rows.Where(row => row["phase"] == "measure").GroupBy(row => row["executor"]))
                walls[(runs.Key, way)] = [.. runs.Select(row => PublishedTool.Number(row, "wall_s"))];
        }
    }

    private static List<Dictionary<string, string>> Rows(PublishedTool tool, string arguments)
    {
        using var process = Process.Start(tool.Command(arguments))!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{arguments}' ended with {process.ExitCode}.");
        var names = lines[0].Split(',');
        // Nothing that is run here has a comma in its rows.
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(field => field.First, field => field.Second))];
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Half of what lies between the least and the most but one at either end, relative to the middle.</summary>
    private static double RelativeSpread(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[^2] - sorted[1]) / 2 / sorted[sorted.Length / 2];
    }

    private enum Way
    {
        Alone,
        InCompany,
        IsolatedAlone,
        IsolatedInCompany,
    }
}

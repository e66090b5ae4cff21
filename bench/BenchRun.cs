using System.Diagnostics;
using Partime.Tool.Analysis;

namespace Partime.Bench;

/// <summary>What the benches of one start share: the tool, its sizes, a scratch folder, and the count of missed goals.</summary>
internal sealed class BenchRun : IDisposable
{
    private readonly BenchOptions options;
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("partime-bench-");
    private readonly Lazy<PublishedTool> tool;
    private readonly Lazy<PublishedTool> old;

    public BenchRun(BenchOptions options)
    {
        this.options = options;
        // The user's own plugins must not be loaded.
        Environment.SetEnvironmentVariable("PARTIME_HOME", Scratch("home"));
        Environment.SetEnvironmentVariable("PARTIME_PLUGINS", null);
        tool = new(() => options.Tool is { } path ? new PublishedTool(path) : PublishedTool.Publish(PublishedTool.Repository, Scratch("new")));
        old = new(() => options.Old switch
        {
            null => Tool,
            var path when File.Exists(path) => new PublishedTool(path),
            var commit => PublishedTool.PublishCommit(commit, Scratch("source"), Scratch("old")),
        });
    }

    /// <summary>Published on first use, and once for all benches.</summary>
    public PublishedTool Tool => tool.Value;

    /// <summary>What <c>--old</c> names. The short form compares the tool with itself if nothing is named.</summary>
    public PublishedTool Old => old.Value;

    public int GoalsMissed { get; private set; }

    public T Size<T>(T full, T small) => options.IsShort ? small : full;

    /// <summary>How many pairs or repetitions to measure.</summary>
    public int Pairs(int full) => options.Pairs ?? Size(full, 1);

    /// <summary>A path within the scratch folder. Nothing is created.</summary>
    public string Scratch(string name) => Path.Combine(scratch.FullName, name);

    /// <summary>Whether this machine or command line lacks what a bench needs.</summary>
    /// <exception cref="InvalidOperationException">A program is missing and <c>CI=true</c>: there, no bench may be skipped.</exception>
    public bool Lacks(string? need)
    {
        var lacks = need switch
        {
            null => false,
            "--old" => options.Old is null && !options.IsShort,
            "dask" => PathOf("dask-scheduler") is null,
            _ => PathOf(need) is null,
        };
        return lacks && need != "--old" && Environment.GetEnvironmentVariable("CI") == "true"
            ? throw new InvalidOperationException($"{need} is missing, and CI=true demands it.")
            : lacks;
    }

    /// <summary>Measures two ways of doing the same in turn, so that a machine that changes its speed changes it for both, and prints the
    /// ratios of the pairs.</summary>
    public void Compare(string what, string unit, double perSecond, int pairs, Func<double> ours, Func<double> peer, double? max = null)
    {
        if (!options.IsShort)
            _ = (ours(), peer());
        var times = Enumerable.Range(0, Pairs(pairs)).Select(pair => InTurn(pair, ours, peer)).ToList();
        double Middle(Func<(double Ours, double Peer), double> side) => Median(times.Select(side)) * perSecond;
        Print(what, $"{Middle(time => time.Ours):F1} {unit} / {Middle(time => time.Peer):F1} {unit}", times.Select(time => time.Ours / time.Peer), max);
    }

    /// <summary>Prints the median and its 95% confidence interval, or the range if the interval is unknown. A goal is missed if the whole interval
    /// lies above it.</summary>
    public void Print(string what, string details, IEnumerable<double> values, double? max = null)
    {
        var all = values.ToList();
        var median = Median(all);
        var (low, high) = LogMedian.Of(all).IntervalAt() is { } interval ? (interval.Low, interval.High) : (all.Min(), all.Max());
        var line = $"{what,-56} {details,-40} {median,8:G4} ({low:G4}–{high:G4})";
        if (max is { } most)
            Judge(line, $"at most {most:G4}", median <= most ? true : low > most ? false : null);
        else
            Print(line);
    }

    /// <summary>Prints a result and whether it meets its goal.</summary>
    /// <param name="line">The result.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="met">Nothing if the result is too uncertain to tell.</param>
    public void Judge(string line, string goal, bool? met)
    {
        if (met is false && !options.IsShort)
            GoalsMissed++;
        Print($"{line}   goal {goal}: {(met is null ? "inconclusive" : met.Value ? "met" : "MISSED")}");
    }

    /// <summary>The short form prints no results, as they mean nothing.</summary>
    public void Print(string line)
    {
        if (!options.IsShort)
            Console.WriteLine(line);
    }

    public void Dispose() => scratch.Delete(recursive: true);

    /// <returns><see langword="null"/> if there is no such program.</returns>
    public static string? PathOf(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The second finds the machine as the first left it, so they change places with every pair.</summary>
    private static (double Ours, double Peer) InTurn(int pair, Func<double> ours, Func<double> peer)
    {
        if (pair % 2 == 0)
            return (ours(), peer());
        var second = peer();
        return (ours(), second);
    }
}

using System.Diagnostics;
using Partime.Tool.Analysis;

namespace Partime.Bench;

/// <summary>What the benches of one start share: the tool, its sizes, a scratch folder, and the count of missed goals.</summary>
internal sealed class BenchRun : IDisposable
{
    private const int MaxPairsBesidePeers = 5;

    private readonly BenchOptions options;
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("partime-bench-");
    private readonly Lazy<PublishedTool> tool;
    private readonly Lazy<PublishedTool> old;
    private readonly List<Result> results = [];
    private readonly AsyncLocal<string> bench = new();

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

    /// <summary>What was measured so far, in the order in which it was.</summary>
    public IReadOnlyList<Result> Results => results;

    /// <summary>The bench that is measuring.</summary>
    public string Bench
    {
        get => bench.Value ?? "";
        set => bench.Value = value;
    }

    /// <summary>Whether the results are written to files of this repository.</summary>
    public bool WritesFiles => options.IsBesidePeers && !options.IsShort;

    public T Size<T>(T full, T small) => options.IsShort ? small : full;

    /// <summary>How many pairs or repetitions to measure. Beside all peers, few: the whole has to end in minutes.</summary>
    public int Pairs(int full) => options.Pairs ?? Size(options.IsBesidePeers ? Math.Min(full, MaxPairsBesidePeers) : full, 1);

    /// <summary>A path within the scratch folder of the bench that is measuring: in the short form several measure at once. The file is not created.</summary>
    public string Scratch(string name) => Path.Combine(scratch.CreateSubdirectory($"bench-{Bench}").FullName, name);

    /// <summary>Whether this machine or command line lacks what a bench needs.</summary>
    /// <exception cref="InvalidOperationException">A program is missing and <c>CI=true</c>: there, none of the benches but that of HTTP may be skipped.</exception>
    public bool Lacks(string? need)
    {
        var lacks = need switch
        {
            null => false,
            "--old" => options.Old is null && !options.IsShort,
            "dask" => PathOf("dask-scheduler") is null,
            _ => PathOf(need) is null,
        };
        return lacks && need is not ("--old" or "nginx") && Environment.GetEnvironmentVariable("CI") == "true"
            ? throw new InvalidOperationException($"{need} is missing, and CI=true demands it.")
            : lacks;
    }

    /// <summary>Leaves out a bench that lacks what it needs.</summary>
    public void Skip(Benchmark benchmark)
    {
        Console.WriteLine($"{benchmark.Name} is skipped, because it needs {benchmark.Needs}.");
        lock (results)
            results.Add(new Result(Bench, $"all of {benchmark.Name}", "") { Missing = $"it needs {benchmark.Needs}" });
    }

    /// <summary>Leaves out what cannot be measured here.</summary>
    public void Omit(string what, string why, string peer = "") => Add(new Result(Bench, what, peer) { Missing = why });

    /// <summary>Measures two ways of doing the same in turn and prints the ratios of the pairs.</summary>
    /// <param name="what">Both, with a slash between them.</param>
    /// <param name="unit">The unit of what is printed.</param>
    /// <param name="perSecond">How many of it are a second.</param>
    /// <param name="pairs">How many pairs the full form measures.</param>
    /// <param name="ours">The one.</param>
    /// <param name="peer">The other.</param>
    /// <param name="max">The goal for the ratio.</param>
    public void Compare(string what, string unit, double perSecond, int pairs, Func<double> ours, Func<double> peer, double? max = null)
    {
        var parts = what.Split(" / ", 2);
        Compare(parts[0], unit, perSecond, pairs, ours, [new Peer(parts.Length > 1 ? parts[1] : "", peer, max)]);
    }

    /// <summary>The same with several others. All are measured in turn, so that a machine that changes its speed changes it for all.</summary>
    public void Compare(string what, string unit, double perSecond, int rounds, Func<double> ours, IReadOnlyList<Peer> peers)
    {
        foreach (var peer in peers.Where(peer => peer.Missing is not null))
            Omit(what, peer.Missing!, peer.Name);
        List<Peer> present = [.. peers.Where(peer => peer.Missing is null)];
        List<Func<double>> all = [ours, .. present.Select(peer => peer.Measure)];
        if (!options.IsShort)
            all.ForEach(measure => measure());
        var times = Enumerable.Range(0, Pairs(rounds)).Select(round => InTurn(round, all)).ToList();
        for (var number = 0; number < present.Count; number++)
            Add(ResultOf(what, present[number].Name, times.Select(round => round[0] / round[number + 1]), present[number].Max) with
            {
                IsLimit = present[number].IsLimit,
                Ours = Text(times.Select(round => round[0])),
                Theirs = Text(times.Select(round => round[number + 1])),
            });

        string Text(IEnumerable<double> seconds) => Median(seconds) * perSecond is var median && median < 1_000 ? $"{median:G4} {unit}" : $"{median:N0} {unit}";
    }

    /// <summary>Prints the median and its 95% confidence interval, or the range if the interval is unknown. A goal is missed if the whole interval
    /// lies above it.</summary>
    public void Print(string what, string details, IEnumerable<double> values, double? max = null, bool isBesideLimit = false)
    {
        var parts = what.Split(" / ", 2);
        Add(ResultOf(parts[0], parts.Length > 1 ? parts[1] : "", values, max) with { Ours = details, IsLimit = isBesideLimit });
    }

    private Result ResultOf(string what, string peer, IEnumerable<double> values, double? max)
    {
        var all = values.ToList();
        var (low, high) = LogMedian.Of(all).IntervalAt() is { } interval ? (interval.Low, interval.High) : (all.Min(), all.Max());
        return new Result(Bench, what, peer) { Median = Median(all), Low = low, High = high, Max = max };
    }

    private void Add(Result result)
    {
        lock (results)
            results.Add(result);
        var what = result.Peer.Length == 0 ? result.What : $"{result.What} / {result.Peer}";
        if (result.Missing is { } missing)
        {
            Print($"{what}: not measured, because {missing}");
            return;
        }
        var line = $"{what,-72} {(result.Theirs.Length == 0 ? result.Ours : $"{result.Ours} / {result.Theirs}"),-32} {result.Median,8:G4} ({result.Low:G4}–{result.High:G4})";
        if (result.Max is { } max)
            Judge(line, $"at most {max:G4}", result.IsMet);
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
    public static string? PathOf(string program) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>How many programs wanted a CPU in the last minute, on average.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

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

    /// <summary>Each finds the machine as the one before left it, so they change places with every round.</summary>
    private static double[] InTurn(int round, List<Func<double>> all)
    {
        var seconds = new double[all.Count];
        for (var turn = 0; turn < all.Count; turn++)
        {
            var place = (round / 2 + turn) % all.Count;
            var number = round % 2 == 0 ? place : all.Count - 1 - place;
            seconds[number] = all[number]();
        }
        return seconds;
    }
}

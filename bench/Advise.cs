using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partime.Bench;

/// <summary>What <c>advise</c> says of workloads whose kind, main loss and best choice are known, beside a sweep that measures everything.</summary>
internal static partial class Advise
{
    private const double MinRight = 0.9;
    private const double MaxSlower = 1.08;
    private const double MaxShare = 1.0 / 3;
    private const int MinRounds = 3;
    private const int Repetitions = 7;

    private static readonly string Long = string.Join(',', Enumerable.Repeat("0.01", 20)) + ",0.2";

    /// <summary>Locks do not reach beyond a process, so worker processes would be the right advice against one: it is not among the executors there.
    /// Whether computing pays on two CPUs depends on whether they share a core, and whether memory is shared on the machine: there the sweep decides.</summary>
    private static readonly Planted[] All =
    [
        new("spin", "planted-compute -i 10 --times 50", null, "cpu-bound") { IsRight = advice => advice.Executor != "async" && advice.Workers <= Environment.ProcessorCount },
        new("sleep", "sleep -i 0.01 --times 100", "sleep -i 0.001 --times 4 -e serial,threads", "waiting") { IsRight = advice => advice.Verdict == "parallel" && advice.Workers >= 8 },
        new("a lock around everything", "planted-serialised -i 10 --times 50 -e serial,threads", null, "contended", "contention") { IsRight = IsSerial },
        new("a lock around a sleep", "planted-lock -i 0.01 --times 50 -e serial,threads", null, "contended", "contention") { IsRight = IsSerial },
        new("empty tasks", "empty -i 0..2000000", "empty -i 0..100 -e serial,threads", Part: "dispatch") { IsRight = advice => advice.Verdict == "serial" || advice.ChunkSize == "auto" },
        new("a task of half the total", $"planted-sleep -i {Long} --set tasks=21 -w 1,2,4", null, "waiting", "imbalance")
            { IsRight = advice => advice.Verdict == "parallel" && advice.Text.Contains("Put the longest tasks first", StringComparison.Ordinal) },
        new("allocating", "planted-garbage -i 20 --times 50", null, "allocating") { IsRight = advice => advice.Text.Contains("DOTNET_gcServer=1", StringComparison.Ordinal) },
        new("a walk through memory", "planted-walk -i 1 --times 20 --set megabytes=1000 -e serial,threads", null, "memory-bound,cpu-bound"),
    ];

    public static void Run(BenchRun run)
    {
        foreach (var planted in All.Where(planted => run.Size(planted.Full, planted.Short) is not null))
        {
            var answers = Enumerable.Range(0, run.Pairs(10)).Select(_ => Ask(run, planted)).ToList();
            var right = answers.Count(planted.Accepts);
            run.Judge($"{planted.Name,-26} right {right} of {answers.Count}: {Counted(answers)}", $"at least {MinRight:P0}", right >= MinRight * answers.Count);
            Compare(run, planted, answers);
        }
    }

    private static bool IsSerial(Answer answer) => answer.Verdict == "serial";

    private static string Counted(IEnumerable<Answer> answers) =>
        string.Join("; ", answers.GroupBy(answer => answer.ToString()).OrderByDescending(same => same.Count()).Select(same => $"{same.Count()} × {same.Key}"));

    private static Answer Ask(BenchRun run, Planted planted)
    {
        var (json, csv) = (run.Scratch("advice.json"), run.Scratch("advice.csv"));
        var text = run.Tool.Output($"advise {Arguments(run, planted)} --budget {run.Size("5s", "10ms")} --json {json} --csv {csv}");
        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var root = document.RootElement;
        var advice = root.GetProperty("advice");
        return new Answer(
            advice.GetProperty("verdict").GetString()!,
            new Configuration(advice.GetProperty("executor").GetString()!, advice.GetProperty("workers").GetInt32().ToString(CultureInfo.InvariantCulture), advice.GetProperty("chunk_size").ToString()),
            advice.GetProperty("rounds").GetInt32(),
            root.GetProperty("work").GetProperty("kind").GetString()!,
            Loss().Match(text) is { Success: true } loss ? loss.Groups["part"].Value : "none",
            text,
            Measured(PublishedTool.Parse(File.ReadAllText(csv))));
    }

    /// <summary>A sweep measures every configuration in as many rounds as advise needed for what it chose. Its fastest is also the luckiest of many noisy medians, so
    /// that one and what was advised are measured once more, in turn.</summary>
    private static void Compare(BenchRun run, Planted planted, List<Answer> answers)
    {
        var defaults = (run.Size(planted.Full, planted.Short)!.Contains(" -e ", StringComparison.Ordinal) ? "" : " -e serial,threads,async,process-pool") + (planted.Full.Contains(" -w ", StringComparison.Ordinal) ? "" : run.Size(" -w 1,2,4,8,16,32,64", " -w 2"));
        var rounds = run.Size(Math.Max(MinRounds, (int)BenchRun.Median(answers.Select(answer => (double)answer.Rounds))), 1);
        var rows = run.Tool.Rows($"run {Arguments(run, planted)}{defaults} --chunk-size 1,auto --warmup 0 --rounds {rounds} -q --csv -");
        // Tasks that do not wait take turns under async: no choice, however fast the machine was in those rounds.
        var best = rows.Where(row => row["executor"] != "async" || planted.Kinds == "waiting").GroupBy(Configuration.Of).MinBy(MedianSeconds)!.Key;
        var slower = answers.GroupBy(answer => answer.Configuration).ToDictionary(same => same.Key, same => same.Key == best ? 1 : Ratio(run, planted, same.Key, best));
        var agreeing = answers.Count(answer => slower[answer.Configuration] <= MaxSlower);
        run.Judge($"{"",-26} agrees with the sweep {agreeing} of {answers.Count}: at worst {slower.Values.Max():F2} times as long as its fastest, {best}", $"at least {MinRight:P0} within {MaxSlower - 1:P0}", agreeing >= MinRight * answers.Count);
        var share = BenchRun.Median(answers.Select(answer => answer.Seconds)) / Measured(rows);
        run.Judge($"{"",-26} measures {share:F2} of the time of the sweep, which is {Measured(rows):F1} s in {rounds} rounds", $"at most {MaxShare:F2}", share <= MaxShare);
    }

    private static double Ratio(BenchRun run, Planted planted, Configuration advised, Configuration best)
    {
        var ratios = Enumerable.Range(0, run.Size(Repetitions, 1)).Select(pair =>
        {
            // The second finds the machine as the first left it.
            var other = pair % 2 == 0 ? 0 : Seconds(best);
            var seconds = Seconds(advised);
            return seconds / (pair % 2 == 0 ? Seconds(best) : other);
        });
        return BenchRun.Median(ratios);

        double Seconds(Configuration one) => MedianSeconds(run.Tool.Rows($"run {Arguments(run, planted, withExecutors: false)} {one.Options} --warmup 1 --rounds {run.Size(MinRounds, 1)} -q --csv -").Where(row => row["phase"] == "measure"));
    }

    private static double MedianSeconds(IEnumerable<Dictionary<string, string>> rows) => BenchRun.Median(rows.Select(row => PublishedTool.Number(row, "wall_s")));

    private static string Arguments(BenchRun run, Planted planted, bool withExecutors = true) =>
        $"{Workload(run.Size(planted.Full, planted.Short)!, withExecutors)} --plugin {PublishedTool.Plugin("Planted")}{(planted.Full.StartsWith("empty", StringComparison.Ordinal) ? $" --plugin {PublishedTool.Plugin("Empty")}" : "")}";

    private static string Workload(string options, bool withExecutors) => withExecutors ? options : Choices().Replace(options, "");

    [GeneratedRegex(" loses most by (?<part>[^:]+): ")]
    private static partial Regex Loss();

    [GeneratedRegex(" -[ew] [^ ]+")]
    private static partial Regex Choices();

    private static double Measured(IEnumerable<Dictionary<string, string>> rows) => rows.Sum(row => PublishedTool.Number(row, "wall_s"));

    /// <param name="Name">What it is.</param>
    /// <param name="Full">The workload with its options.</param>
    /// <param name="Short">The same for the short form; <see langword="null"/> if it is left out there.</param>
    /// <param name="Kinds">The right kinds of work; <see langword="null"/> for any.</param>
    /// <param name="Part">The largest loss that is named; <see langword="null"/> for any.</param>
    private sealed record Planted(string Name, string Full, string? Short, string? Kinds = null, string? Part = null)
    {
        public Func<Answer, bool> IsRight { get; init; } = _ => true;

        public bool Accepts(Answer answer) => (Kinds?.Split(',').Contains(answer.Kind) ?? true) && (Part is null || answer.Part == Part) && IsRight(answer);
    }

    private sealed record Configuration(string Executor, string Workers, string ChunkSize)
    {
        public static Configuration Of(Dictionary<string, string> row) => new(row["executor"], row["workers"], row["chunk_size"].Length == 0 ? "auto" : row["chunk_size"]);

        public string Options => $"-e {Executor}{(Executor == "serial" ? "" : $" -w {Workers}")} --chunk-size {ChunkSize}";

        public override string ToString() => $"{Executor} × {Workers}{(ChunkSize == "1" ? "" : $", chunks {ChunkSize}")}";
    }

    private sealed record Answer(string Verdict, Configuration Configuration, int Rounds, string Kind, string Part, string Text, double Seconds)
    {
        public string Executor => Configuration.Executor;

        public string ChunkSize => Configuration.ChunkSize;

        public int Workers => int.Parse(Configuration.Workers, CultureInfo.InvariantCulture);

        public override string ToString() => $"{Verdict} {Configuration}, {Kind}, {Part}";
    }
}

namespace Partime.Bench;

/// <param name="Name">What it is called on the command line.</param>
/// <param name="What">What it measures; a slash stands between what is divided.</param>
/// <param name="Goal">What the result should be.</param>
/// <param name="Takes">How long the full form takes on two cores.</param>
/// <param name="Run">Measures and prints.</param>
/// <param name="Needs">The program or the option without which it cannot run.</param>
/// <param name="HasPeers">Whether it compares partime with other programs.</param>
internal sealed record Benchmark(string Name, string What, string Goal, string Takes, Action<BenchRun> Run, string? Needs = null, bool HasPeers = false);

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    private const string BesidePeers = "peers";

    public List<string> Names { get; } = [];
    public bool Help { get; private set; }
    public bool IsShort { get; private set; }

    /// <summary>Whether to run all benches that have peers, and to write what they find.</summary>
    public bool IsBesidePeers { get; private set; }

    public int? Pairs { get; private set; }
    public string? Tool { get; private set; }
    public string? Old { get; private set; }

    /// <exception cref="FormatException">An argument is wrong.</exception>
    public static BenchOptions Parse(string[] arguments, string[] names)
    {
        var options = new BenchOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
            switch (argument)
            {
                case "-h" or "--help":
                    options.Help = true;
                    break;
                case "--short":
                    options.IsShort = true;
                    break;
                case "--pairs":
                    options.Pairs = int.TryParse(Value(), out var pairs) && pairs > 0 ? pairs : throw new FormatException("--pairs takes a number from 1.");
                    break;
                case "--tool":
                    options.Tool = Path.GetFullPath(Value());
                    if (!File.Exists(options.Tool))
                        throw new FormatException($"There is no file '{options.Tool}'.");
                    break;
                case "--old":
                    options.Old = Value();
                    break;
                case BesidePeers:
                    options.IsBesidePeers = true;
                    break;
                default:
                    options.Names.Add(names.Contains(argument) ? argument : throw new FormatException($"There is no bench or option '{argument}'."));
                    break;

                    string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException($"{argument} needs a value.");
            }
        return options;
    }

    public static string HelpOf(Benchmark[] benchmarks) => $"""
        Measures what partime costs. Runs the named benches, or all of them.

        Usage: dotnet run -c Release --project bench -- [options] [NAME...]

        {BesidePeers} runs those with a star, in about 10 minutes, and writes bench/RESULTS.md and docs/task-length.svg. bench/peers.sh installs the peers from Debian; a missing
        one is not measured.

        Benches ('a / b' prints the median ratio of a to b, measured in turn, and its 95% confidence interval):
        {string.Join('\n', benchmarks.Select(Line))}

        Options:
          --short           Check that the benches run: tiny sizes, several benches at once, no figures, no goals.
          --pairs N         Measure N pairs or repetitions instead of each bench's own number.
          --tool PATH       Measure this executable. Default: src/Tool, published once for all benches.
          --old PATH|COMMIT The version that old-and-new compares with: an executable, or a commit, which it publishes.
          -h, --help        Show this help.

        Exit codes:
          0  all benches ran, and no goal was missed; a bench that lacks what it needs is skipped, but fails if CI=true, unless it is http
          1  a bench failed, or an argument is wrong
          2  all benches ran, and a goal was missed: its line ends with MISSED, the whole 95% confidence interval lies above the goal

        """;

    private static string Line(Benchmark benchmark) =>
        $"  {(benchmark.HasPeers ? "*" : " ")} {benchmark.Name,-17} {benchmark.Takes,6}  {benchmark.What}. Goal: {benchmark.Goal}.{(benchmark.Needs is { } needs ? $" Needs {needs}." : "")}";
}

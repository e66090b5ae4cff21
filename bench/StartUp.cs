using System.Diagnostics;

namespace Partime.Bench;

/// <summary>How long commands take that measure next to nothing, beside an empty .NET program.</summary>
internal static class StartUp
{
    private const int Pairs = 15;

    private static readonly (string Arguments, double Max)[] Commands =
    [
        ("--version", 1.5),
        ("list", 2.5),
        ("run sleep -i 0 -e serial --rounds 1 --csv -", 4),
        ("run sleep -i 0 -e process-pool --rounds 1 --csv -", 6),
    ];

    public static void Run(BenchRun run)
    {
        foreach (var (arguments, max) in Commands[run.Size(0, 3)..])
            run.Compare(arguments, "ms", 1e3, Pairs, () => run.Tool.Seconds(arguments), [EmptyProgram(max), Peer.Limit("true, a program in C", () => Seconds("true"))]);
    }

    /// <summary>.NET itself.</summary>
    public static Peer EmptyProgram(double? max = null) => Peer.Limit("an empty .NET program", () => Seconds(Path.Combine(AppContext.BaseDirectory, "EmptyProgram")), max);

    /// <summary>At once.</summary>
    public static Peer EmptyPrograms(int count) => Peer.Limit($"{count} empty .NET programs at once", () => BenchRun.Seconds(() =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, _ => Seconds(Path.Combine(AppContext.BaseDirectory, "EmptyProgram")))));

    private static double Seconds(string program) => BenchRun.Seconds(() => PublishedTool.OutputOf(new ProcessStartInfo(program)));
}

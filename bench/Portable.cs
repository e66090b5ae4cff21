namespace Partime.Bench;

/// <summary>Worker processes as Windows and macOS have them beside those of Linux, on Linux.</summary>
internal static class Portable
{
    private const int Pairs = 11;

    public static void Run(BenchRun run)
    {
        var portable = run.Tool with { Workers = "portable" };
        var tasks = run.Size(2_000_000, 1_000);
        foreach (var state in run.Size<string[]>(["cold", "warm"], ["warm"]))
            Compare($"empty task, {state}", "ns", 1e9, tool => tool.Run($"empty -i 0..{tasks} -e process-pool -w 2 --chunk-size 1 --pool {state}", "run_s") / tasks, 1.2);
        Compare("pool of 2", "ms", 1e3, tool => tool.Run("empty -i 0..2 -e process-pool -w 2", "wall_s"), 1.5);
        Compare("a process for one task", "ms", 1e3, tool => tool.Run("empty -i 0 -e process", "wall_s"), 1.5);

        void Compare(string what, string unit, double perSecond, Func<PublishedTool, double> measure, double max) =>
            run.Compare($"{what} / as Linux has it", unit, perSecond, Pairs, () => measure(portable), () => measure(run.Tool), max);
    }
}

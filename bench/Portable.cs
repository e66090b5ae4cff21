namespace Partime.Bench;

/// <summary>Worker processes as Windows and macOS have them beside those of Linux, on Linux.</summary>
internal static class Portable
{
    private const int Pairs = 11;

    public static void Run(BenchRun run)
    {
        var portable = run.Tool with { Workers = "portable" };
        var tasks = run.Size(2_000_000, 1_000);
        var memory = Directory.CreateDirectory($"/dev/shm/partime-bench-{Environment.ProcessId}");
        try
        {
            // Linux' own board is in memory. Beside a file on a disk, what is compared are also file systems.
            var inMemory = portable with { Temporary = memory.FullName };
            foreach (var state in run.Size<string[]>(["cold", "warm"], ["warm"]))
            {
                Compare($"empty task, {state}, its file in memory", inMemory, "ns", 1e9, tool => EmptyTask(tool, state), 1.2);
                Compare($"empty task, {state}, its file in the temporary folder", portable, "ns", 1e9, tool => EmptyTask(tool, state), 1.2);
            }
        }
        finally
        {
            memory.Delete(recursive: true);
        }
        Compare("pool of 2", portable, "ms", 1e3, tool => tool.Run("empty -i 0..2 -e process-pool -w 2", "wall_s"), 1.5);
        Compare("a process for one task", portable, "ms", 1e3, tool => tool.Run("empty -i 0 -e process", "wall_s"), 1.5);

        double EmptyTask(PublishedTool tool, string state) =>
            tool.Run($"empty -i 0..{tasks} -e process-pool -w 2 --chunk-size 1 --pool {state}", "run_s") / tasks;

        void Compare(string what, PublishedTool tool, string unit, double perSecond, Func<PublishedTool, double> measure, double max) =>
            run.Compare($"{what} / as Linux has it", unit, perSecond, Pairs, () => measure(tool), () => measure(run.Tool), max);
    }
}

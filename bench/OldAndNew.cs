namespace Partime.Bench;

/// <summary>Whether another version of partime starts faster, or takes less per task.</summary>
internal static class OldAndNew
{
    private const int Pairs = 15;
    private const double Max = 1.05;

    public static void Run(BenchRun run)
    {
        string[] commands = ["list", "--version", "run sleep -i 0 -e serial -q --rounds 1"];
        foreach (var command in run.Size(commands, commands[..1]))
            run.Compare($"'{command}'", "ms", 1e3, Pairs, () => run.Tool.Seconds(command), () => run.Old.Seconds(command), Max);
        Compare("pool of 2", "empty -i 0..2 -e process-pool -w 2", "wall_s", "ms", 1e3);
        Compare("a process for one task", "empty -i 0 -e process", "wall_s", "ms", 1e3);
        var tasks = run.Size(2_000_000, 1_000);
        string[] executors = ["threads -w 2 --warmup 2", "serial --warmup 2", "process-pool -w 2"];
        foreach (var executor in run.Size(executors, executors[..1]))
            Compare($"empty task, {executor}", $"empty -i 0..{tasks} -e {executor}", "run_s", "ns", 1e9 / tasks);

        void Compare(string what, string arguments, string column, string unit, double perSecond) =>
            run.Compare(what, unit, perSecond, Pairs, () => run.Tool.Run(arguments, column), () => run.Old.Run(arguments, column), Max);
    }
}

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
        var tasks = run.Size(2_000_000, 1_000);
        (string What, string Arguments, string Column, string Unit, double PerSecond)[] runs =
        [
            ("pool of 2", "empty -i 0..2 -e process-pool -w 2", "wall_s", "ms", 1e3),
            ("a process for one task", "empty -i 0 -e process", "wall_s", "ms", 1e3),
            .. from executor in (string[])["threads -w 2 --warmup 2", "serial --warmup 2", "process-pool -w 2"]
               select ($"empty task, {executor}", $"empty -i 0..{tasks} -e {executor}", "run_s", "ns", 1e9 / tasks),
        ];
        foreach (var (what, arguments, column, unit, perSecond) in run.Size(runs, runs[..1]))
            run.Compare(what, unit, perSecond, Pairs, () => run.Tool.Run(arguments, column), () => run.Old.Run(arguments, column), Max);
    }
}

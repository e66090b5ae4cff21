using System.Globalization;

namespace Partime.Bench;

/// <summary>What many tasks cost: the time to write a row for each, beside Python's csv.writer with rows that are in memory, and the memory of
/// the parent process.</summary>
internal static class TaskRows
{
    private const double MaxMegabytes = 300;

    public static void Run(BenchRun run)
    {
        var tasks = run.Size(1_000_000, 2_000);
        using var python = new Python();
        var file = run.Scratch("tasks.csv");
        var arguments = $"empty -i 0..{tasks} -e serial";
        // What the rows add to the whole command: results are kept as text, and written after the run.
        double PerRow() => (Seconds($"{arguments} --tasks-csv {file}") - Seconds(arguments)) / tasks;
        run.Compare("row of a task", "µs", 1e6, 5, PerRow,
        [
            new Peer("csv.writer with numbers", () => python.Measure($"write-numbers {file}"), 1.0 / 4),
            new Peer("csv.writer with ready text", () => python.Measure($"write-text {file}")),
            Peer.Limit("the same bytes in one block", () => python.Measure($"write-bytes {file} {tasks}")),
        ]);

        var (withRows, _) = PeakMemory(run, $"{arguments} --tasks-csv {file}", tasks);
        var (withOne, _) = PeakMemory(run, $"empty -i 0..1 -e serial --tasks-csv {file}", 1);
        run.Print($"{tasks:N0} tasks with rows, serial", "bytes per task, peak RSS", [(withRows - withOne) / (double)tasks]);
        var many = run.Size(10_000_000, 10_000);
        var (own, shared) = PeakMemory(run, $"empty -i 0..{many} -e process-pool -w 2", many);
        run.Print($"{many:N0} empty tasks, parent's peak RSS", $"MB without the board's {shared / 1e6:F0} MB", [own / 1e6], MaxMegabytes);

        double Seconds(string command) => BenchRun.Seconds(() => run.Tool.Run(command));
    }

    private static (long Own, long Shared) PeakMemory(BenchRun run, string arguments, long tasks)
    {
        var (own, shared) = (0L, 0L);
        var row = run.Tool.Run(arguments, pid =>
        {
            var memory = MemoryOf(pid);
            (own, shared) = (Math.Max(own, memory.Own), Math.Max(shared, memory.Shared));
        });
        return PublishedTool.Number(row, "tasks_ok") == tasks ? (own, shared) : throw new InvalidOperationException($"'{arguments}' has {row["tasks_ok"]} tasks that are ok.");
    }

    /// <summary>The board of worker processes counts as shared as long as /dev/shm has room for it.</summary>
    private static (long Own, long Shared) MemoryOf(int pid)
    {
        try
        {
            var fields = File.ReadLines($"/proc/{pid}/status").Select(line => line.Split(':', 2)).ToDictionary(field => field[0], field => field[1]);
            long Bytes(string name) => long.Parse(fields[name].AsSpan().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024;
            return (Bytes("RssAnon") + Bytes("RssFile"), Bytes("RssShmem"));
        }
        catch (Exception exception) when (exception is IOException or KeyNotFoundException)
        {
            // It has just ended.
            return default;
        }
    }
}

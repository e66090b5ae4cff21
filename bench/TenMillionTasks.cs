using System.Globalization;

namespace Partime.Bench;

/// <summary>What ten million tasks cost the parent in memory, besides the board that it shares with its workers.</summary>
internal static class TenMillionTasks
{
    private const int Tasks = 10_000_000;
    private const double MostMegabytes = 300;

    public static void Measure(PublishedTool tool)
    {
        using var process = tool.Start($"empty -i 0..{Tasks} -e process-pool -w 2");
        var (own, shared) = (0L, 0L);
        // Its output is one row, which fits into the pipe: nobody has to read it before the end.
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            var memory = MemoryOf(process.Id);
            own = Math.Max(own, memory.Own);
            shared = Math.Max(shared, memory.Shared);
        }
        var row = PublishedTool.Finish(process);
        Goal.Print($"{Tasks:N0} empty tasks, parent's peak RSS",
            string.Create(CultureInfo.InvariantCulture, $"MB without the board's {shared / 1e6:F0} MB, {row["tasks_ok"]} ok"), [own / 1e6], MostMegabytes);
    }

    /// <summary>The board counts as shared as long as /dev/shm has room for it.</summary>
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

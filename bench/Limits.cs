using System.Globalization;

namespace Partime.Bench;

/// <summary>Large sessions: what they take in time, memory and on disk, and whether that grows no faster than they do.</summary>
internal static class Limits
{
    /// <summary>Four times as much may take a third more each: caches are left, and heaps grow in steps.</summary>
    private const double MaxGrowth = 1.33;

    private const int Few = 2, Times = 4;
    private const int Rounds = 3;

    /// <summary>What there may be many of, in the full and in the short form, which leaves out those of 0.</summary>
    private static readonly (string What, int Most, int Small, Func<string, int, string> Arguments)[] All =
    [
        ("tasks", 10_000_000, 0, (_, tasks) => $"empty -i 0..{tasks} -e serial"),
        ("tasks in worker processes", 10_000_000, 0, (_, tasks) => $"empty -i 0..{tasks} -e process-pool -w 2"),
        ("tasks with rows", 2_000_000, 0, (file, tasks) => $"empty -i 0..{tasks} -e serial --tasks-csv {file}"),
        ("results of 1 MiB with rows", 400, 16, (file, tasks) => $"planted-text -i 0..{tasks} -e threads -w 2 --tasks-csv {file} --plugin {PublishedTool.Plugin("Planted")}"),
        ("configurations", 1_000, 40, (file, count) => $"empty -i 0..2 -e threads,async -w 2 --chunk-size {string.Join(',', Enumerable.Range(1, count / 2))} --csv {file}"),
        ("worker processes", 64, 0, (_, workers) => $"empty -i 0..{workers * 10} -e process-pool -w {workers} --pool warm"),
        ("threads", 256, 0, (_, workers) => $"sleep -i 0.01 --times {workers * 10} -e threads -w {workers}"),
    ];

    public static void Run(BenchRun run)
    {
        foreach (var (what, full, small, arguments) in All)
            if (run.Size(full, small) is > 0 and var most)
                Grow(run, what, most, arguments);
    }

    /// <summary>Measures so many, and a quarter of them, in turn. What a session of two takes is subtracted from both.</summary>
    private static void Grow(BenchRun run, string what, int most, Func<string, int, string> arguments)
    {
        var measured = Enumerable.Range(0, run.Pairs(Rounds)).Select(_ => (Few: Measure(Few), Fewer: Measure(most / Times), Most: Measure(most))).ToList();
        Print("time", "µs", 1e6, taken => taken.Seconds);
        Print("memory of partime", "KB", 1e-3, taken => taken.Memory);
        Print("disk", "KB", 1e-3, taken => taken.Disk);

        Taken Measure(int count)
        {
            var file = run.Scratch("limits.csv");
            File.Delete(file);
            var memory = 0L;
            var command = $"run {arguments(file, count)} --rounds 1 -q --plugin {PublishedTool.Plugin("Empty")}";
            var seconds = BenchRun.Seconds(() => run.Tool.Output(command, pid => memory = Math.Max(memory, PeakMemory(pid))));
            return new Taken(seconds, memory, File.Exists(file) ? new FileInfo(file).Length : 0);
        }

        void Print(string of, string unit, double perUnit, Func<Taken, double> taken)
        {
            if (measured.All(three => taken(three.Most) == 0))
                return;
            var each = BenchRun.Median(measured.Select(three => Each(three.Most, most, three.Few))) * perUnit;
            run.Print($"{most:N0} {what}, {of} each / of {most / Times:N0}", string.Create(CultureInfo.InvariantCulture, $"{each:G3} {unit}"), measured.Select(three => Each(three.Most, most, three.Few) / Each(three.Fewer, most / Times, three.Few)), MaxGrowth);

            double Each(Taken some, int count, Taken few) => (taken(some) - taken(few)) / (count - Few);
        }
    }

    /// <summary>Its own and shared.</summary>
    private static long PeakMemory(int pid)
    {
        try
        {
            return long.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).AsSpan("VmHWM:".Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }

    private sealed record Taken(double Seconds, long Memory, long Disk);
}

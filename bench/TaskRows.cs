using System.Diagnostics;
using System.Globalization;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Bench;

/// <summary>A million tasks with a row each: the memory they take, the garbage they leave, and the time their rows take to
/// write, beside Python's csv.writer with the same rows in memory.</summary>
internal static class TaskRows
{
    private const int Tasks = 1_000_000;
    private const int Rounds = 5;

    public static async Task CompareAsync()
    {
        var folder = Directory.CreateTempSubdirectory("partime-bench-");
        try
        {
            await CompareAsync(Path.Combine(folder.FullName, "tasks.csv"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(string path)
    {
        var workload = new EmptyWorkload();
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, Tasks, 1))], times: 1);
        var layout = new BoardLayout(Tasks, [], KeepValues: true);
        Console.WriteLine($"board: {layout.Bytes / (double)Tasks:F0} bytes per task");

        using var memory = new PrivateBoardMemory(layout);
        var plan = new Plan(inputs, [new Configuration("serial", 1, 1), new Configuration("threads", 2, 1)], Warmup: 1, new RoundsSpec(Rounds));
        var session = new Session(plan, workload, name => name == "serial" ? new SerialExecutor() : new ThreadsExecutor(), memory, new SessionSettings());
        var times = new List<double>();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        await foreach (var run in session.RunAsync(CancellationToken.None))
        {
            // Results are kept as text, about 6 bytes each here; anything beyond that and the sorting of time stamps is garbage.
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{run.Planned.Configuration.Executor,-8} allocated {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)Tasks:F1} bytes per task, with summing up"));
            times.Add(Write(path, run));
            allocated = GC.GetTotalAllocatedBytes(precise: true);
        }
        times.Sort();
        var ours = times[times.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"partime: {ours:F3} s for {Tasks:N0} rows ({new FileInfo(path).Length / 1e6:F0} MB)"));
        foreach (var (what, seconds) in Python(path))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Python csv.writer, {what}: {seconds:F3} s   ratio {ours / seconds:F2}"));
    }

    private static double Write(string path, RunRecord run)
    {
        using var csv = new TasksCsv(path, CsvDialect.Plain, new ReportHeader("20260101T000000Z-0000", "empty", [], []));
        csv.Begin();
        var start = Stopwatch.GetTimestamp();
        csv.Write(run);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static IEnumerable<(string What, double Seconds)> Python(string path)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "write_rows.py"), path]) { RedirectStandardOutput = true })!;
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return (line.Split('\t')[0], double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture));
    }
}

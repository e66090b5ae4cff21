using System.Diagnostics;
using System.Globalization;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>A session with worker processes, and with a temporary folder of its own, where it must leave nothing.</summary>
internal sealed class WorkerSession(InstalledTool tool) : IDisposable
{
    private readonly TemporaryFolder files = new();
    private readonly TemporaryFolder temporary = new();
    private readonly string[] sharedMemory = [.. SharedMemory()];

    /// <summary>For the test's own files.</summary>
    public TemporaryFolder Files => files;

    /// <summary>What the tasks CSV says so far.</summary>
    public IReadOnlyList<Dictionary<string, string>> Tasks => Csv.Parse(File.ReadAllText(files["tasks.csv"]));

    public CommandLine Line(string workload, string plugin, string inputs, string executor, params string[] options)
    {
        var line = tool.Line(["run", workload, "-i", inputs, "-e", executor, "--plugin", Repository.TestPlugin(plugin), "--tasks-csv", files["tasks.csv"], "-q", .. options]);
        return line with { Environment = new Dictionary<string, string?>(line.Environment) { ["TMPDIR"] = temporary.Path } };
    }

    /// <summary>The workload that does to its process what each input says.</summary>
    public CommandLine Crashing(string inputs, string executor, params string[] options) => Line("crashing", "Crashing", inputs, executor, options);

    /// <summary>The same in bash, behind something that bash can do.</summary>
    public CommandLine CrashingBehind(string script, string inputs, string executor, params string[] options)
    {
        var line = Crashing(inputs, executor, options);
        return line with { Program = "bash", Arguments = ["-c", script + " \"$0\" \"$@\"", line.Program, .. line.Arguments] };
    }

    /// <summary>The same with worker processes as Windows and macOS have them.</summary>
    public static CommandLine OverPortable(CommandLine line, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_WORKERS"] = "portable" };
        foreach (var (name, value) in variables)
            environment[name] = value;
        return line with { Environment = environment };
    }

    public async Task<CommandResult> RunAsync(CommandLine line)
    {
        var result = await Command.RunAsync(line);
        AssertNothingIsLeft();
        Assert.DoesNotContain("Unhandled exception", result.Error, StringComparison.Ordinal);
        return result;
    }

    /// <summary>Runs it to its end, with one verdict per task, which is that of the last attempt.</summary>
    public async Task<IReadOnlyList<Dictionary<string, string>>> TasksAsync(int exitCode, CommandLine line)
    {
        (await RunAsync(line)).ShouldExitWith(exitCode);
        var tasks = Tasks.GroupBy(row => row["task"]).Select(attempts => attempts.ToList()).ToList();
        Assert.Equal(Enumerable.Range(0, InputsOf(line).Length).Select(Text), tasks.Select(attempts => attempts[0]["task"]));
        Assert.All(tasks, attempts => Assert.Equal(Enumerable.Range(1, attempts.Count).Select(Text), attempts.Select(row => row["attempt"])));
        return [.. tasks.Select(attempts => attempts[^1])];

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A file that is there as soon as a task with this input has begun, with its worker's pid in it.</summary>
    public string BeginningOf(string input) => files[$"{input}.begun"];

    /// <summary>Starts it with Ctrl-C as it usually is, and waits until every task has begun.</summary>
    public async Task<Command> StartAsync(CommandLine line)
    {
        // A shell may have started these tests in the background, with Ctrl-C ignored by it and all its children.
        var command = Command.Start(line with { Program = "env", Arguments = ["--default-signal=INT", line.Program, .. line.Arguments, "--set", $"begun={files.Path}"] });
        var beginnings = InputsOf(line).Select(BeginningOf).ToArray();
        await command.UntilAsync(() => beginnings.All(File.Exists), "every task has begun");
        return command;
    }

    /// <summary>All that it has started, and all that they have: nobody else has this temporary folder.</summary>
    public IReadOnlyList<int> Processes() => ProcessTable.With($"TMPDIR={temporary.Path}");

    /// <summary>Waits until no process of the session is there. The system sees to it, and may take a moment.</summary>
    public async Task AssertGoneWithinAsync(TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); Processes().Count > 0; await Task.Delay(10))
            Assert.True(waited.Elapsed < limit, $"still there: {string.Join(' ', Processes())}");
    }

    /// <param name="killed">A process that could not clean up: its runtime leaves sockets that are named for it.</param>
    public void AssertNothingIsLeft(int killed = 0)
    {
        Assert.Empty(Processes());
        Assert.DoesNotContain(Directory.GetFileSystemEntries(temporary.Path), path => !path.Contains($"-{killed}-", StringComparison.Ordinal));
        Assert.Empty(SharedMemory().Except(sharedMemory));
    }

    public void Dispose()
    {
        foreach (var pid in Processes())
            ProcessTable.Kill(pid);
        files.Dispose();
        temporary.Dispose();
    }

    private static string[] InputsOf(CommandLine line) => line.Arguments[Array.IndexOf(line.Arguments, "-i") + 1].Split(',');

    /// <summary>Without the folder of a bench, and the semaphores of Python, whose pools benches measure meanwhile.</summary>
    private static IEnumerable<string> SharedMemory() =>
        Directory.Exists("/dev/shm") ? Directory.GetFileSystemEntries("/dev/shm").Where(file => !IsOfBench(Path.GetFileName(file))) : [];

    private static bool IsOfBench(string name) => name.StartsWith("sem.mp-", StringComparison.Ordinal) || name.StartsWith("partime-bench-", StringComparison.Ordinal);
}

using System.Diagnostics;
using System.Text.Json;
using Partime.EndToEnd.Tests.Installation;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests.Windows;

/// <summary>partime for Windows, under Wine. A start takes long there, so each of few commands shows many facts.</summary>
[Trait("Category", "Slow")]
public sealed class WindowsTests(InstalledTool tool, WindowsTool windows) : IClassFixture<InstalledTool>, IClassFixture<WindowsTool>
{
    [Needs("wine")]
    public async Task ThreeSleepsTakeTheSumUnderSerialAndTheLongestUnderTheOthers()
    {
        var run = await RunAsync(0, "run", "sleep", "-i", "1,2,3", "--rounds", "1", "--columns", "all", "--csv", "drei Schläfer.csv", "--json", "drei.json");

        var runs = Rows("drei Schläfer.csv").ToDictionary(row => row["executor"], row => Csv.Number(row["run_s"]));
        Assert.Equal(["process-pool", "serial", "threads"], runs.Keys.Order());
        // A busy machine takes longer. No machine takes less.
        Assert.InRange(runs["serial"], 5.9, 60);
        Assert.InRange(runs["threads"], 2.9, runs["serial"]);
        Assert.InRange(runs["process-pool"], 2.9, runs["serial"]);
        // Windows' own code page has no such signs.
        Assert.Contains("threads × 3", run.Error + run.Output, StringComparison.Ordinal);
        AssertMachineIsWindows();
    }

    [Needs("wine")]
    public async Task AllExecutorsGiveTheSameResultsAndASessionThatEndedEarlyIsResumed()
    {
        string[] session = ["run", "sleep", "-i", "0,0.01", "-e", "all", "--rounds", "1"];
        await RunAsync(0, [.. session, "--csv", "alle.csv"]);
        var all = Rows("alle.csv");
        Assert.Equal(["async", "parallel", "pool-map", "process", "process-pool", "serial", "thread-pool", "threads"], all.Select(row => row["executor"]).Order());
        Assert.All(all, row => Assert.Equal(("ok", "2"), (row["status"], row["tasks_ok"])));
        Assert.Single(all.Select(row => row["result_digest"]).Distinct());

        var path = Path.Combine(windows.Files, "alle.csv");
        File.WriteAllLines(path, File.ReadAllLines(path)[..^2]);
        var resumed = await RunAsync(0, [.. session, "--resume", WindowsTool.PathOf(path)]);
        Assert.Contains("6 runs are finished, and 2 are left.", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(all.Select(row => (row["run"], row["executor"], row["result_digest"])), Rows("alle.csv").Select(row => (row["run"], row["executor"], row["result_digest"])));
    }

    [Needs("wine")]
    public async Task ATaskThatTakesItsWorkerWithItHasItsVerdictAndHarmsNoOther()
    {
        (string Trouble, string Status, string ErrorType)[] tasks =
        [
            ("exit:0", "crashed", "exit 0"),
            ("exit:3", "crashed", "exit 3"),
            ("native-exit:42", "crashed", "exit 42"),
            ("signal:9", "crashed", "exit 0xFFFFFFFF"),
            ("half", "crashed", "exit 0xFFFFFFFF"),
            // What Wine gives in place of codes of their own.
            ("segv", "crashed", "exit 0xC0000602"),
            ("failfast", "crashed", "exit 0xC0000602"),
            ("null-write", "error", "System.AccessViolationException"),
            ("throw", "error", "System.InvalidOperationException"),
            ("garbage:1", "ok", ""),
            ("threads:3", "ok", ""),
            ("farewell:5", "crashed", "exit 5"),
            ("ok", "ok", ""),
        ];
        var run = await RunAsync(2, Crashing(string.Join(',', tasks.Select(task => task.Trouble)), "process-pool", "-w", "2"));

        var rows = Rows("tasks.csv");
        Assert.True(tasks.SequenceEqual(rows.Select(row => (row["input"], row["status"], row["error_type"]))), string.Join('\n', [run.Error, .. rows.Select(row => string.Join(' ', row["input"], row["status"], row["error_type"]))]));
        Assert.Contains("failed fast as told", rows[6]["error_message"], StringComparison.Ordinal);
        Assert.EndsWith("Adieu – 3 ± 1 µs, Grüße", rows[^2]["error_message"], StringComparison.Ordinal);

        // In a session of their own, as others may take longer than that on a busy machine.
        await RunAsync(2, Crashing("late,spin,block", "process-pool", "-w", "3", "--timeout", "3s"));
        Assert.All(Rows("tasks.csv"), row => Assert.Equal(("timeout", "Timeout"), (row["status"], row["error_type"])));
        Assert.Empty(windows.Processes());
    }

    /// <summary>With arguments and inputs in files as Windows' editors write them, and with more than 260 characters in all paths.</summary>
    [Needs("wine")]
    public async Task AnIsolatedRunThatDiesCostsThatRun()
    {
        var far = Directory.CreateDirectory(Path.Combine([windows.Files, .. Enumerable.Repeat(new string('w', 100), 3)])).FullName;
        var plugin = Repository.TestPlugin("Crashing");
        foreach (var file in Directory.GetFiles(plugin))
            File.Copy(file, Path.Combine(Directory.CreateDirectory(Path.Combine(far, "Crashing")).FullName, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(far, "Eingänge.txt"), "ok\r\nexit:3\r\n\r\nok\r\n");
        var arguments = Crashing($"@{WindowsTool.PathOf(far)}\\Eingänge.txt", "threads,process-pool", "-w", "1", "--isolate", "--csv", $"{WindowsTool.PathOf(far)}\\runs.csv");
        File.WriteAllText(Path.Combine(windows.Files, "Befehl.txt"), string.Join("\r\n", arguments).Replace(WindowsTool.PathOf(plugin), $"{WindowsTool.PathOf(far)}\\Crashing", StringComparison.Ordinal));
        await RunAsync(2, "@Befehl.txt");

        Assert.Equal([("process-pool", "failed", "2"), ("threads", "error", "1")], Rows(Path.Combine(far, "runs.csv")).OrderBy(row => row["executor"]).Select(row => (row["executor"], row["status"], row["tasks_ok"])));
        Assert.Equal(["exit:3", "exit:3", "ok", "ok", "ok", "ok"], Rows("tasks.csv").Select(row => row["input"]).Order());
    }

    [Needs("wine")]
    public async Task WhenPartimeIsKilledItsWorkersAreGoneWhateverTheyDo()
    {
        string[] inputs = ["spin", "block", "patient"];
        var begun = Directory.CreateDirectory(Path.Combine(windows.Files, "begonnen")).FullName;
        using var command = Command.Start(windows.Line(tool.Packages, Crashing(string.Join(',', inputs), "process", "-w", "3", "--set", $"begun={WindowsTool.PathOf(begun)}")));
        await command.UntilAsync(() => inputs.All(input => File.Exists(Path.Combine(begun, $"{input}.begun"))), "every task has begun");
        Assert.Equal(4, windows.Processes().Count);

        await AssertAllEndWithAsync(command);
    }

    /// <summary>Wine makes Windows' event of the signal.</summary>
    [Needs("wine")]
    public async Task CtrlCCancelsTheTaskUnderWayAndKeepsTheOthers()
    {
        var begun = Directory.CreateDirectory(Path.Combine(windows.Files, "unterbrochen")).FullName;
        using var command = Command.Start(windows.Line(tool.Packages, Crashing("ok,patient", "process-pool", "-w", "1", "--set", $"begun={WindowsTool.PathOf(begun)}")));
        await command.UntilAsync(() => File.Exists(Path.Combine(begun, "patient.begun")), "the task has begun");
        // The command has its files open meanwhile, as Excel has what it shows.
        var refused = await RunAsync(1, [.. Crashing("ok", "serial"), "--append"]);
        Assert.Equal($"partime: Cannot write to {WindowsTool.PathOf(Path.Combine(windows.Files, "tasks.csv"))}: another program has it open, as Excel does with a file that it shows. Close it there, or choose another path.", refused.Error.TrimEnd());
        await command.SignalAsync("INT");

        (await command.EndAsync()).ShouldExitWith(130);
        Assert.Equal(["ok", "cancelled"], Rows("tasks.csv").Select(row => row["status"]));
        Assert.Empty(windows.Processes());
    }

    /// <summary>A task of partime's own process plays the console.</summary>
    [Needs("wine")]
    public async Task CtrlBreakAndAClosedWindowDoTheSame()
    {
        foreach (var (consoleEvent, exitCode, told) in ((string, int, string)[])[("console:1", 130, "Interrupted"), ("console:2", 129, "The terminal was closed")])
        {
            var end = await RunAsync(exitCode, Crashing($"ok,{consoleEvent}", "serial"));
            Assert.Contains($"{told}: ending the tasks under way, and finishing the files.", end.Error, StringComparison.Ordinal);
            Assert.Equal(["ok", "cancelled"], Rows("tasks.csv").Select(row => row["status"]));
        }
    }

    [Needs("wine")]
    public async Task AProgramIsATaskAndEndsWithItsTimeLimitAndWithPartime()
    {
        const string Endless = "for /l %i in (1,0,2) do @rem";
        string[] session = ["run", "command", "-i", "eins,zwei", "--rounds", "1", "-q", "--tasks-csv", "tasks.csv", "-w", "1"];
        // Under load, Wine now and then starts a program with "Internal error".
        await RunAsync(0, [.. session, "-e", "serial,process-pool", "--retries", "3", "--set", "output=value", "--", "cmd", "/c", "echo", "{}"]);
        Assert.All(Rows("tasks.csv"), row => Assert.Equal((row["input"], "0"), (row["result"], row["metric_exit_code"])));

        await RunAsync(2, [.. session, "-e", "threads", "--set", "shell=true", "--set", "timeout=1s", "--", Endless]);
        Assert.All(Rows("tasks.csv"), row => Assert.Contains("'cmd' took longer than 1 s", row["error_message"], StringComparison.Ordinal));
        Assert.Empty(windows.Processes());

        using var command = Command.Start(windows.Line(tool.Packages, [.. session, "-e", "threads", "--set", "shell=true", "--", $"echo x> endlos.txt & {Endless}"]));
        await command.UntilAsync(() => File.Exists(Path.Combine(windows.Files, "endlos.txt")), "the program has begun");
        await AssertAllEndWithAsync(command);
    }

    [Needs("wine")]
    public async Task APluginIsInstalledFromAFeedThatIsAFolderAndRunsInEveryKindOfWorker()
    {
        using var home = new PluginHome(tool);
        home.Pack("WithPrivateDependency");
        var installed = await RunAsync(0, "plugin", "install", "WithPrivateDependency", "--source", WindowsTool.PathOf(home.Packages));
        Assert.StartsWith("Installed: WithPrivateDependency 1.0.0, with the workload '", installed.Output, StringComparison.Ordinal);

        await RunAsync(0, "run", installed.Output.Split('\'')[1], "-i", "1,2", "-e", "serial,threads,process-pool", "--rounds", "1", "--tasks-csv", "tasks.csv");
        Assert.Equal(6, Rows("tasks.csv").Count(row => row["status"] == "ok"));
    }

    /// <summary>What partime has started would never end by itself. It takes 0.1 s, but other tests run at the same time.</summary>
    private async Task AssertAllEndWithAsync(Command partime)
    {
        ProcessTable.Kill(partime.Pid);
        for (var waited = Stopwatch.StartNew(); windows.Processes().Count > 0; await Task.Delay(10))
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), $"still there: {string.Join(' ', windows.Processes())}");
    }

    private void AssertMachineIsWindows()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(windows.Files, "drei.json")));
        var machine = document.RootElement.GetProperty("environment");
        Assert.StartsWith("Microsoft Windows 10", machine.GetProperty("kernel").GetString(), StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("allowed_cpus").GetInt32());
        Assert.InRange(machine.GetProperty("physical_cores").GetInt32(), 1, machine.GetProperty("logical_cpus").GetInt32());
        Assert.NotEmpty(machine.GetProperty("cpu_model").GetString()!);
        Assert.InRange(machine.GetProperty("memory_bytes").GetInt64(), 1L << 28, 1L << 45);
        // Not from the files of the Linux that Wine is on.
        Assert.Equal(JsonValueKind.Null, machine.GetProperty("frequency_governor").ValueKind);
        Assert.NotEqual("", Rows("drei Schläfer.csv")[0]["other_cpu_s"]);
    }

    private static string[] Crashing(string inputs, string executor, params string[] options) =>
        ["run", "crashing", "-i", inputs, "-e", executor, "--rounds", "1", "--plugin", WindowsTool.PathOf(Repository.TestPlugin("Crashing")), "--tasks-csv", "tasks.csv", "-q", .. options];

    private async Task<CommandResult> RunAsync(int exitCode, params string[] arguments) =>
        (await Command.RunAsync(windows.Line(tool.Packages, arguments))).ShouldExitWith(exitCode);

    private IReadOnlyList<Dictionary<string, string>> Rows(string file) => Csv.Parse(File.ReadAllText(Path.Combine(windows.Files, file)));
}

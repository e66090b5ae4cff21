namespace Partime.EndToEnd.Tests.Workers;

/// <summary>What docs/pool-conformance.md says of worker processes and takes the installed tool to see, once more over the processes that Windows and macOS have. A start costs,
/// so each shows many facts.</summary>
public sealed class PortableWorkersTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task EveryKindOfTroubleHasItsVerdictAndHarmsNoOtherTask()
    {
        (string Input, string Status, string ErrorType, string Message)[] troubles =
        [
            ("throw", "error", "System.InvalidOperationException", "thrown as told: the cause of it"),
            ("null-write", "error", "System.AccessViolationException", ""),
            ("signal:9", "crashed", "SIGKILL", "was killed by SIGKILL"),
            ("signal:15", "crashed", "SIGTERM", "was killed by SIGTERM"),
            ("segv", "crashed", "SIGSEGV", "was killed by SIGSEGV"),
            ("exit:0", "crashed", "exit 0", "exited with code 0"),
            ("exit:3", "crashed", "exit 3", "exited with code 3"),
            ("native-exit:42", "crashed", "exit 42", "exited with code 42"),
            ("farewell:5", "crashed", "exit 5", "Adieu – 3 ± 1 µs, Grüße"),
            ("failfast", "crashed", "SIGABRT", "failed fast as told"),
            ("overflow", "crashed", "SIGABRT", "Trouble.Deeper"),
            ("half", "crashed", "SIGKILL", "was killed by SIGKILL"),
            ("garbage:1", "ok", "", ""),
            ("native-garbage:1", "ok", "", ""),
            ("threads:2", "ok", "", ""),
            ("big:10", "ok", "", ""),
            ("child", "ok", "", ""),
        ];
        var tasks = await session.TasksAsync(2, WorkerSession.OverPortable(session.Crashing($"ok{string.Concat(troubles.Select(trouble => $",{trouble.Input},ok"))}", "process-pool", "-w", "2")));

        Assert.All(tasks.Where(task => task["input"] == "ok"), task => Assert.Equal("ok", task["status"]));
        foreach (var (input, status, errorType, message) in troubles)
        {
            var task = tasks.Single(task => task["input"] == input);
            Assert.Equal((input, status, errorType), (input, task["status"], task["error_type"]));
            Assert.Contains(message, task["error_message"], StringComparison.Ordinal);
            Assert.Equal(status == "crashed", task["error_message"].Contains($"worker process {task["pid"]} ", StringComparison.Ordinal));
        }
        Assert.Equal(new string('x', 10_000_000), tasks.Single(task => task["input"] == "big:10")["result"]);
    }

    [Fact]
    public async Task WhatTakesTooLongIsStoppedAndTheOthersGoOn()
    {
        string[] killed = ["spin", "block", "signal:19"];
        string[] cancelled = ["patient", "late"];
        var tasks = await session.TasksAsync(2, WorkerSession.OverPortable(session.Crashing($"ok{string.Concat(killed.Concat(cancelled).Select(trouble => $",{trouble},ok"))}", "process-pool", "-w", "2", "--timeout", Pace.Milliseconds(500))));

        Assert.All(tasks, task => Assert.Equal((task["input"], task["input"] == "ok" ? "ok" : "timeout"), (task["input"], task["status"])));
        Assert.All(tasks.Where(task => task["input"] != "ok"), task => Assert.Contains(killed.Contains(task["input"]) ? "was killed" : "was cancelled", task["error_message"], StringComparison.Ordinal));
    }

    [Needs("bash")]
    public async Task AWorkerHasTheVariablesAndOptionsOfTheCommandAndNotItsInputAndWhatItPrintsNeedsNoReader()
    {
        (string Question, string Answer)[] tasks =
            [("variable:WORD_FOR_WORKERS", "é, with a comma"), ("variable:PARTIME_DEPTH", "5"), ("server-gc", "yes"), ("options", "seven;never"), ("input", "''"), ("print:nothing", "0"), ("files", "")];
        var line = session.Line("curious", "Curious", "@questions.txt", "process-pool", "--timeout", "1m", "--set", "workers=seven", "--set", "timeout=never");
        File.WriteAllLines(session.Files["questions.txt"], tasks.Select(task => task.Question));
        // With a standard output whose reader has ended.
        string[] script = ["-c", "\"$0\" \"$@\" | true; exit ${PIPESTATUS[0]}", line.Program, .. line.Arguments];
        var end = await session.RunAsync(WorkerSession.OverPortable(line with { Program = "bash", Arguments = script, Folder = session.Files.Path },
            ("WORD_FOR_WORKERS", "é, with a comma"), ("PARTIME_DEPTH", "4"), ("DOTNET_gcServer", "1")));

        end.ShouldExitWith(0);
        Assert.Equal(tasks[..^1].Select(task => task.Answer), session.Tasks.SkipLast(1).Select(task => task["result"]));
        Assert.Contains("/dev/null", session.Tasks[^1]["result"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkersThatKillEachOtherLeaveEveryTaskOneVerdict()
    {
        var result = await session.RunAsync(WorkerSession.OverPortable(session.Crashing(string.Join(',', Enumerable.Repeat("kill-siblings", 6)), "process-pool", "-w", "3", "--pool", "warm")));

        Assert.InRange(result.ExitCode, 0, 2);
        Assert.Equal(Enumerable.Range(0, 6).Select(task => $"{task}"), session.Tasks.Select(task => task["task"]));
        Assert.All(session.Tasks, task => Assert.Contains((task["status"], task["error_type"]), ((string, string)[])[("ok", ""), ("crashed", "SIGKILL")]));
    }

    [Fact]
    public async Task AWorkloadMayStartPartimeButNotWithoutEnd()
    {
        var line = session.Line("self-starting", "SelfStarting", session.Files["story.txt"], "process-pool");
        (await session.RunAsync(WorkerSession.OverPortable(line, ("PARTIME_DEPTH", "9")))).ShouldExitWith(0);

        Assert.Matches(@"^10\npartime: partime was started by a workload of partime, 10 levels deep", File.ReadAllText(session.Files["story.txt"]));
    }
}

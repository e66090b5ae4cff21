namespace Partime.EndToEnd.Tests.Workers;

/// <summary>What docs/pool-conformance.md says of worker processes and takes the installed tool to see, once more over the processes that Windows and macOS have. A start costs,
/// so each shows many facts.</summary>
public sealed class PortableWorkersTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Needs("bash")]
    public async Task AWorkerHasTheVariablesOfTheCommandAndNoneOfItsFilesAndWhatItPrintsNeedsNoReader()
    {
        (string Question, string Answer)[] tasks =
            [("variable:WORD_FOR_WORKERS", "é, with a comma"), ("variable:PARTIME_DEPTH", "5"), ("server-gc", "yes"), ("options", "seven;never"), ("input", "''"), ("print:nothing", "0"), ("files", "")];
        var line = session.Line("curious", "Curious", "@questions.txt", "process-pool", "--timeout", "1m", "--set", "workers=seven", "--set", "timeout=never");
        File.WriteAllLines(session.Files["questions.txt"], tasks.Select(task => task.Question));
        // With a descriptor of its own, and a standard output whose reader has ended.
        string[] script = ["-c", "exec 9</etc/passwd; \"$0\" \"$@\" | true; exit ${PIPESTATUS[0]}", line.Program, .. line.Arguments];
        var end = await session.RunAsync(WorkerSession.OverPortable(line with { Program = "bash", Arguments = script, Folder = session.Files.Path },
            ("WORD_FOR_WORKERS", "é, with a comma"), ("PARTIME_DEPTH", "4"), ("DOTNET_gcServer", "1")));

        end.ShouldExitWith(0);
        Assert.Equal(tasks[..^1].Select(task => task.Answer), session.Tasks.SkipLast(1).Select(task => task["result"]));
        Assert.DoesNotContain("/etc/passwd", session.Tasks[^1]["result"], StringComparison.Ordinal);
        Assert.Contains("/dev/null", session.Tasks[^1]["result"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkersThatKillEachOtherLeaveEveryTaskOneVerdict()
    {
        var result = await session.RunAsync(WorkerSession.OverPortable(session.Crashing(string.Join(',', Enumerable.Repeat("kill-siblings", 10)), "process-pool", "-w", "3", "--pool", "warm")));

        Assert.InRange(result.ExitCode, 0, 2);
        Assert.Equal(Enumerable.Range(0, 10).Select(task => $"{task}"), session.Tasks.Select(task => task["task"]));
        Assert.All(session.Tasks, task => Assert.Contains((task["status"], task["error_type"]), ((string, string)[])[("ok", ""), ("crashed", "SIGKILL")]));
    }

    [Fact]
    public async Task AWorkloadMayStartPartimeButNotWithoutEnd()
    {
        var line = session.Line("self-starting", "SelfStarting", session.Files["story.txt"], "process-pool");
        (await session.RunAsync(WorkerSession.OverPortable(line, ("PARTIME_DEPTH", "9")))).ShouldExitWith(0);

        Assert.Matches(@"^10\npartime: partime was started by a workload of partime, 10 levels deep", File.ReadAllText(session.Files["story.txt"]));
    }

    [Fact]
    public async Task AWorkloadThatNoWorkerCanStartEndsTheSessionWithOneSentence()
    {
        var line = session.Line("lethal-start", "FailingInWorkers", "1", "process-pool", "-w", "1");
        var result = (await session.RunAsync(WorkerSession.OverPortable(line))).ShouldExitWith(1);

        Assert.Contains("was killed by SIGKILL before it was ready: goodbye from the start", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }
}

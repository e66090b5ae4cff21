namespace Partime.EndToEnd.Tests;

/// <summary>partime's own files go away while a session runs, as an update takes them.</summary>
public sealed class RemovedToolTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("serial", 0, 3)]
    [InlineData("process-pool", 1, 1)]
    [InlineData("threads", 1, 1, "--isolate")]
    public async Task ASessionConcludesWithoutItsOwnFilesUnlessItNeedsAnotherProcess(string executor, int exitCode, int runs, params string[] options)
    {
        var meeting = Directory.CreateDirectory(folder["meeting"]).FullName;
        Copy(tool.Unpacked, folder["tool"]);
        var line = tool.Program("dotnet", [
            folder["tool/partime.dll"], "run", "curious", "--plugin", Repository.TestPlugin("Curious"), "-i", "meet:2", "--set", $"folder={meeting}", "-e", executor, "-w", "1", "--rounds", "3",
            "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"], "--summary-csv", folder["summary.csv"], "--markdown", folder["runs.md"], .. options]);
        using var command = Command.Start(line);
        // The task of the first run waits for a second one, for which the test stands in.
        await command.UntilAsync(() => File.Exists(Path.Combine(meeting, "0")), "the first task has begun");
        Directory.Delete(folder["tool"], recursive: true);
        File.WriteAllText(Path.Combine(meeting, "1"), "");
        var end = (await command.EndAsync()).ShouldExitWith(exitCode);

        Assert.Equal(runs, Csv.Parse(File.ReadAllText(folder["runs.csv"])).Count);
        Assert.Single(Csv.Parse(File.ReadAllText(folder["summary.csv"])));
        Assert.Contains(executor, File.ReadAllText(folder["runs.md"]), StringComparison.Ordinal);
        Assert.Contains($"curious: 1 task, {(runs == 1 ? "1 round" : "medians of 3 rounds")}", end.Output, StringComparison.Ordinal);
        if (exitCode != 0)
            Assert.EndsWith($"partime: partime itself was removed during this session: {folder["tool/partime.dll"]} no longer exists or is a different file. What was measured until then is kept. Run the command again.\n", end.Error, StringComparison.Ordinal);
        else
            Assert.DoesNotContain("partime itself", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("portable")]
    public async Task ASessionEndsIfNoOtherWorkerCanBeStartedBeforeOneWasReady(string home)
    {
        Copy(tool.Unpacked, folder["tool"]);
        var line = tool.Program(folder["tool/partime"], "run", "removing-start", "--plugin", Repository.TestPlugin("FailingInWorkers"), "-i", "1", "-e", "process-pool", "-w", "1", "--rounds", "1", "--csv", folder["runs.csv"]);
        var end = await Command.RunAsync(line with { Environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_WORKERS"] = home } });

        Assert.Contains("No worker process can be started", end.ShouldExitWith(1).Error, StringComparison.Ordinal);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

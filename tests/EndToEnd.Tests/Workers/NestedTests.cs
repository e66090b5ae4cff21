namespace Partime.EndToEnd.Tests.Workers;

public sealed class NestedTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Fact]
    public async Task AWorkloadMayStartPartimeButNotWithoutEnd()
    {
        var story = session.Files["story.txt"];
        // As if seven had started one another before. NestingGuardTests count from the first.
        var line = session.Line("self-starting", "SelfStarting", story, "process-pool");
        (await session.RunAsync(line with { Environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_DEPTH"] = "7" } })).ShouldExitWith(0);

        var lines = File.ReadAllLines(story);
        Assert.Equal(["8", "9", "10"], lines[..^1]);
        Assert.StartsWith("partime: partime was started by a workload of partime, 10 levels deep", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDepthIsCountedInTheEnvironment()
    {
        var line = session.Crashing("ok", "process-pool");
        var result = (await session.RunAsync(line with { Environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_DEPTH"] = "10" } })).ShouldExitWith(1);

        Assert.Contains("PARTIME_DEPTH", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }
}

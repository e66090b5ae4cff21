namespace Partime.EndToEnd.Tests;

/// <summary>Appending itself is tested without a process for each command, in AppendCommandTests.</summary>
public sealed class AppendTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string RunsCsv => folder["runs.csv"];

    [Theory]
    [InlineData("--csv")]
    [InlineData("--append", "--csv")]
    [InlineData("--resume")]
    public async Task AFileThatAnotherSessionIsWritingIsToBeWaitedFor(params string[] output)
    {
        string[] plan = ["run", "sleep", "-i", "0.01", "-e", "serial", "--rounds", "100000", "--seed", "1", "-q"];
        using var other = Command.Start(tool.Line([.. plan, "--csv", RunsCsv]));
        await other.UntilAsync(() => File.Exists(RunsCsv) && File.ReadAllLines(RunsCsv).Length > 1, "a run is there");

        var refused = (await tool.RunAsync([.. plan, .. output, RunsCsv])).ShouldExitWith(1);

        Assert.Equal($"partime: Cannot write to {RunsCsv}: another process is writing to it. Wait until it ends, or choose another path.\n", refused.Error);
    }
}

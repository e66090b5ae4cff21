namespace Partime.EndToEnd.Tests.Workers;

[Collection(OneInstallation.Name)]
public sealed class ScarcityTests(InstalledTool tool) : IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool", 128)]
    [InlineData("process", 128)]
    [InlineData("pool-map", 160)]
    public async Task WithFewOpenFilesFewerWorkersDoTheWork(string executor, int most) =>
        AssertFewerOrOneSentence(await session.RunAsync(session.CrashingBehind($"ulimit -n {most};", "sleep:20", executor, "-w", "60", "--times", "100")));

    private void AssertFewerOrOneSentence(CommandResult result)
    {
        if (result.ExitCode == 1)
        {
            Assert.Contains("ulimit", result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
            return;
        }
        Assert.Contains("worker processes could be had at once", result.ShouldExitWith(0).Error, StringComparison.Ordinal);
        Assert.Equal(100, session.Tasks.Count(task => task["status"] == "ok"));
    }
}

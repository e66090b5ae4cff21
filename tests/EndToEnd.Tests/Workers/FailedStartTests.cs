namespace Partime.EndToEnd.Tests.Workers;

public sealed class FailedStartTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("unconstructible", "process-pool", "not made for workers")]
    [InlineData("unconstructible", "process", "not made for workers")]
    [InlineData("unstartable", "process-pool", "not started in workers")]
    [InlineData("unstartable", "process", "not started in workers")]
    [InlineData("unstartable", "pool-map", "not started in workers")]
    [InlineData("lethal-start", "process-pool", "was killed by SIGKILL before it was ready: goodbye from the start")]
    [InlineData("lethal-start", "process", "was killed by SIGKILL before it was ready: goodbye from the start")]
    public async Task AWorkloadThatNoWorkerCanStartEndsTheSessionWithOneSentence(string workload, string executor, string reason)
    {
        var line = session.Line(workload, "FailingInWorkers", "1", executor, "--times", "1000", "-w", "2");
        var result = (await session.RunAsync(line)).ShouldExitWith(1);

        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}

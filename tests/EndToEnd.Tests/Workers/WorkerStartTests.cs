using System.Globalization;

namespace Partime.EndToEnd.Tests.Workers;

public sealed class WorkerStartTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
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

    /// <summary>Each method that is not compiled ahead of time, such as one with vector instructions, costs every worker a millisecond or more.</summary>
    [Fact]
    public async Task AWorkerHasNearlyNothingToCompileBeforeItsWorkload()
    {
        // A method of the runtime, and the constructor of the workload.
        const int MaxMethods = 3;
        var task = Assert.Single(await session.TasksAsync(0, session.Line("curious", "Curious", "compiled", "process-pool", "-w", "1")));
        Assert.InRange(int.Parse(task["result"], CultureInfo.InvariantCulture), 1, MaxMethods);
    }
}

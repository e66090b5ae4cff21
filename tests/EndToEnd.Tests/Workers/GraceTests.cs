using System.Diagnostics;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>How long an interruption waits for tasks that do not heed it.</summary>
public sealed class GraceTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private static readonly TimeSpan MinGrace = TimeSpan.FromSeconds(4);

    private readonly WorkerSession session = new(tool);

    private string RunsCsv => session.Files["runs.csv"];

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool", "block", "INT", 130)]
    [InlineData("process-pool", "block", "TERM", 143)]
    [InlineData("process", "block", "INT", 130)]
    [InlineData("pool-map", "block", "INT", 130)]
    public async Task AnInterruptionCancelsWhatHeedsItAndKillsTheRestAfterItsGrace(string executor, string task, string signal, int exitCode)
    {
        await InterruptAsync(session.Crashing($"ok,patient,{task}", executor, "-w", "3", "--csv", RunsCsv, "--rounds", "2"), signal, exitCode);

        Assert.Equal(["ok", "cancelled", "cancelled"], session.Tasks.Select(task => task["status"]));
    }

    [Fact]
    public async Task AnInterruptionReachesAnIsolatedRunAndKillsItAfterItsGrace()
    {
        await InterruptAsync(session.Crashing("ok,block", "threads", "-w", "2", "--isolate", "--rounds", "3", "--csv", RunsCsv), "INT", 130);

        Assert.Equal(["ok", "cancelled"], session.Tasks.Select(row => row["status"]));
    }

    private async Task InterruptAsync(CommandLine line, string signal, int exitCode)
    {
        using var command = await session.StartAsync(line);
        await command.SignalAsync(signal);
        var sinceSignal = Stopwatch.StartNew();
        (await command.EndAsync()).ShouldExitWith(exitCode);

        Assert.True(sinceSignal.Elapsed > MinGrace, $"the grace was only {sinceSignal.Elapsed}");
        Assert.Equal("cancelled", Assert.Single(Csv.Parse(File.ReadAllText(RunsCsv)))["status"]);
        session.AssertNothingIsLeft();
    }
}

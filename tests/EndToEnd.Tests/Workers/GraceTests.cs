using System.Diagnostics;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>How long an interruption waits for tasks that do not heed it.</summary>
public sealed class GraceTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private static readonly TimeSpan MinGrace = Pace.Of(TimeSpan.FromSeconds(4));

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

    [Fact]
    public async Task AskedForPatiencePartimeWaitsLonger()
    {
        var line = session.Line("curious", "Curious", "5", "process-pool", "-w", "1", "--set", "end=hang");
        var end = (await session.RunAsync(With("2"))).ShouldExitWith(2);
        Assert.Matches("process [0-9]+ took longer than 6 s to end its workers", end.Error);

        foreach (var value in (string[])["0", "101", "2.5", "much"])
            Assert.Equal(
                $"partime: The variable PARTIME_PATIENCE is '{value}'. Set it to a whole number from 1 to 100: partime then waits that many times as long for tasks and workers to end. Or unset it.\n",
                (await session.RunAsync(With(value))).ShouldExitWith(1).Error);

        CommandLine With(string patience) => line with { Environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_PATIENCE"] = patience } };
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

using System.Diagnostics;

namespace Partime.EndToEnd.Tests.Workers;

[Collection(OneInstallation.Name)]
public sealed class EndTests(InstalledTool tool) : IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task WhenPartimeIsKilledItsWorkersAreGoneWithinASecondWhateverTheyDo(string executor)
    {
        using var command = await session.StartAsync(session.Crashing("spin,signal:19,child,block,sleep:600000", executor, "-w", "5"));
        await command.UntilAsync(() => ProcessTable.ChildrenOf(command.Pid).Any(child => child.State == 'T'), "one is stopped");

        ProcessTable.Kill(command.Pid);

        await session.AssertGoneWithinAsync(Second);
        session.AssertNothingIsLeft(command.Pid);
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task AWorkerThatKillsPartimeGoesWithIt(string executor)
    {
        using var command = Command.Start(session.Crashing("kill-parent,spin", executor, "-w", "2"));
        await command.EndAsync();

        await session.AssertGoneWithinAsync(Second);
        session.AssertNothingIsLeft(command.Pid);
    }

    [Theory]
    [InlineData("process-pool", "INT", 130)]
    [InlineData("process-pool", "TERM", 143)]
    [InlineData("process", "INT", 130)]
    [InlineData("pool-map", "INT", 130)]
    public async Task AnInterruptionCancelsWhatHeedsItAndKillsTheRestAfterItsGrace(string executor, string signal, int exitCode)
    {
        var runs = session.Files["runs.csv"];
        using var command = await StartAsync(executor, "--csv", runs, "--rounds", "2");
        await command.SignalAsync(signal);
        var sinceSignal = Stopwatch.StartNew();
        (await command.EndAsync()).ShouldExitWith(exitCode);

        Assert.True(sinceSignal.Elapsed > TimeSpan.FromSeconds(4), $"the grace was only {sinceSignal.Elapsed}");
        Assert.Equal(["ok", "cancelled", "cancelled"], session.Tasks.Select(task => task["status"]));
        Assert.Equal("cancelled", Assert.Single(Csv.Parse(File.ReadAllText(runs)))["status"]);
        session.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task AnInterruptedTaskThatHeedsIsNotWaitedForLonger(string executor)
    {
        using var command = await session.StartAsync(session.Crashing("ok,patient", executor, "-w", "2"));
        await command.SignalAsync("INT");
        var sinceSignal = Stopwatch.StartNew();
        (await command.EndAsync()).ShouldExitWith(130);

        Assert.True(sinceSignal.Elapsed < TimeSpan.FromSeconds(4), $"it took {sinceSignal.Elapsed}");
        Assert.Equal(["ok", "cancelled"], session.Tasks.Select(task => task["status"]));
        session.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    public async Task ASecondCtrlCEndsEverythingWithinASecond(string executor)
    {
        using var command = await StartAsync(executor);
        await command.SignalAsync("INT");
        await command.UntilAsync(() => command.Error.Contains("Once more", StringComparison.Ordinal), "the first signal is answered");

        await command.SignalAsync("INT");
        await session.AssertGoneWithinAsync(Second);
        var end = (await command.EndAsync()).ShouldExitWith(130);

        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        session.AssertNothingIsLeft();
    }

    /// <summary>What heeds its cancellation and what does not, each in a worker of its own.</summary>
    private Task<Command> StartAsync(string executor, params string[] options) => session.StartAsync(session.Crashing("ok,patient,spin", executor, ["-w", "3", .. options]));
}

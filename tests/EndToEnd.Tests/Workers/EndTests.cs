using System.Diagnostics;

namespace Partime.EndToEnd.Tests.Workers;

/// <summary>How soon everything is gone.</summary>
[Collection(nameof(Alone))]
public sealed class EndTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    private static readonly TimeSpan Second = Pace.Of(TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("cluster")]
    [InlineData("process-pool", true)]
    public async Task WhenPartimeIsKilledItsWorkersAreGoneWithinASecondWhateverTheyDo(string executor, bool isPortable = false)
    {
        // One that is stopped is for Linux' own way alone: see docs/platforms.md.
        var line = session.Crashing($"spin,{(isPortable ? "patient" : "signal:19")},child,block,sleep:600000", executor, "-w", "5");
        using var command = await session.StartAsync(isPortable ? WorkerSession.OverPortable(line) : line);
        if (!isPortable)
            await command.UntilAsync(() => session.Processes().Any(pid => ProcessTable.State(pid) == 'T'), "one is stopped");

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
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("threads", "--isolate")]
    [InlineData("cluster")]
    public async Task AnInterruptedTaskThatHeedsIsNotWaitedForLonger(string executor, params string[] options)
    {
        using var command = await session.StartAsync(session.Crashing("ok,patient", executor, ["-w", "2", .. options]));
        await command.SignalAsync("INT");
        var sinceSignal = Stopwatch.StartNew();
        (await command.EndAsync()).ShouldExitWith(130);

        Assert.True(sinceSignal.Elapsed < 4 * Second, $"it took {sinceSignal.Elapsed}");
        Assert.Equal(["ok", "cancelled"], session.Tasks.Select(task => task["status"]));
        session.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("process-pool", true)]
    public async Task ASecondCtrlCEndsEverythingWithinASecond(string executor, bool isPortable = false)
    {
        var line = session.Crashing("ok,patient,spin", executor, "-w", "3");
        using var command = await session.StartAsync(isPortable ? WorkerSession.OverPortable(line) : line);
        await command.SignalAsync("INT");
        await command.UntilAsync(() => command.Error.Contains("Once more", StringComparison.Ordinal), "the first signal is answered");

        await command.SignalAsync("INT");
        await session.AssertGoneWithinAsync(Second);
        var end = (await command.EndAsync()).ShouldExitWith(130);

        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        session.AssertNothingIsLeft();
    }
}

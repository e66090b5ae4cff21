using System.Globalization;
using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests;

/// <summary>Partime or a worker stands still for a while: what was measured meanwhile does not count.</summary>
public sealed class SuspensionTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string[] Statuses => [.. Csv.Parse(File.ReadAllText(folder["runs.csv"])).Select(row => row["status"])];

    public void Dispose() => folder.Dispose();

    [Needs("bash")]
    public async Task CtrlZStopsWorkersTooAndTheRunIsMeasuredAgain()
    {
        string[] arguments = ["run", "gated", "-i", folder["gate"], "-e", "process-pool", "-w", "1", "--rounds", "2", "--seed", "1", "--plugin", Repository.TestPlugin("Stubborn")];
        // A shell with job control: the system stops nothing that no shell could continue.
        using var session = Command.Start(tool.Program("bash", ["-c", "set -m; dotnet-partime \"$@\" & wait -f $!", "bash", .. arguments, "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"]]));
        await session.UntilAsync(() => File.Exists(folder["gate.begun"]), "the task has begun");
        var partime = Assert.Single(ProcessTable.ChildrenOf(session.Id)).Pid;
        var worker = Assert.Single(ProcessTable.ChildrenOf(partime)).Pid;

        await SendAsync("TSTP", partime);
        await session.UntilAsync(() => ProcessTable.State(partime) == 'T' && ProcessTable.State(worker) == 'T', "both are stopped");
        await SendAsync("CONT", partime);
        await session.UntilAsync(() => ProcessTable.State(worker) != 'T', "the worker is continued");
        File.WriteAllText(folder["gate"], "");
        var end = (await session.EndAsync()).ShouldExitWith(0);

        Assert.Equal(["suspended", "ok", "ok"], Statuses);
        Assert.Equal(2, Csv.Parse(File.ReadAllText(folder["tasks.csv"])).Count);
        Assert.Contains("process-pool: Partime was stopped during this run, so it does not count.", end.Error, StringComparison.Ordinal);
        var resumed = (await tool.RunAsync([.. arguments, "--resume", folder["runs.csv"]])).ShouldExitWith(0);
        Assert.Contains("all 2 runs are there already", resumed.Error, StringComparison.Ordinal);
    }

    /// <summary>As process 1 of a container, or behind <c>setsid</c>.</summary>
    [Needs("setsid")]
    public async Task WhereNoShellCouldContinueItCtrlZDoesNotStopASession()
    {
        using var session = Command.Start(tool.Program("setsid", ["dotnet-partime", "run", "gated", "-i", folder["gate"], "-e", "process-pool", "-w", "1", "--rounds", "1", "--plugin", Repository.TestPlugin("Stubborn"), "--csv", folder["runs.csv"]]));
        await WorkerUnderWayAsync(session);
        await session.SignalAsync("TSTP");
        File.WriteAllText(folder["gate"], "");
        (await session.EndAsync()).ShouldExitWith(0);
        Assert.Equal("ok", Statuses[^1]);
    }

    [Needs("kill")]
    public Task AWorkerThatIsStoppedIsNamed() => StopWorkerAsync("process-pool");

    [Needs("kill")]
    public Task TheProcessOfAnIsolatedRunThatIsStoppedIsNamed() => StopWorkerAsync("serial", "--isolate");

    private async Task StopWorkerAsync(params string[] executor)
    {
        using var session = Command.Start(tool.Line(["run", "gated", "-i", folder["gate"], "-w", "1", "--rounds", "1", "--plugin", Repository.TestPlugin("Stubborn"), "--csv", folder["runs.csv"], "-e", .. executor]));
        var worker = await WorkerUnderWayAsync(session);
        await SendAsync("STOP", worker);
        await session.UntilAsync(() => session.Error.Contains($"Worker process {worker} was stopped by a signal", StringComparison.Ordinal), "the worker is named");
        await SendAsync("CONT", worker);
        File.WriteAllText(folder["gate"], "");
        (await session.EndAsync()).ShouldExitWith(0);
        Assert.Equal(["suspended", "ok"], Statuses);
    }

    private async Task<int> WorkerUnderWayAsync(Command session)
    {
        await session.UntilAsync(() => File.Exists(folder["gate.begun"]), "the task has begun");
        return Assert.Single(ProcessTable.ChildrenOf(session.Id)).Pid;
    }

    private static async Task SendAsync(string signal, int pid) =>
        (await Command.RunAsync(new CommandLine("kill", $"-{signal}", pid.ToString(CultureInfo.InvariantCulture)))).ShouldExitWith(0);
}

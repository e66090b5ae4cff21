using System.Globalization;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Tasks in real processes that write into memory, channels and files which they share with partime, and workers that are killed from outside.</summary>
public sealed class StrayTaskTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, "process-pool")]
    [InlineData(true, "serial")]
    public async Task AByteOnTheChannelIsNoMessage(bool isolate, string executor)
    {
        foreach (var text in (string[])["RIUMDO", "\0WCSX"])
        {
            var inputs = text.Select(letter => $"say:{(int)letter}").ToArray();
            foreach (var run in await RunAsync(inputs, [executor], isolate, rounds: 1))
            {
                Assert.Equal(isolate ? RunStatus.Error : RunStatus.Failed, run.Status);
                Assert.All(isolate ? [run.Error!] : run.Messages, message => Assert.Contains("sent partime a message that makes no sense", message, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task ATaskThatClaimsTheWorkloadToBeUnusableEndsItsRunAndNotTheSession()
    {
        var runs = await RunAsync(["claim"], ["serial"], isolate: true, rounds: 2);
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.EndsWith("could not go on: nusable, says a task", run.Error, StringComparison.Ordinal));
    }

    /// <summary>A warm worker is still there while partime reads what its tasks have written.</summary>
    [Fact]
    public async Task AThreadThatGoesOnCuttingOffFilesCostsRunsAndNotPartime()
    {
        using var session = Open(["big:20", "big:20", "cut-off"], ["process-pool"], isolate: false, rounds: 5, isWarm: true);
        Assert.Equal(5, (await RunAsync(session)).Count);
    }

    [Theory]
    [InlineData(false, "process-pool")]
    [InlineData(true, "serial")]
    public async Task AFileThatATaskCutsOffCostsItsRunAtMost(bool isolate, string executor)
    {
        var runs = await RunAsync(["ok", "throw", "signal:9", "cut", "signal:9", "throw", "ok"], [executor], isolate, rounds: 2);
        Assert.All(runs, run => Assert.True(run.Status is RunStatus.Failed or RunStatus.Error, $"{run.Status}"));
    }

    /// <summary>Also of the worker that is started and ended before the first run.</summary>
    [Fact]
    public async Task AWorkloadThatWritesIntoSharedMemoryAtItsEndCostsItsRunsAndNotTheSession()
    {
        using var session = Open(["ok", "ok"], ["process-pool"], isolate: false, rounds: 2, "overwrite=true");
        var runs = await RunAsync(session);
        Assert.Equal(2, runs.Count);
        Assert.All(runs, run => Assert.Contains("The board was overwritten during this run", run.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WorkersKilledFromOutsideLoseNoTask()
    {
        var begun = Directory.CreateDirectory(folder["begun"]).FullName;
        using var session = Open([.. Enumerable.Range(0, 25).Select(ms => $"sleep:{ms}")], ["process-pool", "process"], isolate: false, rounds: 1, $"begun={begun}");
        using var end = new CancellationTokenSource();
        var killer = new Thread(() => KillWorkers(begun, end.Token));
        killer.Start();
        List<ReadRun> runs;
        try
        {
            runs = await RunAsync(session);
        }
        finally
        {
            await end.CancelAsync();
            killer.Join();
        }
        Assert.All(runs, run => Assert.True(run.Status is RunStatus.Ok or RunStatus.Failed, run.Error));
        Assert.All(runs.SelectMany(run => run.Messages), message => Assert.Contains("was killed by SIGKILL during this task", message, StringComparison.Ordinal));
    }

    /// <summary>Kills the worker that was the last to begin a task.</summary>
    private static void KillWorkers(string begun, CancellationToken cancellationToken)
    {
        const int MaxKills = 25;
        var random = new Random(3);
        for (var kills = 0; kills < MaxKills && !cancellationToken.WaitHandle.WaitOne(random.Next(60));)
            if (Directory.GetFiles(begun, "*.begun").MaxBy(File.GetLastWriteTimeUtc) is { } file && LibC.kill(int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture), LibC.SIGKILL) == 0)
                kills++;
    }

    private async Task<List<ReadRun>> RunAsync(string[] inputs, string[] executors, bool isolate, int rounds)
    {
        using var session = Open(inputs, executors, isolate, rounds);
        return await RunAsync(session);
    }

    private static Task<List<ReadRun>> RunAsync(Session session) => Task.Factory.StartNew(async () =>
    {
        var runs = new List<ReadRun>();
        session.OpenOutputs();
        await foreach (var run in session.RunAsync(session.Plan.Runs(round => round <= session.Plan.Rounds.Fixed), CancellationToken.None))
            runs.Add(ReadRun.Of(run));
        return runs;
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().WaitAsync(Limit);

    private Session Open(string[] inputs, string[] executors, bool isolate, int rounds, params string[] settings) => Open(inputs, executors, isolate, rounds, isWarm: false, settings);

    private Session Open(string[] inputs, string[] executors, bool isolate, int rounds, bool isWarm, params string[] settings)
    {
        var request = new SessionRequest
        {
            Workload = "crashing",
            Inputs = inputs,
            Settings = [.. settings.Select(Setting.Parse)],
            Executors = executors,
            Workers = [new WorkerSpec(2)],
            Rounds = new RoundsSpec(rounds),
            Isolate = isolate,
            IsWarm = isWarm,
            Outputs = new Outputs(null, folder["tasks.csv"], Excel: false),
        };
        return new Session(request, TestPlugin.Catalog("Crashing"), Machine.Read());
    }

    private sealed record ReadRun(RunStatus Status, string? Error, List<string> Messages)
    {
        public static ReadRun Of(RunRecord run)
        {
            var messages = new List<string>();
            for (var task = 0L; task < run.Tasks.Count; task++)
                if (run.Tasks[task] is { Verdict: not Verdict.Ok } failed)
                    messages.Add(failed.Fault!.Message);
            return new ReadRun(run.Status, run.Error, messages);
        }
    }
}

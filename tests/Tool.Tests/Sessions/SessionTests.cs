using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Whole sessions in this process, from the request to the files.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AFailedTaskIsTheExitCodeAndStandsInTheMarkdown()
    {
        var session = await MeasureAsync(Request("ok", "throw") with { Outputs = new Outputs(null, null, Excel: false) { Markdown = folder["runs.md"] } });

        Assert.Equal(ExitCode.TasksFailed, session.Outcome.ExitCode);
        var problem = Assert.Single(session.Conclusion.Problems);
        Assert.StartsWith("serial: 1 of 2 tasks has no result", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(problem, session.Conclusion.Remarks);
        Assert.Contains("1 of 2 tasks has no result", File.ReadAllText(folder["runs.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTraceHasEveryTaskOfEveryRunAndNoneThatOverlapOnAWorker()
    {
        await MeasureAsync(Request("1", "2", "3", "4", "5", "6") with
        {
            Executors = ["serial", "threads"],
            Workers = WorkerSpec.ParseList(["2"]),
            Rounds = new RoundsSpec(2),
            Outputs = new Outputs(null, null, Excel: false) { Trace = folder["trace.json"], Hyperfine = folder["hyperfine.json"] },
        });

        var tasks = TraceSchema.EventsOf(File.ReadAllText(folder["trace.json"])).Where(entry => entry.Phase == "X").ToList();
        Assert.Equal(4 * 6, tasks.Count);
        Assert.Equal([1, 2, 3, 4], tasks.Select(task => task.Process).Distinct());
        TraceSchema.EnsureApart(tasks);
        Assert.Contains("\"command\": ", File.ReadAllText(folder["hyperfine.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThePageOfASessionHasItsTasksAndItsMachine()
    {
        await MeasureAsync(Request("ok") with { Outputs = new Outputs(null, null, Excel: false) { Html = folder["page.html"] } });
        var page = File.ReadAllText(folder["page.html"]);
        Assert.Contains("\"kind\":\"timeline\"", page, StringComparison.Ordinal);
        Assert.Contains("<dt>memory</dt>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatASessionWasIsReadBackFromItsRows()
    {
        var request = Request("ok") with { Rounds = new RoundsSpec(2), Warmup = 1, Seed = 7, Rules = new TaskRules { Retries = 3 }, IsWarm = true };
        var session = await MeasureAsync(request);

        var file = RunsReader.Read(RunsCsv);
        var read = Assert.Single(file.Sessions);
        Assert.Equal(
            (session.Info.Id, session.Info.Workload, session.Info.Settings, session.Info.Seed, session.Info.InputsDigest, session.Info.Machine, session.Info.IsWarm),
            (read.Id, read.Workload, read.Settings, read.Seed, read.InputsDigest, read.Machine, read.IsWarm));
        Assert.Equal(session.Info.Configurations, read.Configurations);
        Assert.Equal(session.Info.Plugins, read.Plugins);
        Assert.Equal(3, file.Runs.Count);
        Assert.Equal(ExitCode.Ok, session.Outcome.ExitCode);
    }

    [Fact]
    public async Task AContinuedSessionKeepsItsIdAndMeasuresOnlyWhatIsMissing()
    {
        var request = Request("ok") with { Rounds = new RoundsSpec(3) };
        var former = await MeasureAsync(request);
        var rows = File.ReadAllLines(RunsCsv);
        File.WriteAllLines(RunsCsv, rows[..^1]);

        var session = await MeasureAsync(request with { Resume = RunsCsv });

        Assert.Equal(former.Info.Id, session.Info.Id);
        Assert.Equal((2, 3, true), (session.Resumption!.Finished.Count, session.Outcome.FinishedCount, session.Outcome.IsComplete));
        Assert.Equal(rows[..^1], File.ReadAllLines(RunsCsv)[..^1]);
        Assert.Equal([1, 2, 3], RunsReader.Read(RunsCsv).Runs.Select(run => run.Planned.Round));
    }

    [Fact]
    public async Task OfACompleteSessionNothingIsMeasuredAgain()
    {
        var former = await MeasureAsync(Request("ok"));
        var rows = File.ReadAllText(RunsCsv);

        var session = await MeasureAsync(Request("ok") with { Resume = RunsCsv });

        Assert.True(session.Outcome.WasComplete);
        Assert.Equal(rows, File.ReadAllText(RunsCsv));
    }

    [Fact]
    public void SettingsWithoutEffectAreRemarked()
    {
        var request = Request("ok") with { Rules = new TaskRules { Timeout = TimeSpan.FromSeconds(5), MaxTasksPerWorker = 3 } };
        using var session = Open(request);
        Assert.Equal(
            ["The timeout has no effect on serial: only worker processes can be stopped.", "The maximum of tasks per worker has no effect here: only worker processes can be replaced."],
            session.Remarks);
        using var isolated = Open(Request("ok") with { Executors = ["process-pool"], Isolate = true });
        Assert.Equal(["Isolation has no effect here: worker processes are new in every run anyway."], isolated.Remarks);
    }

    [Fact]
    public void AVariantIsTheWorkloadWithTheOptionsThatWereSet()
    {
        var request = Request("http://localhost:1/") with { Workload = "http-fetch", Settings = [new Setting("timeout", "5000ms")] };
        using var set = Open(request);
        using var unset = Open(request with { Settings = [] });
        Assert.Equal(("http-fetch (timeout=5s)", "http-fetch"), (set.Info.Variant, unset.Info.Variant));
    }

    [Fact]
    public void ASessionThatOnlyOpensWritesNothing()
    {
        using var session = Open(Request("ok"));
        session.EnsureOutputsPossible();
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private SessionRequest Request(params string[] inputs) => new()
    {
        Workload = "crashing",
        Inputs = inputs,
        Executors = ["serial"],
        Rounds = new RoundsSpec(1),
        Outputs = new Outputs(RunsCsv, null, Excel: false),
    };

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Crashing"), Tool.Measurement.Machine.Read());

    /// <summary>The session when it is over, and its files closed.</summary>
    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        using var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        return session;
    }
}

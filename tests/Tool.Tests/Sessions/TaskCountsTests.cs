using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Variants with different numbers of tasks, under real threads and processes.</summary>
public sealed class TaskCountsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Walks => new()
    {
        Workload = "planted-walk",
        Settings = [new Setting("megabytes", "1")],
        Varied = [VariedOption.Parse("tasks=2,16")],
        Inputs = ["1,2,3"],
        Executors = ["serial", "threads", "pool-map"],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(2),
        Outputs = new Outputs(RunsCsv, folder["tasks.csv"], Excel: false),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EachVariantHasTheFirstTasksAndThenAllFromTheStart()
    {
        using var session = await MeasureAsync(Walks);
        Assert.Equal((0, true, 12), (session.Outcome.ExitCode, session.Outcome.IsComplete, session.Outcome.RunCount));
        var rows = RunsReader.Read(RunsCsv).Lines;
        Assert.Equal(["planted-walk (megabytes=1; tasks=16) 16 16", "planted-walk (megabytes=1; tasks=2) 2 2"],
            rows.Select(row => $"{row.Text("variant")} {row.Text("tasks")} {row.Text("param_tasks")}").Distinct().Order(StringComparer.Ordinal));
        Assert.Single(rows.Select(row => row.Text("session_inputs_digest")).Distinct());
        // Threads and worker processes agree on the inputs, too.
        Assert.All(rows.GroupBy(row => row.Text("tasks")), variant => Assert.Single(variant.Select(row => row.Text("result_digest")).Distinct()));
        // A chunk for half a worker's quarter, whatever the others have.
        Assert.Equal(["1", "2"], rows.Where(row => row.Text("executor") == "pool-map").OrderBy(row => row.Text("tasks")!.Length).Select(row => row.Text("chunk_size")).Distinct());
        var inputs = File.ReadAllLines(folder["tasks.csv"]).Skip(1).Select(line => line.Split(',')).GroupBy(fields => fields[1])
            .Select(run => string.Concat(run.OrderBy(fields => int.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture)).Select(fields => fields[4]))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["12", "1231231231231231"], inputs);
    }

    [Fact]
    public async Task AFileSaysTheSameAsTheSession()
    {
        using var session = await MeasureAsync(Walks with { Outputs = Walks.Outputs with { Json = folder["a.json"], Html = folder["a.html"], Xlsx = folder["a.xlsx"] } });
        var file = RunsReader.Read(RunsCsv);
        List<Observation> runs = [.. file.AsNamed];
        var again = Summary.Of(runs, EquivalenceBand.Default);
        Assert.Equal(session.Conclusion.Summaries.Select(summary => $"{summary.Configuration} {summary.Tasks}"), again.Select(summary => $"{summary.Configuration} {summary.Tasks}"));
        Assert.Equal(VariantsText.Of(session.Conclusion)!.Sentences, VariantsText.Of(again, runs, EquivalenceBand.Default)!.Sentences);
        Assert.Equal(["tasks=2", "tasks=16"], ReportChapter.AllOf([file], runs, again, []).Select(chapter => chapter.Name));
        Assert.Equal("pool-map × 2 of tasks=16", session.Outcome.Names.Of(session.Plan.Configurations[^1]));
        Assert.Empty(session.Conclusion.Problems);
        Assert.Contains("<h2>tasks=16: 16 tasks", File.ReadAllText(folder["a.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionContinues()
    {
        var request = Walks with { Executors = ["serial", "threads", "parallel"], Outputs = new Outputs(RunsCsv, null, Excel: false) };
        using (await MeasureAsync(request))
        {
        }
        var lines = File.ReadAllLines(RunsCsv);
        File.WriteAllText(RunsCsv, string.Concat(lines.Take(5).Select(line => line + "\n")));
        using (var continued = await MeasureAsync(request with { Resume = RunsCsv }))
            Assert.Equal((true, 12), (continued.Outcome.IsComplete, continued.Outcome.FinishedCount));
        Assert.Contains("variants: only there planted-walk (megabytes=1; tasks=16), only here planted-walk (megabytes=1; tasks=17)",
            Refusal(request with { Resume = RunsCsv, Varied = [VariedOption.Parse("tasks=2,17")] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultsAreComparedOnlyWithAsManyTasks()
    {
        using var session = await MeasureAsync(Walks with { Executors = ["serial"], SameResults = true });
        Assert.Equal(0, session.Outcome.ExitCode);
    }

    [Theory]
    [InlineData("tasks=1,none", "The number of tasks 'none' is not a whole number from 1 to ")]
    [InlineData("tasks=0,1", "The number of tasks '0' is not a whole number from 1 to ")]
    public void WhatIsNoNumberIsRefused(string varied, string message) => Assert.StartsWith(message, Refusal(Walks with { Varied = [VariedOption.Parse(varied)] }), StringComparison.Ordinal);

    [Fact]
    public void WhatContradictsItIsRefused()
    {
        Assert.StartsWith("Under weak scaling the tasks grow", Refusal(Walks with { Scale = Scale.Weak }), StringComparison.Ordinal);
        Assert.Contains("no option 'tasks'", Refusal(Walks with { Varied = [], Settings = [new Setting("tasks", "2")] }), StringComparison.Ordinal);
    }

    private static string Refusal(SessionRequest request) => Assert.ThrowsAny<PartimeException>(() => Open(request)).Message;

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }
}

using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Whole sessions in this process whose tasks grow with the workers.</summary>
public sealed class WeakSessionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Weak => new()
    {
        Workload = "crashing",
        Inputs = ["ok,sleep:1,ok"],
        Executors = ["serial", "threads", "async"],
        Workers = WorkerSpec.ParseList(["1,3"]),
        Scale = Scale.Weak,
        Rounds = new RoundsSpec(2),
        Seed = 1,
        Outputs = new Outputs(RunsCsv, folder["tasks.csv"], Excel: false),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryRunHasItsInputsOnceForEachWorker()
    {
        using var session = await MeasureAsync(Weak);
        var file = RunsReader.Read(RunsCsv);
        Assert.All(file.Runs, run => Assert.Equal((3 * run.Planned.Configuration.Workers, Tool.Measurement.RunStatus.Ok), (run.Tasks, run.Status)));
        Assert.Equal(2 * (3 + 3 + 9 + 3 + 9), TasksReader.Read(folder["tasks.csv"]).Runs.Sum(run => run.Seconds.Count));
        Assert.False(session.Outcome.Findings.ResultsDiffer);
        var threads = session.Conclusion.Summaries.Single(summary => summary.Configuration is { Executor: "threads", Workers: 3 });
        Assert.Equal(threads.SpeedUp!.Value / 3, threads.Efficiency!.Value, 12);
        Assert.Null(session.Conclusion.Advice);
    }

    [Fact]
    public async Task ASessionContinuesOnlyWithTheScalingItHad()
    {
        using (await MeasureAsync(Weak with { Outputs = new Outputs(RunsCsv, null, Excel: false) }))
        {
            var rows = File.ReadAllLines(RunsCsv);
            File.WriteAllLines(RunsCsv, rows[..^1]);
        }
        var resumed = Weak with { Resume = RunsCsv, Outputs = new Outputs(RunsCsv, null, Excel: false) };
        var refusal = Assert.Throws<SessionDiffersException>(() => Open(resumed with { Scale = Scale.Strong }));
        Assert.EndsWith("not the same session: settings: weak scaling is missing.", refusal.Message, StringComparison.Ordinal);
        using var session = await MeasureAsync(resumed);
        Assert.Equal((9, 10), (session.Resumption!.FinishedCount, session.Outcome.FinishedCount));
        Assert.False(session.Outcome.Findings.ResultsDiffer);
    }

    [Fact]
    public async Task AppendedToStrongRunsWeakOnesStayApart()
    {
        var outputs = new Outputs(RunsCsv, null, Excel: false);
        using (await MeasureAsync(Weak with { Scale = Scale.Strong, Outputs = outputs }))
        using (await MeasureAsync(Weak with { Outputs = outputs with { Append = true } }))
        {
            // Both have closed their files.
        }
        var summaries = Summary.Of(RunsReader.Read(RunsCsv).AsNamed, EquivalenceBand.Default);
        Assert.Equal(2 * 5, summaries.Count);
        Assert.Equal([Scale.Strong, Scale.Weak], summaries.Select(summary => summary.Scenario.Scale).Distinct().Order());
        Assert.All(summaries, summary => Assert.Equal(2, summary.Rounds));
    }

    [Fact]
    public async Task ExpectedTimesAreThoseOfAsManyTasks()
    {
        using var session = await MeasureAsync(Weak);
        Assert.Equal(5, ExpectedTimes.From(RunsCsv, "crashing", session.Plan).Count);
        Assert.Equal(["serial:1:1", "threads:1:1", "async:1:1"], ExpectedTimes.From(RunsCsv, "crashing", session.Plan with { Scale = Scale.Strong }).Keys.Select(configuration => $"{configuration}").OrderByDescending(name => name[0] == 's').ThenByDescending(name => name));
    }

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Crashing"), Tool.Measurement.Machine.Read());

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }
}

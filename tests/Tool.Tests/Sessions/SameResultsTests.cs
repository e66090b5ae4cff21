using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Buffers of one and of two megabytes have other sums.</summary>
public sealed class SameResultsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private SessionRequest Walks => new()
    {
        Workload = "planted-walk",
        Varied = [new VariedOption("megabytes", ["2", "1"])],
        Inputs = ["1"],
        Times = 4,
        Executors = ["serial", "threads"],
        Workers = [new WorkerSpec(2)],
        Rounds = new RoundsSpec(2),
        Seed = 1,
        Outputs = new Outputs(RunsCsv, null, Excel: false),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task VariantsThatDisagreeAreNamedOnceWithTheTasks()
    {
        using var session = await MeasureAsync(Walks with { SameResults = true });
        Assert.Equal(ExitCode.ResultsDiffer, session.Outcome.ExitCode);
        Assert.Matches(@"^The variants megabytes=2 and megabytes=1 disagree on the results of 4 of 4 tasks: task 0 \(input '1'\): megabytes=[12] \d+, megabytes=[12] \d+; .*; …\.$", Assert.Single(session.Conclusion.Problems));
        Assert.Empty(session.Remarks);
    }

    [Fact]
    public async Task EarlierRunsAreComparedToo()
    {
        using (var session = await MeasureAsync(Walks))
            Assert.Equal(ExitCode.Ok, session.Outcome.ExitCode);
        var lines = File.ReadAllLines(RunsCsv);
        using (var complete = await MeasureAsync(Walks with { SameResults = true, Resume = RunsCsv }))
            Assert.Equal((ExitCode.ResultsDiffer, "disagree on their results."), (complete.Outcome.ExitCode, Assert.Single(complete.Conclusion.Problems)[^26..]));

        // Of one of the variants there is an earlier run.
        File.WriteAllText(RunsCsv, string.Concat(lines.Take(2).Select(line => line + "\n")));
        using var continued = await MeasureAsync(Walks with { SameResults = true, Resume = RunsCsv });
        Assert.Equal(ExitCode.ResultsDiffer, continued.Outcome.ExitCode);
        Assert.Single(continued.Conclusion.Problems);
    }

    [Fact]
    public async Task AReportComparesTheDigests()
    {
        using (await MeasureAsync(Walks))
        {
        }
        Assert.Equal(ExitCode.ResultsDiffer, await ReportAsync("--same-results", "--markdown", folder["report.md"]));
        Assert.Contains("- The variants megabytes=2 and megabytes=1 disagree on their results.\n", File.ReadAllText(folder["report.md"]), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await ReportAsync());
        File.WriteAllLines(RunsCsv, File.ReadAllLines(RunsCsv).Where(line => !line.StartsWith("planted-walk,planted-walk (megabytes=2)", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Ok, await ReportAsync("--same-results"));

        Task<int> ReportAsync(params string[] more) => CommandLine.Parse(["report", RunsCsv, "--quiet", .. more])(CancellationToken.None);
    }

    [Fact]
    public void OnlyResultsOfTheSameInputsAreCompared()
    {
        var (one, other) = (MadeRun.Of("1").Observation(), MadeRun.Of("2").Observation());
        Assert.Single(DifferingResults.Among([one, other]));
        Assert.Empty(DifferingResults.Among([one, one with { Scenario = one.Scenario with { Parameters = "codec=b" } }]));
        Assert.Empty(DifferingResults.Among([one, other with { Scenario = other.Scenario with { Inputs = "others" } }]));
        Assert.Empty(DifferingResults.Among([one, MadeRun.Of("1", "2").Observation()]));
        Assert.Empty(DifferingResults.Among([one, other with { ResultDigest = null }]));
        // Sessions that do not tell their inputs may have others.
        Assert.Empty(DifferingResults.Among([one, other with { Session = "other" }]));
        Assert.Single(DifferingResults.Among([one with { Scenario = one.Scenario with { Inputs = "same" } }, other with { Session = "other", Scenario = other.Scenario with { Inputs = "same" } }]));
    }

    [Fact]
    public void WithoutASecondVariantASentenceSaysSo()
    {
        using var session = Open(Walks with { SameResults = true, Varied = [] });
        Assert.StartsWith("No results of variants are compared: ", Assert.Single(session.Remarks), StringComparison.Ordinal);
    }

    private static Session Open(SessionRequest request) => new(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = Open(request);
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        return session;
    }
}

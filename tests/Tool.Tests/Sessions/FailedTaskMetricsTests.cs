using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

/// <summary>The metrics of failed tasks reach the outputs of a session, and count in no number of a run.</summary>
public sealed class FailedTaskMetricsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SessionRequest Request => new()
    {
        Workload = "planted-metrics",
        Executors = ["serial", "threads", "process-pool"],
        Workers = [new WorkerSpec(2)],
        Inputs = ["-3", "0", "2", "4"],
        Rounds = new RoundsSpec(1),
        Rules = new TaskRules { Retries = 1 },
        Seed = 1,
        Outputs = new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false) { Html = folder["run.html"], Trace = folder["trace.json"] },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheyStandInTheRowsOfAttemptsAndNoTypeStandsBeforeAMessageThatSaysAll(bool isolate)
    {
        using var session = await MeasureAsync(Request with { Isolate = isolate });

        string[] expected = ["-3 1 error  planted -3 -1.5", "-3 2 error  planted -3 -1.5", "0 1 ok    ", "2 1 ok   2 2", "4 1 ok   4 4"];
        Assert.Equal([.. expected, .. expected, .. expected], Rows());
        Assert.All(RunsReader.Read(folder["runs.csv"]).Lines, line => Assert.Equal(("6", "2", "4"), (line.Text("metric_whole_bytes"), line.Text("metric_low"), line.Text("metric_high"))));
        Assert.Contains("serial: 1 of 4 tasks has no result. The first is task 0 with input '-3': planted", session.Conclusion.Problems);
        Assert.Contains(">planted<", await File.ReadAllTextAsync(folder["run.html"]), StringComparison.Ordinal);
        Assert.Contains("\"error\":\"planted\"", await File.ReadAllTextAsync(folder["trace.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionThatContinuesHasThem()
    {
        var request = Request with { Executors = ["serial"], Rounds = new RoundsSpec(2), Rules = new TaskRules() };
        using (await MeasureAsync(request))
        {
        }
        await File.WriteAllLinesAsync(folder["runs.csv"], (await File.ReadAllLinesAsync(folder["runs.csv"]))[..^1]);
        using (await MeasureAsync(request with { Resume = folder["runs.csv"] }))
        {
        }
        Assert.Equal(["-3 1 error  planted -3 -1.5"], Rows().Where(row => row.StartsWith('-')));
    }

    [Fact]
    public async Task ATaskThatEndsAfterItsTimeLimitKeepsThem()
    {
        using (await MeasureAsync(Request with { Executors = ["process-pool"], Inputs = ["-300", "2"], Rules = new TaskRules { Timeout = Pace.Of(TimeSpan.FromMilliseconds(200)) } }))
        {
        }
        Assert.Matches(@"^-300 1 timeout Timeout The task exceeded its time limit and was cancelled\. It ended after [0-9.]+ s\. -300 -150$", Rows()[0]);
    }

    private static async Task<Session> MeasureAsync(SessionRequest request)
    {
        var session = new Session(request, TestPlugin.Catalog("Planted"), Tool.Measurement.Machine.Read());
        session.OpenOutputs();
        await session.MeasureAsync(CancellationToken.None);
        session.Dispose();
        return session;
    }

    private List<string> Rows() => [.. Rfc4180.Rows(File.ReadAllText(folder["tasks.csv"]))
        .Select(row => string.Join(' ', "input attempt status error_type error_message metric_whole_bytes metric_code".Split(' ').Select(column => row[column])))];
}

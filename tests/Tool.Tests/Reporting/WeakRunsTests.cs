using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class WeakRunsTests : IDisposable
{
    private static readonly SessionInfo Session = CsvOutput.Session() with { Settings = SessionSettings.Parse("1 round; 0 to warm up; no timeout; 0 retries; weak scaling") };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ReadBackTheRunsHaveOneScenarioWithTheTasksOfOneWorker()
    {
        CsvOutput.WriteRuns(Path, Session, [MadeRun.Of("1", "2"), MadeRun.Of("1", "1", "2", "2") with { Executor = "threads", Workers = 2, Number = 2 }]);
        var file = RunsReader.Read(Path);
        Assert.Equal(Session.Settings, Assert.Single(file.Sessions).Settings);
        var scenario = Assert.Single(file.Runs.Select(run => run.Scenario).Distinct());
        Assert.Equal((Scale.Weak, 2), (scenario.Scale, scenario.Tasks));
        Assert.Equal([2, 4], file.Runs.Select(run => run.Tasks));
    }

    [Fact]
    public void TasksThatDoNotDivideAmongTheWorkersAreRefused()
    {
        CsvOutput.WriteRuns(Path, Session, [MadeRun.Of("1", "2"), MadeRun.Of("1", "1", "2") with { Executor = "threads", Workers = 2, Number = 2 }]);
        Assert.EndsWith("line 3: '3' in column tasks is not a multiple of its 2 workers, as the session has weak scaling. Correct the line or remove it.",
            Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Text.Json;
using Partime.Tool.Cli;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Tests.Reporting.Xlsx;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Tasks CSVs beside runs CSVs.</summary>
public sealed class TasksOfRunsTests : IDisposable
{
    private static readonly MadeRun Run = MadeRun.Of("1", "2", "3") with { Phase = Phase.Measure };

    private readonly TemporaryFolder folder = new();
    private readonly SessionInfo session = CsvOutput.Session();

    public TasksOfRunsTests()
    {
        CsvOutput.WriteRuns(folder["runs.csv"], session, [Run]);
        WriteTasks("tasks.csv", session);
        WriteTasks("other.csv", session with { Id = "other" });
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--html")]
    [InlineData("--xlsx")]
    [InlineData("--trace")]
    public async Task TasksThatWouldCountTwiceAndThoseOfOtherRunsAreRefused(string output)
    {
        File.Copy(folder["tasks.csv"], folder["copy.csv"]);
        foreach (var (message, files) in ((string, string[])[])
            [
                ($"The tasks of run {Run.Number} of session {session.Id} are in {folder["tasks.csv"]} and in {folder["tasks.csv"]}, and would count twice", ["runs.csv", "tasks.csv", "tasks.csv"]),
                ($"are in {folder["tasks.csv"]} and in {folder["copy.csv"]}, and would count twice", ["runs.csv", "tasks.csv", "copy.csv"]),
                ($"{folder["other.csv"]}: no task of these runs", ["runs.csv", "tasks.csv", "other.csv"]),
                ($"{folder["tasks.csv"]}: tasks alone are not enough. Name the runs CSV", ["tasks.csv"]),
            ])
            Assert.Contains(message, (await Assert.ThrowsAsync<PartimeException>(() => ReportAsync(output, files))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["output"]));
    }

    [Fact]
    public async Task OfTasksOfSeveralSessionsTheWorkbookHasThoseOfItsRuns()
    {
        File.AppendAllLines(folder["tasks.csv"], File.ReadLines(folder["other.csv"]).Skip(1));
        await ReportAsync("--xlsx", "runs.csv", "tasks.csv");
        var workbook = ReadWorkbook.Of(folder["output"]);
        Assert.Equal([session.Id, session.Id, session.Id], workbook.Rows("tasks").Select(row => row["session"].Value));
        Assert.Contains(workbook.Cells("overview").SelectMany(row => row), cell => cell.Value is string text && text.EndsWith("tasks.csv: 3 tasks of other runs are left out.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAnOutputThatShowsTasksTheirFileIsRefused() => Assert.Equal(
        $"Only a page, a workbook and a trace show tasks: leave out {folder["tasks.csv"]}, or name such an output.",
        (await Assert.ThrowsAsync<PartimeException>(() => ReportAsync("--json", "runs.csv", "tasks.csv"))).Message);

    /// <summary>A pipe gives what it has only once, and the report needs it.</summary>
    [Fact(Timeout = 120_000)]
    public async Task APipeIsNotReadToFindOutWhatItHas()
    {
        await Process.Start("mkfifo", folder["pipe"]).WaitForExitAsync();
        var writing = Task.Run(() => File.WriteAllText(folder["pipe"], File.ReadAllText(folder["runs.csv"])));
        await ReportAsync("--json", "pipe");
        await writing;
        Assert.Contains("\"summary\"", File.ReadAllText(folder["output"]), StringComparison.Ordinal);
    }

    /// <summary>The apostrophe is for spreadsheets only.</summary>
    [Fact]
    public async Task ATraceHasTheInputsAsTheyWere()
    {
        string[] inputs = ["=1", "'=1", "1"];
        var run = new MadeRun { Phase = Phase.Measure, Tasks = [.. inputs.Select(input => new MadeTask(input, WorkResult.Of("x")))] };
        CsvOutput.WriteRuns(folder["formulas.csv"], session, [run]);
        File.WriteAllText(folder["formula-tasks.csv"], CsvOutput.Tasks(session, run));
        await ReportAsync("--trace", "formulas.csv", "formula-tasks.csv");
        var trace = JsonDocument.Parse(File.ReadAllText(folder["output"])).RootElement;
        var events = trace.ValueKind == JsonValueKind.Array ? trace : trace.GetProperty("traceEvents");
        Assert.Superset(inputs.ToHashSet(), events.EnumerateArray().Select(one => one.TryGetProperty("name", out var name) ? name.GetString()! : "").ToHashSet());
    }

    private void WriteTasks(string file, SessionInfo of) => File.WriteAllText(folder[file], CsvOutput.Tasks(of, Run));

    private Task<int> ReportAsync(string output, params string[] files) => CommandLine.Parse(["report", .. files.Select(file => folder[file]), output, folder["output"], "-q"])(CancellationToken.None);
}

using Partime.Tool.Analysis;
using Partime.Tool.Cli;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Cli;

public sealed class ResumeHintsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ResumeHintsTests() => File.WriteAllText(Path, "rows\n");

    private string Path => folder["runs.csv"];

    private Outputs ToFile => new(Path, null, Excel: false);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AfterAnInterruptionTheUserLearnsHowToContinue()
    {
        Assert.Equal($"3 finished runs are in {Path}: the same command with --resume {Path} in place of --csv continues the session.", After(ToFile, 3));
        Assert.Equal($"1 finished run is in {Path}: the same command with --resume {Path} in place of --csv continues the session.", After(ToFile, 1));
        Assert.Contains("in place of --csv and --append continues", After(ToFile with { Append = true }, 3), StringComparison.Ordinal);
        Assert.Equal($"3 finished runs are in {Path}: the same command continues the session.", After(ToFile, 3, Path));
    }

    [Fact]
    public void ASearchIsNotContinuedAndItsRunsAreShown() =>
        Assert.Equal($"3 finished runs are in {Path}: 'report {Path}' shows them, with the advice that follows from them.",
            ResumeHints.AfterInterruption(new SessionRequest { Workload = "sleep", Outputs = ToFile, Search = new SearchGoal(0.05, TimeSpan.FromSeconds(1)) }, 3));

    [Fact]
    public void WithoutFinishedRunsInAFileThereIsNoHint()
    {
        Assert.Null(After(ToFile, 0));
        Assert.Null(After(ToFile with { TasksCsv = folder["tasks.csv"] }, 3));
        Assert.Null(After(ToFile with { Json = folder["session.json"] }, 3));
        Assert.Null(After(ToFile with { RunsCsv = "-" }, 3));
        Assert.Null(After(ToFile with { RunsCsv = null }, 3));
        Assert.Null(After(ToFile with { RunsCsv = "/dev/null" }, 3));
    }

    [Fact]
    public void AContinuedSessionBeginsWithWhatIsLeft()
    {
        Assert.Equal("runs.csv: 2 runs are finished, and 1 is left.", ResumeHints.AtStart("runs.csv", PlanOf(new RoundsSpec(3)), 2));
        Assert.Equal("runs.csv: 2 runs are finished.", ResumeHints.AtStart("runs.csv", PlanOf(RoundsSpec.Auto), 2));
        Assert.Null(ResumeHints.AtStart("runs.csv", PlanOf(new RoundsSpec(3)), 3));
    }

    [Fact]
    public void ADryRunKnowsWhichFilesWouldBeReplaced()
    {
        File.WriteAllText(folder["summary.csv"], "rows\n");
        File.WriteAllText(folder["empty.md"], "");
        var outputs = ToFile with { SummaryCsv = folder["summary.csv"], Markdown = folder["empty.md"], Json = folder["missing.json"] };
        Assert.Equal([Path, folder["summary.csv"]], outputs.Replaced(isContinuing: false));
        Assert.Equal([folder["summary.csv"]], outputs.Replaced(isContinuing: true));
        Assert.Equal([folder["summary.csv"]], (outputs with { Append = true }).Replaced(isContinuing: false));
        Assert.Empty((outputs with { RunsCsv = "-", SummaryCsv = null }).Replaced(isContinuing: false));
    }

    private static string? After(Outputs outputs, int finished, string? resumed = null) =>
        ResumeHints.AfterInterruption(new SessionRequest { Workload = "sleep", Outputs = outputs, Resume = resumed }, finished);

    private static Plan PlanOf(RoundsSpec rounds)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 1, 1))], times: 1);
        return Plan.Create(inputs, [new PlannedExecutor("serial", 1)], [], [], warmup: 0, rounds);
    }
}

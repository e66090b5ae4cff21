using Partime.Tool.Cli;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

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
        Assert.Equal($"3 finished runs are in {Path}: the same command with --resume {Path} in place of --csv continues the session.", ResumeHints.AfterInterruption(ToFile, null, 3));
        Assert.Equal($"1 finished run is in {Path}: the same command with --resume {Path} in place of --csv continues the session.", ResumeHints.AfterInterruption(ToFile, null, 1));
        Assert.Contains("in place of --csv and --append continues", ResumeHints.AfterInterruption(ToFile with { Append = true }, null, 3), StringComparison.Ordinal);
        Assert.Equal($"3 finished runs are in {Path}: the same command continues the session.", ResumeHints.AfterInterruption(ToFile, Path, 3));
    }

    [Fact]
    public void WithoutFinishedRunsInAFileThereIsNoHint()
    {
        Assert.Null(ResumeHints.AfterInterruption(ToFile, null, finished: 0));
        Assert.Null(ResumeHints.AfterInterruption(ToFile with { TasksCsv = folder["tasks.csv"] }, null, 3));
        Assert.Null(ResumeHints.AfterInterruption(ToFile with { Json = folder["session.json"] }, null, 3));
        Assert.Null(ResumeHints.AfterInterruption(ToFile with { RunsCsv = "-" }, null, 3));
        Assert.Null(ResumeHints.AfterInterruption(ToFile with { RunsCsv = null }, null, 3));
        Assert.Null(ResumeHints.AfterInterruption(ToFile with { RunsCsv = "/dev/null" }, null, 3));
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

    private static Plan PlanOf(RoundsSpec rounds)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, 1, 1))], times: 1);
        return Plan.Create(inputs, [new PlannedExecutor("serial", 1)], [], [], warmup: 0, rounds);
    }
}

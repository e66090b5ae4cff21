using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Outputs Both => new(folder["runs.csv"], folder["tasks.csv"], Excel: false);

    [Fact]
    public void AFileKeepsItsContentsWhenAnotherOutputIsFull()
    {
        if (!File.Exists("/dev/full"))
            return;
        File.WriteAllText(folder["runs.csv"], "yesterday's rows");
        Assert.Throws<PartimeException>(() => new RunReport(Both with { TasksCsv = "/dev/full" }, CsvOutput.Session()));
        Assert.Equal("yesterday's rows", File.ReadAllText(folder["runs.csv"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void WhatCouldNotBeOpenedIsRefusedWithoutTouchingAnything()
    {
        File.WriteAllText(folder["runs.csv"], "yesterday's rows");
        foreach (var (path, message) in ((string, string)[])
        [
            (folder.Path, "it is a folder"),
            (folder["no/such.csv"], "Create its folder first"),
            (folder["runs.csv"], "is the path of"),
        ])
            Assert.Contains(message, Assert.Throws<PartimeException>(() => RunReport.EnsurePossible(Both with { TasksCsv = path }, CsvOutput.Session())).Message, StringComparison.Ordinal);
        Assert.Contains("it has no complete line", Assert.Throws<PartimeException>(() => RunReport.EnsurePossible(Both with { Append = true }, CsvOutput.Session())).Message, StringComparison.Ordinal);
        RunReport.EnsurePossible(Both, CsvOutput.Session());
        Assert.Equal("yesterday's rows", File.ReadAllText(folder["runs.csv"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFileThatNobodyTouchesIsNotSpokenOf() => Conclude(() => { });

    [Fact]
    public void AFileThatIsDeletedMeanwhileIsNamedAtTheEnd()
    {
        if (OperatingSystem.IsWindows())
            return;
        var error = Assert.Throws<PartimeException>(() => Conclude(() => File.Delete(folder["runs.csv"])));
        Assert.StartsWith($"{folder["runs.csv"]} was deleted, moved or replaced during the session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsReplacedMeanwhileIsNamedAtTheEnd()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var error = Assert.Throws<PartimeException>(() => Conclude(() =>
        {
            File.Copy(folder["tasks.csv"], folder["copy"]);
            File.Move(folder["copy"], folder["tasks.csv"], overwrite: true);
        }));
        Assert.StartsWith($"{folder["tasks.csv"]} was deleted, moved or replaced during the session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsEmptiedMeanwhileIsNamedAtTheEndAlthoughRowsFollow()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var error = Assert.Throws<PartimeException>(() => Conclude(() =>
        {
            using var other = new FileStream(folder["runs.csv"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            other.SetLength(0);
        }));
        Assert.StartsWith($"{folder["runs.csv"]} was changed by another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatDisappearsCostsOnlyTheOutputsInIt()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(folder["gone"]);
        var outputs = Both with { SummaryCsv = folder["gone/summary.csv"], Markdown = folder["gone/result.md"], Hyperfine = folder["hyperfine.json"] };
        var error = Assert.Throws<PartimeException>(() => Conclude(() => Directory.Move(folder["gone"], folder["elsewhere"]), outputs));
        Assert.Contains(folder["gone/summary.csv"], error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["gone/result.md"], error.Message, StringComparison.Ordinal);
        Assert.Contains("\"results\"", File.ReadAllText(folder["hyperfine.json"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder["elsewhere"]));
    }

    [Theory]
    [InlineData(true, "was replaced by another program")]
    [InlineData(false, "another program has created it")]
    public void WhatAnotherProgramHasWrittenMeanwhileIsNotOverwritten(bool exists, string told)
    {
        if (!OperatingSystem.IsLinux())
            return;
        if (exists)
            File.WriteAllText(folder["result.md"], "old");
        File.WriteAllText(folder["other"], "of another program");
        var error = Assert.Throws<PartimeException>(() => Conclude(() => File.Move(folder["other"], folder["result.md"], overwrite: true), Both with { Markdown = folder["result.md"] }));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Equal("of another program", File.ReadAllText(folder["result.md"]));
    }

    [Fact]
    public void RowsThatWereThereBeforeCountInASheet()
    {
        var session = CsvOutput.Session();
        var header = string.Join(',', TaskColumns.For(session.Metrics).Names()) + "\r\n";
        File.WriteAllText(folder["tasks.csv"], header + string.Concat(Enumerable.Repeat("1\r\n", 1_048_574)));
        var outputs = new Outputs(null, folder["tasks.csv"], Excel: true) { Append = true };
        using var report = new RunReport(outputs, session);
        var findings = new Findings(resultsCompare: true);

        Assert.Equal(1_048_574, report.TaskRowsKept);
        report.Write(MadeRun.Of("1").Record(), findings);
        Assert.Empty(report.SheetRemarks);
        report.Write(MadeRun.Of("1").Record(), findings);
        Assert.StartsWith("The tasks CSV has 1,048,576 rows, and Excel shows only the first", Assert.Single(report.SheetRemarks), StringComparison.Ordinal);
    }

    private void Conclude(Action meanwhile, Outputs? outputs = null)
    {
        using var report = new RunReport(outputs ?? Both, CsvOutput.Session());
        var findings = new Findings(resultsCompare: true);
        report.Write(MadeRun.Of("1").Record(), findings);
        meanwhile();
        report.Write(MadeRun.Of("1").Record(), findings);
        report.Conclude(CsvOutput.Conclusion(isComplete: true), findings);
    }
}

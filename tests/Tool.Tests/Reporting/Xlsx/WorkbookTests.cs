using System.Text.RegularExpressions;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting.Xlsx;

public sealed partial class WorkbookTests : IDisposable
{
    private static readonly SessionInfo Moons = CsvOutput.Session("bytes") with { Seed = 1_234_567_890_123_456, Parameters = [("secret", "***"), ("size", "10")] };

    /// <summary>Serial and two threads, three rounds each.</summary>
    private static readonly MadeRun[] Rounds = [.. from round in Enumerable.Range(1, 3) from workers in (int[])[1, 2]
        select new MadeRun { Tasks = [new MadeTask("a", WorkResult.Of("1")), new MadeTask("b", WorkResult.Of("2")) { Worker = workers - 1 }], Executor = workers == 1 ? "serial" : "threads", Workers = workers, Round = round, Number = (2 * round) + workers - 2, Seconds = (0, 4.0 / workers, 0) }];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheSheetsAreInTheOrderInWhichPeopleWantThem()
    {
        var book = MadeWorkbook.Of(Moons, Rounds);
        Assert.Equal(["overview", "summary", "runs", "tasks", "columns"], book.Sheets);
        Assert.Equal((2, 6, 12), (book.Rows("summary").Count, book.Rows("runs").Count, book.Rows("tasks").Count));
    }

    [Fact]
    public void TheColumnsAreThoseOfTheCsvFilesAndTheLastSheetSaysWhatTheyMean()
    {
        var book = MadeWorkbook.Of(Moons, Rounds);
        string[] summary = SummaryColumns.For([Moons]).Names(), runs = RunColumns.For(Moons).Names(), tasks = TaskColumns.For(Moons.Metrics).Names();
        foreach (var (sheet, columns) in (IEnumerable<(string, string[])>)[("summary", summary), ("runs", runs), ("tasks", tasks)])
            Assert.Equal(columns, book.Cells(sheet)[0].Select(cell => cell.Value));
        var meanings = book.Rows("columns");
        Assert.Equal([.. summary, .. runs, .. tasks], meanings.Select(row => row["column"].Value));
        Assert.Equal("s", meanings.First(row => row["column"].Value is "wall_s")["unit"].Value);
        Assert.All(meanings, row => Assert.DoesNotContain('`', $"{row["meaning"].Value}"));
    }

    [Fact]
    public void AValueHasItsType()
    {
        var book = MadeWorkbook.Of(Moons, Rounds[0] with { Metrics = Moons.Metrics });
        var (run, task) = (book.Rows("runs")[0], book.Rows("tasks")[0]);
        Assert.Equal(new ReadCell(4.0, ""), run["wall_s"]);
        Assert.Equal(new ReadCell(1.0, ""), run["workers"]);
        Assert.Equal(new ReadCell("serial", "49"), run["executor"]);
        Assert.Equal(new ReadCell(null, ""), run["peak_rss_bytes"]);
        Assert.Equal(new ReadCell("no", "49"), run["isolated"]);
        Assert.Equal(new ReadCell(10.0, ""), run["param_size"]);
        Assert.Equal(new ReadCell(1.0, ""), task["result"]);
        // Excel keeps 15 digits.
        Assert.Equal(new ReadCell("1234567890123456", "49"), run["session_seed"]);
    }

    [Fact]
    public void MetricsAreInTheFirstSheetAndExplainedInTheLast()
    {
        var session = Moons with { Metrics = [new("bytes", "B", MetricAggregate.Sum), new("odd", "", MetricAggregate.Max)] };
        var book = MadeWorkbook.Of(session, [.. Rounds.Select(run => run with
        {
            Metrics = session.Metrics,
            Tasks = [.. run.Tasks.Select(task => task with { Result = WorkResult.Of(1).With("bytes", 1_234.5).With("odd", double.NaN) })],
        })]);
        var cover = book.Cells("overview").ToList();
        var at = cover.FindIndex(row => row is [{ Value: "Metrics, as medians over the rounds" }, ..]);
        Assert.Equal(["configuration", "bytes (sum), B", "odd (max)"], cover[at + 1].Select(cell => cell.Value));
        Assert.Equal([new ReadCell("serial", "49"), new ReadCell(2_469.0, ""), new ReadCell("NaN", "49")], cover[at + 2]);
        Assert.Equal(2_469.0, book.Rows("runs")[0]["metric_bytes"].Value);
        Assert.Equal(2_469.0, book.Rows("summary")[1]["metric_bytes_median"].Value);
        Assert.StartsWith("the sum of the metric over the tasks with a result, in B;", $"{book.Rows("columns").Single(row => row["sheet"].Value is "runs" && row["column"].Value is "metric_bytes")["meaning"].Value}", StringComparison.Ordinal);
    }

    [Fact]
    public void ATimeIsATimeToTheMicrosecond()
    {
        var time = MadeWorkbook.Of(Moons, Rounds[0]).Rows("runs")[0]["started_utc"];
        Assert.Equal("yyyy-mm-dd hh:mm:ss.000", time.Format);
        var microseconds = ((double)time.Value! - new DateTime(2026, 11, 23).ToOADate()) * 24 * 3600 * 1e6;
        Assert.InRange(microseconds, ((((21 * 60) + 5) * 60) + 6) * 1e6 + 788, ((((21 * 60) + 5) * 60) + 6) * 1e6 + 790);
    }

    [Fact]
    public void ANumberThatIsNoneIsAText()
    {
        using var rows = new SheetRows("sheet", ["metric"], new MemoryStream());
        foreach (var number in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e300])
            rows.Add([new Column<double>("metric", value => value, "")], number);
        using var stream = new MemoryStream();
        new Workbook("numbers").WriteTo(stream, new Cover(), [rows]);
        Assert.Equal(["metric", "NaN", "Infinity", "-Infinity", 0.0, 1e300], new ReadWorkbook(new MemoryStream(stream.ToArray())).Cells("sheet").Select(row => row[0].Value));
    }

    [Fact]
    public void TheHeadingIsFrozenAndHasAFilter()
    {
        var book = MadeWorkbook.Of(Moons, Rounds);
        foreach (var sheet in book.Sheets.Skip(1))
        {
            var xml = book.Sheet(sheet);
            Assert.Equal(("1", "frozen"), (ReadWorkbook.Part(xml, "pane").Attribute("ySplit")?.Value, ReadWorkbook.Part(xml, "pane").Attribute("state")?.Value));
            Assert.EndsWith($"{book.Cells(sheet).Length}", ReadWorkbook.Part(xml, "autoFilter").Attribute("ref")?.Value, StringComparison.Ordinal);
            Assert.Equal(book.Cells(sheet)[0].Length, ReadWorkbook.Part(xml, "cols").Elements().Count());
        }
    }

    [Fact]
    public void TheFirstSheetHasTheAnswerAndTheSpeedUpsByExecutorAndWorkers()
    {
        var cover = MadeWorkbook.Of(Moons, Rounds).Cells("overview").Select(row => row.Select(cell => cell.Value).ToArray()).ToList();
        Assert.StartsWith("moons: 2 tasks, medians of 3 rounds", cover[0][0] as string, StringComparison.Ordinal);
        Assert.True(cover[4] is [string answer] && answer.StartsWith("Use threads × 2: 2.000 s", StringComparison.Ordinal));
        Assert.Contains(cover, line => line is ["It broke."]);
        Assert.Contains(cover, line => line is ["dotnet partime run moons -i 'it'\\''s'"]);
        var block = cover.SkipWhile(line => line is not [string text] || !text.StartsWith("Speed-up over serial", StringComparison.Ordinal)).Skip(1).Take(3);
        Assert.Equal([["workers", "serial", "threads"], [1.0, 1.0, null], [2.0, null, 2.0]], block);
    }

    [Fact]
    public void TheFirstSheetHasIntervalsAndLossesOfEachConfiguration()
    {
        var cover = MadeWorkbook.Of(Moons, Rounds).Cells("overview");
        var rows = cover.Where(line => line is [{ Value: "threads × 2" }, ..]).ToList();
        Assert.Equal(["", "0.000000", "0.000000", "0.000000", "0.00", "0.00", "0.00"], rows[0].Skip(1).Select(cell => cell.Format));
        Assert.True(rows[0][1].Value is 3.0 && rows[0].Skip(2).Chunk(3).All(estimate => (double)estimate[1].Value! <= (double)estimate[0].Value! && (double)estimate[0].Value! <= (double)estimate[2].Value!));
        Assert.All(rows[1].Skip(1), cell => Assert.Equal("0.0%", cell.Format));
        Assert.Equal(1, rows[1].Skip(1).Sum(cell => (double)cell.Value!), 0.02);
        var headings = cover.Where(line => line is [{ Value: "configuration" }, ..]).ToList();
        Assert.Equal(rows.Select(row => row.Length), headings.Select(heading => heading.Length));
    }

    /// <summary>Nothing of the machine but what stands in the rows.</summary>
    [Fact]
    public void ItsPropertiesNameNoPersonAndNoMachine()
    {
        var properties = MadeWorkbook.Of(Moons, Rounds).Properties;
        Assert.StartsWith("moons2", properties, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.UserName, properties, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, properties, StringComparison.Ordinal);
    }

    [Fact]
    public void ASessionThatMeasuredNothingHasAWorkbookToo()
    {
        var book = MadeWorkbook.Of(Moons);
        Assert.Equal("Nothing was measured.", book.Cells("overview")[0][0].Value);
        Assert.Empty(book.Rows("tasks"));
    }

    [Fact]
    public void OfMoreRowsThanASheetHoldsItHasTheFirstAndASentenceSaysSo()
    {
        using var rows = new SheetRows("tasks", ["task"], new MemoryStream());
        for (var i = 0; i < SheetRows.MaxRows; i++)
            rows.Add([new Column<long>("task", value => value, "")], i);
        Assert.Null(rows.Remark);
        rows.Add(_ => "one more");
        Assert.Equal(1_048_575, rows.Rows);
        Assert.Equal("The sheet 'tasks' has the first 1,048,575 of 1,048,576 rows, because a sheet holds no more. CSV holds all of them.", rows.Remark);
    }

    [Fact]
    public void UntilItIsCompleteTheFormerFileStaysAndNoOtherIsThere()
    {
        File.WriteAllText(folder["a.xlsx"], "yesterday's workbook");
        using (var report = new RunReport(new Outputs(null, null, Excel: false) { Xlsx = folder["a.xlsx"] }, Moons, MadeWorkbook.Details))
        {
            report.Write(Rounds[0].Record(), new Findings(resultsCompare: true));
            Assert.Equal([folder["a.xlsx"]], OperatingSystem.IsWindows() ? [folder["a.xlsx"]] : Directory.GetFileSystemEntries(folder.Path));
        }
        Assert.Equal("yesterday's workbook", File.ReadAllText(folder["a.xlsx"]));
    }

    [Fact]
    public void AFullDiskIsNamedAndCostsNoOtherFile()
    {
        if (!File.Exists("/dev/full"))
            return;
        var outputs = new Outputs(folder["runs.csv"], null, Excel: false) { SummaryCsv = folder["summary.csv"], Xlsx = "/dev/full" };
        Assert.StartsWith("Cannot write to /dev/full: No space left on device", Assert.Throws<PartimeException>(() => MadeWorkbook.Write(outputs, Moons, Rounds)).Message, StringComparison.Ordinal);
        Assert.Equal((7, 3), (File.ReadAllLines(folder["runs.csv"]).Length, File.ReadAllLines(folder["summary.csv"]).Length));
    }

    [Fact]
    public void AWorkbookOfFilesHasTheRowsOfTheSessionsOwn()
    {
        var runs = Rounds.Select(run => run with { Metrics = Moons.Metrics }).ToArray();
        MadeWorkbook.Write(new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false) { Xlsx = folder["session.xlsx"] }, Moons, runs);
        var leftOut = WriteOfFiles("runs.csv");
        Assert.Empty(leftOut);
        var (session, files) = (ReadWorkbook.Of(folder["session.xlsx"]), ReadWorkbook.Of(folder["files.xlsx"]));
        Assert.Equal(session.Cells("runs"), files.Cells("runs"));
        Assert.Equal(session.Cells("tasks"), files.Cells("tasks"));
    }

    [Fact]
    public void ADecimalCommaInAFileIsNoneInTheWorkbook()
    {
        CsvOutput.WriteRuns(folder["runs.csv"], Moons, Rounds);
        File.WriteAllText(folder["german.csv"], DecimalPoint().Replace(File.ReadAllText(folder["runs.csv"]).Replace(',', ';'), ",$1;"));
        File.WriteAllText(folder["tasks.csv"], CsvOutput.Tasks(Moons, Rounds[0]));
        WriteOfFiles("german.csv");
        Assert.All(ReadWorkbook.Of(folder["files.xlsx"]).Rows("runs"), row => Assert.Equal(0.125, row["cpu_system_s"].Value));
    }

    /// <summary>pandas writes whole numbers as <c>2.0</c> if one is missing.</summary>
    [Fact]
    public void WhatAnotherProgramMadeOfANumberIsTheNumberAndWhatItAddedStays()
    {
        using var rows = new SheetRows("runs", ["workers", "label", "param_size", "metric_bytes"], new MemoryStream());
        rows.Add(_ => "2.0");
        using var stream = new MemoryStream();
        new Workbook("numbers").WriteTo(stream, new Cover(), [rows]);
        Assert.Equal([2.0, "2.0", "2.0", "2.0"], new ReadWorkbook(new MemoryStream(stream.ToArray())).Cells("runs")[1].Select(cell => cell.Value));
    }

    [Fact]
    public void ASessionThatContinuesHasAllOfItsRuns()
    {
        CsvOutput.WriteRuns(folder["runs.csv"], Moons, Rounds[..2]);
        var outputs = new Outputs(null, null, Excel: false) { Xlsx = folder["a.xlsx"], Former = RunsReader.Read(folder["runs.csv"], isStrict: true).Lines };
        MadeWorkbook.Write(outputs, Moons, Rounds[2..]);
        var book = ReadWorkbook.Of(folder["a.xlsx"]);
        Assert.Equal([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], book.Rows("runs").Select(row => row["run"].Value));
        Assert.Contains(book.Cells("overview"), line => line is [{ Value: "The tasks of the 2 runs that were there before this command are not in the sheet 'tasks'." }]);
        MadeWorkbook.Write(outputs with { Xlsx = folder["whole.xlsx"], Former = [] }, Moons, Rounds);
        Assert.Equal(ReadWorkbook.Of(folder["whole.xlsx"]).Cells("runs"), book.Cells("runs"));
    }

    /// <summary>Of a field that is a number.</summary>
    [GeneratedRegex(@"(?<=;[0-9]+)\.([0-9]+);")]
    private static partial Regex DecimalPoint();

    private IReadOnlyList<string> WriteOfFiles(string runsCsv)
    {
        var file = RunsReader.Read(folder[runsCsv]);
        var summaries = Summary.Of(file.Runs, EquivalenceBand.Default);
        using var workbook = new FilesWorkbook(folder["files.xlsx"]);
        return workbook.Write(SummaryRow.Of(summaries, _ => Moons), [new ReportChapter(summaries, 0, ["a machine"]) { Advice = Advice.Of(file.Runs, summaries) }], null, [], [file], [folder["tasks.csv"]]);
    }
}

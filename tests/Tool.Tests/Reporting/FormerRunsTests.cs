using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Runs CSVs with other columns than this version writes into a file: an older version's, or some of them.</summary>
public sealed class FormerRunsTests : IDisposable
{
    /// <summary>As the version before schema 2 has written it.</summary>
    private static readonly string Schema1 = Repository.Text("tests/Tool.Tests/Reporting/schema-1.csv");

    private readonly TemporaryFolder folder = new();

    private string Path => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFileOfSchema1SaysTheSameAsInSchema2()
    {
        var rows = Rfc4180.Rows(Schema1);
        var columns = RunColumns.For(CsvOutput.Session()).Names();
        Assert.Equal((15, "1"), (rows.Count, rows[0]["schema"]));

        var former = Report(Schema1, out var formerFile);
        var now = Report(string.Concat(rows.Select(row => string.Join(',', columns.Select(column => Quoted(InSchema2(row, column)))) + "\n").Prepend(string.Join(',', columns) + "\n")), out var file);

        Assert.Equal(former, now);
        Assert.Equal(6, former.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(formerFile.Runs, file.Runs);
        Assert.Equal(Facts(formerFile), Facts(file));
        Assert.Null(formerFile.Remark);
    }

    [Fact]
    public void AMistakeInAFileOfSchema1IsInTheColumnThatItHas()
    {
        File.WriteAllText(Path, Schema1.Replace(",925069843,", ",x,", StringComparison.Ordinal));
        Assert.Equal($"{Path}, line 2: 'x' in column seed is not a whole number. Correct the line or remove it.", Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message);
    }

    [Fact]
    public void AFileOfSchema1IsNeitherContinuedNorAppendedTo()
    {
        File.WriteAllText(Path, Schema1);
        Assert.Equal(
            $"{Path} cannot be continued: an earlier version of partime has written it, with other columns. Measure again into another file; 'report' reads this one as it is.",
            Assert.Throws<PartimeException>(() => Resumption.Read(Path).Continue(CsvOutput.Session(), isIsolating: false, isForExcel: false)).Message);
        Assert.Equal(
            $"Cannot append to {Path}: an earlier version of partime has written it, with other columns. Name another file: 'report' reads both together.",
            Assert.Throws<PartimeException>(() => new RunReport(new Outputs(Path, null, Excel: false) { Append = true }, CsvOutput.Session())).Message);
        Assert.Equal(Schema1, File.ReadAllText(Path));
    }

    [Fact]
    public void FilesOfBothSchemasAreNotJoined()
    {
        File.WriteAllText(Path, Schema1 + FirstColumns("moons"));
        Assert.Equal($"{Path}, line 17 is the header of another file, with other columns. Name each of the files by itself.", Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message);
    }

    [Fact]
    public void TheFirstColumnsAreEnoughForAReport()
    {
        File.WriteAllText(Path, FirstColumns("moons (mode=a; b; cpu-load=3)"));
        var file = RunsReader.Read(Path);

        Assert.Equal($"{Path} has only some of the columns: it does not tell its session, inputs, plugins and machine, so that differences between these go unnoticed.", file.Remark);
        var session = Assert.Single(file.Sessions);
        Assert.Equal((Path, "moons (mode=a; b; cpu-load=3)"), (session.Id, session.Variant));
        Assert.Equal([("mode", "a; b"), ("cpu-load", "3")], session.Parameters);
        Assert.Equal([1, 2], file.Runs.Select(run => run.Planned.Number));
        Assert.Equal(2, Summary.Of(file.Runs, EquivalenceBand.Default).Single(summary => summary.Configuration.Executor == "threads").SpeedUp!.Value);
        Assert.Contains("it does not have exactly the columns of this version",
            Assert.Throws<PartimeException>(() => Resumption.Read(Path).Continue(CsvOutput.Session(), isIsolating: false, isForExcel: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheirIdsSessionsAreThePartsOfAJoinedFile()
    {
        File.WriteAllText(Path, FirstColumns("moons") + FirstColumns("moons (mode=b)"));
        Assert.Equal([Path, $"{Path}, part 2"], RunsReader.Read(Path).Sessions.Select(session => session.Id));
        File.WriteAllText(Path, FirstColumns("moons") + FirstColumns("moons").Split('\n')[1] + "\n");
        Assert.EndsWith($"is a second row of serial in round 1 of session {Path}. Remove one of them.", Assert.Throws<PartimeException>(() => RunsReader.Read(Path)).Message, StringComparison.Ordinal);
    }

    private static string FirstColumns(string variant) => $"""
        {string.Join(',', RunColumns.For(CsvOutput.Session()).Names()[..RunColumns.FirstCount])}
        moons,{variant},serial,1,1,7,measure,1,3,1,2.5,ok
        moons,{variant},threads,2,1,7,measure,1,1.5,2,2.5,ok

        """;

    private static string InSchema2(Dictionary<string, string> row, string column) => column switch
    {
        "schema" => "2",
        "variant" => row["workload"],
        "speedup" or "session_variants" or "gc_gen0" or "gc_gen1" or "gc_gen2" or "longest_task_s" or "loss_node_wait_s" or "loss_failed_s" => "",
        "cpu_s" => (double.Parse(row["cpu_user_s"], CultureInfo.InvariantCulture) + double.Parse(row["cpu_system_s"], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture),
        _ => row.TryGetValue(column, out var value) ? value : row[RunColumns.FormerName(column)!],
    };

    private static string Quoted(string field) => field.AsSpan().IndexOfAny(",;") >= 0 ? $"\"{field}\"" : field;

    private static string Facts(RunsFile file)
    {
        var session = file.Sessions.Single();
        Assert.True(session.Machine.Length > 0 && session.Plugins.Count == 2 && session.Configurations.Count == 5 && session.InputsDigest.Length > 0);
        return $"{session.Id} {session.Workload} {session.Variant} {session.Seed} {session.InputsDigest} {string.Join(' ', session.Configurations)} {session.Settings} {string.Join(' ', session.Plugins)} {session.Machine} {session.StartedUtc}";
    }

    /// <summary>The summary CSV of a file.</summary>
    private string Report(string text, out RunsFile file)
    {
        File.WriteAllText(Path, text);
        var read = file = RunsReader.Read(Path);
        var summaries = Summary.Of(file.Runs, EquivalenceBand.Default);
        new SummaryReport(new Outputs(null, null, Excel: false) { SummaryCsv = folder["summary.csv"] }, null).Write(
            SummaryRow.Of(summaries, summary => RunsFile.SessionsOf(summary.Scenario, [read]).Single()), [], [], [], read.Runs, [read], []);
        return File.ReadAllText(folder["summary.csv"]);
    }
}

using System.Text;
using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void PlainFilesAreUtf8WithLineFeeds()
    {
        Write(new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: false));
        foreach (var name in (string[])["runs.csv", "tasks.csv"])
        {
            var bytes = File.ReadAllBytes(folder[name]);
            Assert.NotEqual(0xEF, bytes[0]);
            Assert.DoesNotContain((byte)'\r', bytes);
            Assert.Equal((byte)'\n', bytes[^1]);
        }
    }

    [Fact]
    public void FilesForExcelHaveAByteOrderMarkAndCrLf()
    {
        Write(new Outputs(folder["runs.csv"], folder["tasks.csv"], Excel: true));
        foreach (var name in (string[])["runs.csv", "tasks.csv"])
        {
            var bytes = File.ReadAllBytes(folder[name]);
            Assert.Equal(Encoding.UTF8.Preamble, bytes.AsSpan(0, 3));
            Assert.Equal(2, Rfc4180.Read(Encoding.UTF8.GetString(bytes, 3, bytes.Length - 3), "\r\n").Count);
        }
    }

    [Fact]
    public void AnOldFileIsReplacedAsAWhole()
    {
        File.WriteAllText(folder["runs.csv"], new string('x', 10_000));
        Write(new Outputs(folder["runs.csv"], null, Excel: false));
        Assert.DoesNotContain("xxx", File.ReadAllText(folder["runs.csv"]), StringComparison.Ordinal);
        Assert.False(File.Exists(folder["tasks.csv"]));
    }

    [Theory]
    [InlineData("no/such/folder/runs.csv", "Create its folder first")]
    [InlineData("", "it is a folder. Name a file in it.")]
    public void APathThatCannotBeWrittenIsNamedWithARemedy(string name, string remedy)
    {
        var path = Path.Combine(folder.Path, name);
        var error = Assert.Throws<PartimeException>(() => Write(new Outputs(path, null, Excel: false)));
        Assert.StartsWith($"Cannot write to {path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinksThatLeadToEachOtherAreNoLackOfSpace()
    {
        File.CreateSymbolicLink(folder["one"], folder["other"]);
        File.CreateSymbolicLink(folder["other"], folder["one"]);
        var error = Assert.Throws<PartimeException>(() => Write(new Outputs(folder["one"], null, Excel: false)));
        Assert.EndsWith("symbolic links. Choose another path.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFullDiskShowsBeforeTheFirstMeasurement()
    {
        if (!File.Exists("/dev/full"))
            return;
        var error = Assert.Throws<PartimeException>(() => new RunReport(new Outputs("/dev/full", null, Excel: false), CsvOutput.Session()));
        Assert.Equal("Cannot write to /dev/full: No space left on device. Free some space or choose another path.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFileThatAnotherSessionIsWritingIsRefused(bool append)
    {
        var outputs = new Outputs(folder["runs.csv"], null, Excel: false) { Append = append };
        // The lock of a session is one between processes, so that this one needs a stronger one.
        using var other = new FileStream(folder["runs.csv"], FileMode.Create, FileAccess.Write, FileShare.None);
        var error = Assert.Throws<PartimeException>(() => new RunReport(outputs, CsvOutput.Session()));
        Assert.Equal($"Cannot write to {folder["runs.csv"]}: another process is writing to it. Wait until it ends, or choose another path.", error.Message);
    }

    [Fact]
    public void AnOutputWithoutAPathIsRefused()
    {
        Assert.Contains("path is missing", Assert.Throws<PartimeException>(() => new Outputs("", null, Excel: false).EnsureUsable()).Message, StringComparison.Ordinal);
        Assert.Contains("path is missing", Assert.Throws<PartimeException>(() => new Outputs("a.csv", "", Excel: false).EnsureUsable()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileKeepsItsContentsWhenAnotherOutputCannotBeOpened()
    {
        var runs = folder["yesterday.csv"];
        File.WriteAllText(runs, "yesterday's rows");
        Assert.Throws<PartimeException>(() => new RunReport(new Outputs(runs, folder["no/such/folder.csv"], Excel: false), CsvOutput.Session()));
        Assert.Equal("yesterday's rows", File.ReadAllText(runs));
    }

    [Fact]
    public void AFileThatExistsIsReplaced()
    {
        var runs = folder["longer.csv"];
        File.WriteAllText(runs, new string('x', 100_000));
        using (new RunReport(new Outputs(runs, null, Excel: false), CsvOutput.Session()))
            Assert.StartsWith("workload,variant,", File.ReadAllText(runs), StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", File.ReadAllText(runs), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsAreWrittenAllOrNoneWhenTheDiskIsFull()
    {
        var path = folder["runs.csv"];
        // More than the writer's buffer holds, so that it is in the file when the next row fails.
        var longRow = new string('x', 1 << 20);
        var lengthWhenFull = 0L;
        Column<string>[] columns = [new("text", row => row, ""), new("end", row => row == "half" ? throw DiskFull() : "", "")];
        using (var csv = new CsvFile<string>(path, CsvDialect.Plain, columns))
        {
            csv.Prepare();
            csv.Commit();
            csv.Write(add => add("whole"));
            var error = Assert.Throws<PartimeException>(() => csv.Write(add =>
            {
                add(longRow);
                add("half");
            }));
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        }
        Assert.True(lengthWhenFull > longRow.Length / 2);
        Assert.Equal("text,end\nwhole,\n", File.ReadAllText(path));

        IOException DiskFull()
        {
            lengthWhenFull = new FileInfo(path).Length;
            return new IOException("No space left");
        }
    }

    [Fact]
    public void TheJsonNeedsAPathOfItsOwn()
    {
        Assert.Contains("A path is missing for the JSON document", Refusal(new Outputs(null, null, Excel: false) { Json = "" }), StringComparison.Ordinal);
        Assert.Contains("'a' is the path of the tasks CSV and of the JSON document", Refusal(new Outputs("b", "a", Excel: false) { Json = "./a" }), StringComparison.Ordinal);
        Assert.Contains("'-' is the path of the runs CSV and of the JSON document", Refusal(new Outputs("-", "a", Excel: false) { Json = "-" }), StringComparison.Ordinal);
        Assert.True(new Outputs(null, null, Excel: false) { Json = "-" }.UseStandardOutput);

        static string Refusal(Outputs outputs) => Assert.Throws<PartimeException>(outputs.EnsureUsable).Message;
    }

    [Fact]
    public void TwoPathsOfOneFileAreRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(folder["a.csv"], "");
        File.CreateSymbolicLink(folder["b.csv"], folder["a.csv"]);
        Assert.Contains("is the path of the runs CSV and of the tasks CSV", Assert.Throws<PartimeException>(() => new Outputs(folder["a.csv"], folder["b.csv"], Excel: false).EnsureUsable()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoOutputsWithOnePathAreRefused()
    {
        foreach (var (runs, tasks) in ((string, string)[])[("-", "-"), ("a.csv", "a.csv"), ("a.csv", "./x/../a.csv")])
            Assert.Contains($"'{runs}'", Assert.Throws<PartimeException>(() => new Outputs(runs, tasks, Excel: false).EnsureUsable()).Message, StringComparison.Ordinal);
        foreach (var (runs, tasks) in ((string?, string?)[])[("-", "a.csv"), ("a.csv", "-"), ("a.csv", "b.csv"), (null, null), ("a.csv", null), (null, "-")])
            new Outputs(runs, tasks, Excel: false).EnsureUsable();
    }

    public void Dispose() => folder.Dispose();

    private static void Write(Outputs outputs)
    {
        using var report = new RunReport(outputs, CsvOutput.Session());
        report.Write(MadeRun.Of("1").Record(), new Findings(resultsCompare: true));
    }
}

using System.Text;
using Partime.Tool.Files;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class AppendedFileTests : IDisposable
{
    private static readonly string[] Columns = ["a", "b"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => folder["runs.csv"];

    [Fact]
    public void CompleteLinesStayWithoutARemark()
    {
        var kept = Kept("a,b\n1,2\n");
        Assert.Equal(("a,b\n1,2\n".Length, 1, "", null), (kept.Length, kept.Rows, kept.LineBreak, kept.Remark));
    }

    [Fact]
    public void NothingStaysOfAPipeOrBehindALinkThatLeadsNowhere()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.CreateSymbolicLink(folder["link"], "nowhere-at-all.csv");
        Assert.Null(AppendedFile.PartOf(folder["link"], Columns, isForExcel: false));
        // Reading it would wait for what a program writes.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        Assert.Null(AppendedFile.PartOf($"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}", Columns, isForExcel: false));
    }

    [Fact]
    public void OfALinkTheFileItLeadsToStays()
    {
        if (OperatingSystem.IsWindows())
            return;
        var text = $"a,b\n{new string('1', 100)},2\n";
        File.WriteAllText(folder["target.csv"], text);
        File.CreateSymbolicLink(Path, "target.csv");
        Assert.Equal(new KeptPart(text.Length, text.Length) { Rows = 1 }, AppendedFile.PartOf(Path, Columns, isForExcel: false));
    }

    [Theory]
    [InlineData("a,b\n1,2", false, "\n")]
    [InlineData("a,b\n1,\"2\n3\"", false, "\n")]
    [InlineData("a,b\r\n1,2", true, "\r\n")]
    [InlineData("a,b\r\n1,2\r", true, "\n")]
    public void ACompleteRowWithoutALineBreakStaysAndGetsOne(string text, bool isForExcel, string lineBreak)
    {
        var kept = Kept(text, isForExcel);
        Assert.Equal((text.Length, 1, lineBreak), (kept.Length, kept.Rows, kept.LineBreak));
        Assert.Contains("all its fields but no line break", kept.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void AFileInUtf16IsNotContinuedInUtf8(string encoding)
    {
        File.WriteAllText(Path, "a,b\n1,2\n", Encoding.GetEncoding(encoding));
        Assert.Equal($"{Path} is UTF-16 text, and partime would continue it in UTF-8. Save it as UTF-8 first.",
            Assert.Throws<PartimeException>(() => AppendedFile.PartOf(Path, Columns, isForExcel: false)).Message);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1,\"2")]
    [InlineData("1,2,3")]
    [InlineData("  ")]
    public void AnIncompleteLineIsRemovedWithARemark(string half)
    {
        var kept = Kept($"a,b\n1,2\n{half}");
        Assert.Equal(("a,b\n1,2\n".Length, 1), (kept.Length, kept.Rows));
        Assert.Contains($"the incomplete last line ({half.Length} bytes), as a killed session leaves it, is removed", kept.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineThatEndsWithinACharacterIsIncomplete()
    {
        File.WriteAllBytes(Path, Encoding.UTF8.GetBytes("a,b\n1,2\n1,ö")[..^1]);
        Assert.Equal("a,b\n1,2\n".Length, AppendedFile.PartOf(Path, Columns, isForExcel: false)!.Length);
    }

    [Fact]
    public void AnAppendedRowStartsALine()
    {
        var kept = Kept("a,b\n1,2");
        using (var csv = new CsvFile<(long A, long B)>(Path, CsvDialect.Plain, [new("a", row => row.A, ""), new("b", row => row.B, "")], kept))
        {
            csv.Prepare();
            Assert.Equal("a,b\n1,2", CsvOutput.ReadShared(Path));
            csv.Commit();
            csv.Write(add => add((3, 4)));
            Assert.Null(csv.ExternalChange());
        }
        Assert.Equal("a,b\n1,2\n3,4\n", File.ReadAllText(Path));
    }

    private KeptPart Kept(string text, bool isForExcel = false)
    {
        File.WriteAllText(Path, text);
        return AppendedFile.PartOf(Path, Columns, isForExcel)!;
    }
}

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
    public void WholeLinesStayWithoutAWord()
    {
        var kept = Kept("a,b\n1,2\n");
        Assert.Equal(("a,b\n1,2\n".Length, "", null), (kept.Bytes, kept.LineBreak, kept.Remark));
    }

    [Theory]
    [InlineData("a,b\n1,2", false, "\n")]
    [InlineData("a,b\n1,\"2\n3\"", false, "\n")]
    [InlineData("a,b\r\n1,2", true, "\r\n")]
    [InlineData("a,b\r\n1,2\r", true, "\n")]
    public void ARowThatWantsNothingButItsLineBreakStaysAndGetsOne(string text, bool isForExcel, string lineBreak)
    {
        var kept = Kept(text, isForExcel);
        Assert.Equal((text.Length, lineBreak), (kept.Bytes, kept.LineBreak));
        Assert.Contains("all its fields and no line break", kept.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1,\"2")]
    [InlineData("1,2,3")]
    [InlineData("  ")]
    public void HalfALineIsRemovedAndSpokenOf(string half)
    {
        var kept = Kept($"a,b\n1,2\n{half}");
        Assert.Equal("a,b\n1,2\n".Length, kept.Bytes);
        Assert.Contains($"half a line of {half.Length} bytes at its end is removed", kept.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void ALetterThatIsCutInTwoMakesHalfALine()
    {
        File.WriteAllBytes(Path, Encoding.UTF8.GetBytes("a,b\n1,2\n1,ö")[..^1]);
        Assert.Equal("a,b\n1,2\n".Length, AppendedFile.PartOf(Path, Columns, isForExcel: false)!.Bytes);
    }

    [Fact]
    public void TheRowThatFollowsBeginsALine()
    {
        var kept = Kept("a,b\n1,2");
        using (var csv = new CsvFile<(long A, long B)>(Path, CsvDialect.Plain, [new("a", row => row.A, ""), new("b", row => row.B, "")], kept))
        {
            csv.Begin();
            Assert.Equal("a,b\n1,2", CsvOutput.ReadShared(Path));
            csv.Commit();
            csv.Write(add => add((3, 4)));
            Assert.Null(csv.Damage());
        }
        Assert.Equal("a,b\n1,2\n3,4\n", File.ReadAllText(Path));
    }

    private KeptPart Kept(string text, bool isForExcel = false)
    {
        File.WriteAllText(Path, text);
        return AppendedFile.PartOf(Path, Columns, isForExcel)!;
    }
}

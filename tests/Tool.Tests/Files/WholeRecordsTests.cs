using System.Text;
using Partime.Tool.Files;

namespace Partime.Tool.Tests.Files;

public sealed class WholeRecordsTests
{
    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("a,b\n1,2\n", 8, 4)]
    [InlineData("a,b\n1,2", 4, 0)]
    [InlineData("a,b\n1,2\n\n\r\n", 11, 4)]
    [InlineData("a,b\n\"1\n2\",3\n", 12, 4)]
    [InlineData("a,b\n\"1\n2", 4, 0)]
    [InlineData("a\né\n2\n", 7, 5)]
    public void WholeRecordsEndAtALineBreakOutsideOfQuotesAndEmptyLinesAreNone(string text, long end, long lastStart)
    {
        var records = WholeRecords.Of(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((end, lastStart, null), (records.End, records.LastStart, records.UnclosedLine));
    }

    [Fact]
    public void AStrayQuoteThatSwallowsRecordsIsNamedByItsLine()
    {
        var records = WholeRecords.Of(new MemoryStream(Encoding.UTF8.GetBytes("a,b\n1,2\n3,\"4\n5,6\n7,8\n")));
        Assert.StartsWith("runs.csv, line 3 has a quote", Assert.Throws<PartimeException>(() => records.EnsureClosed("runs.csv")).Message, StringComparison.Ordinal);
    }
}

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

    [Theory]
    [InlineData("a,b", 0)]
    [InlineData("a,b\n1,2\n", 2)]
    [InlineData("a,b\n\n1,\"2\n3\"\r\n\n4,5", 2)]
    public void EmptyLinesAndLineBreaksWithinFieldsAreNoRecords(string text, long count) =>
        Assert.Equal(count, WholeRecords.Of(new MemoryStream(Encoding.UTF8.GetBytes(text))).Count);

    [Theory]
    [InlineData("a,b,c\n1,2,0\n3,\"4,0\n5,6,0\n7,8,0\n")]
    [InlineData("a;b;c\n1;2;0,5\n3;\"4;0,5\n5;6;0,5\n7;8;0,5\n")]
    [InlineData("sep=;\na;b;c\n3;\"4;0,5\n5;6;0,5\n7;8;0,5\n")]
    [InlineData("a\tb\tc\n1\t2\t0\n3\t\"4\t0\n5\t6\t0,5\n")]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n7,8\n")]
    public void AStrayQuoteThatSwallowsRecordsIsNamedByItsLine(string text)
    {
        var records = WholeRecords.Of(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("runs.csv, line 3 has a quote", Assert.Throws<PartimeException>(() => records.EnsureClosed("runs.csv")).Message, StringComparison.Ordinal);
    }
}

using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class FaultsTests
{
    [Theory]
    [InlineData("System.Exception", "it failed", null)]
    [InlineData("Ü", "é漢😀\nsecond line", "at A()\n   at B()\r\n")]
    [InlineData("", "", null)]
    [InlineData("T", "m", "a zero \0 in the detail")]
    public void AFaultComesBackAsItWas(string type, string message, string? detail)
    {
        var fault = new TaskFault(type, message) { Detail = detail };
        Assert.Equal(fault, Faults.Decode(Faults.Encode(fault)));
    }

    [Fact]
    public void AZeroInAMessageDoesNotSplitIt() =>
        Assert.Equal(new TaskFault("a b", "c d") { Detail = "e" }, Faults.Decode(Faults.Encode(new TaskFault("a\0b", "c\0d") { Detail = "e" })));

    [Fact]
    public void AFaultWithoutSpaceForItsTextReportsThat() => Assert.Equal("NoRoom", Faults.Decode([]).Type);
}

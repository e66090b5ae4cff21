using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class FaultTextTests
{
    [Theory]
    [InlineData("System.Exception", "it failed", null)]
    [InlineData("Ü", "é漢😀\nsecond line", "at A()\n   at B()\r\n")]
    [InlineData("", "", null)]
    [InlineData("T", "m", "a zero \0 in the detail")]
    public void AFaultComesBackAsItWas(string type, string message, string? detail)
    {
        var fault = new TaskFault(type, message) { Detail = detail };
        Assert.Equal(fault, FaultText.Decode(FaultText.Encode(fault)));
    }

    [Fact]
    public void AZeroInAMessageDoesNotTearItApart() =>
        Assert.Equal(new TaskFault("a b", "c d") { Detail = "e" }, FaultText.Decode(FaultText.Encode(new TaskFault("a\0b", "c\0d") { Detail = "e" })));

    [Fact]
    public void AFaultForWhichThereWasNoRoomSaysSo() => Assert.Equal("NoRoom", FaultText.Decode([]).Type);
}

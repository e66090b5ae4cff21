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
    public void MetricsComeBackAsTheyWere()
    {
        MetricValue[] metrics = [new("exit_code", 3), new("ratio", 0.1 + 0.2), new("none", double.NaN), new("all", double.NegativeInfinity), new("least", double.Epsilon)];
        Assert.Equal(metrics, Faults.Decode(Faults.Encode(new TaskFault("T", "m") { Metrics = metrics, Detail = "a=1\n" })).Metrics);
    }

    [Theory]
    [InlineData("T\0m\0\0", 0)]
    [InlineData("T\0m\0=\n=x\nb\nc=\nd=1e\na=7\0", 1)]
    public void WhatIsNoMetricIsLeftOut(string text, int metrics) => Assert.Equal(metrics, Faults.Decode(System.Text.Encoding.UTF8.GetBytes(text)).Metrics.Count);

    [Fact]
    public void AZeroInAMessageDoesNotSplitIt() =>
        Assert.Equal(new TaskFault("a b", "c d") { Detail = "e" }, Faults.Decode(Faults.Encode(new TaskFault("a\0b", "c\0d") { Detail = "e" })));

    [Fact]
    public void AFaultWithoutSpaceForItsTextReportsThat() => Assert.Equal("NoRoom", Faults.Decode([]).Type);
}

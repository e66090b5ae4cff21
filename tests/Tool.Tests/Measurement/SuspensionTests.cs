using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class SuspensionTests
{
    [Fact]
    public void AStopOrASleepingMachineIsNoticed()
    {
        var before = Suspension.Now();
        Assert.Null(Suspension.Now().Since(before));
        Assert.Null((before with { AsleepSeconds = before.AsleepSeconds + 0.1 }).Since(before));
        Assert.Equal("The machine was suspended", (before with { AsleepSeconds = before.AsleepSeconds + 7 }).Since(before));
        Assert.Equal("Partime was stopped", (before with { Stops = before.Stops + 1 }).Since(before));
    }
}

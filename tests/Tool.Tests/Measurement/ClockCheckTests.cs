using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class ClockCheckTests
{
    [Fact]
    public void TheSmallestStepIsAWholeNumberOfTicksAndEveryReadingCostsSomething()
    {
        var clock = ClockCheck.Measure();
        var ticks = clock.StepSeconds / Ticks.ToSeconds(1);
        Assert.True(ticks >= 1, $"{ticks} ticks");
        Assert.Equal(Math.Round(ticks), ticks, 6);
        Assert.True(clock.ReadingSeconds > 0);
        Assert.True(clock.SystemReadingSeconds > clock.ReadingSeconds, $"{clock}");
    }
}

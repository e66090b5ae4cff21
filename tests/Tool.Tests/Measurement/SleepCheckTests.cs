using Partime.Tool.Measurement;

namespace Partime.Tool.Tests.Measurement;

public sealed class SleepCheckTests
{
    [Fact]
    public async Task BothWaysOfSleepingAreMeasuredForAShortAndALongerTime()
    {
        var sleeps = await SleepCheck.MeasureAsync(CancellationToken.None);
        Assert.Equal(
            [("Thread.Sleep", 0.001), ("Task.Delay", 0.001), ("Thread.Sleep", 0.01), ("Task.Delay", 0.01)],
            sleeps.Select(sleep => (sleep.Call, sleep.NominalSeconds)));
        Assert.All(sleeps, sleep =>
        {
            Assert.NotEmpty(sleep.Late);
            Assert.Equal(sleep.Late.Order(), sleep.Late);
            // No call returns before it was made.
            Assert.All(sleep.Late, late => Assert.True(late > -sleep.NominalSeconds));
        });
    }

    [Fact]
    public void TheMedianIsTheMiddleOneAndTheWorstTheLatest()
    {
        Assert.Equal((2, 7), (Late(1, 2, 7).Median, Late(1, 2, 7).Worst));
        Assert.Equal((1, 2), (Late(1, 2).Median, Late(1, 2).Worst));
        Assert.Equal(((double?)null, (double?)null), (Late().Median, Late().Worst));
    }

    [Fact]
    public async Task AnInterruptedCheckSleepsNoMore()
    {
        var sleeps = await SleepCheck.MeasureAsync(new CancellationToken(canceled: true));
        Assert.All(sleeps, sleep => Assert.Empty(sleep.Late));
    }

    private static SleepCheck Late(params double[] seconds) => new("Thread.Sleep", 0.001, seconds);
}

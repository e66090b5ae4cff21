namespace Partime.Tool.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(".5s", 500)]
    [InlineData("0.25m", 15_000)]
    [InlineData("0s", 0)]
    [InlineData("1.5d", 129_600_000)]
    public void ANumberWithAUnitIsADuration(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Fact]
    public void ATenthOfASecondIsExact()
    {
        Assert.True(Duration.TryParse("0.1s", out var duration));
        Assert.Equal(TimeSpan.TicksPerSecond / 10, duration.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("-5s")]
    [InlineData("1,5s")]
    [InlineData("1.5.5s")]
    [InlineData("5w")]
    [InlineData("00:00:05")]
    [InlineData("99999999999999999999h")]
    [InlineData("99999999999999999999999999999999999h")]
    public void AnythingElseIsNone(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("500ms", "0.5s")]
    [InlineData("1.50s", "1.5s")]
    [InlineData("2m", "120s")]
    [InlineData("0s", "0s")]
    public void DurationsAreShownInSeconds(string text, string shown)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(shown, Duration.Format(duration));
    }
}

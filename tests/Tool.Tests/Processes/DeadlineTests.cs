using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed class DeadlineTests
{
    [Fact]
    public void NoDeadlineNeverPasses()
    {
        Assert.False(default(Deadline).IsSet);
        Assert.False(default(Deadline).HasPassed);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(3600, false)]
    public void ADeadlinePassesWhenItsTimeIsOver(int seconds, bool hasPassed)
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(seconds));
        Assert.True(deadline.IsSet);
        Assert.Equal(hasPassed, deadline.HasPassed);
    }
}

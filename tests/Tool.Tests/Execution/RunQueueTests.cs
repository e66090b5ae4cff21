using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class RunQueueTests
{
    [Theory]
    [InlineData("0 52600 1\n", 526)]
    [InlineData("184467440737 9876543210 77\n", 98765432)]
    [InlineData("1 0 1", 0)]
    [InlineData("", null)]
    [InlineData("12\n", null)]
    [InlineData("12 34\n", null)]
    [InlineData("12 x 3\n", null)]
    [InlineData("12 -5 3\n", null)]
    public void TheWaitIsTheSecondNumber(string text, int? ticks) => Assert.Equal(ticks, (int?)RunQueue.WaitIn(System.Text.Encoding.UTF8.GetBytes(text))?.Ticks);

    [Fact]
    public void AFileThatIsNotThereTellsNothing() => Assert.Null(RunQueue.WaitOf("/proc/self/task/0/schedstat"));

    [Fact]
    public void AThreadKnowsItsOwnWait()
    {
        var before = RunQueue.WaitOfThisThread();
        Assert.Equal(OperatingSystem.IsLinux(), before is not null);
        Assert.False(RunQueue.WaitOfThisThread() < before);
    }

    [Fact]
    public void WaitsAreReadAroundARun() => Assert.Equal(OperatingSystem.IsLinux(), ThreadWaits.Begin().End() is { Ticks: >= 0 });
}

using System.Globalization;
using System.Numerics;
using Partime.Plugins.SumSquares;

namespace Partime.Plugins.Tests;

public class SumSquaresTests
{
    private readonly SumSquaresWorkload sumSquares = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(20_000)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    public void TheSumIsThatOfTheClosedForm(long input) => AssertExact(input);

    [Theory]
    [InlineData(3_810_777)]
    [InlineData(3_810_779)]
    [InlineData(5_000_000)]
    [InlineData(100_000_000)]
    [InlineData(1_000_000_000)]
    public void ASumBeyond64BitsIsExact(long input) => AssertExact(input);

    [Fact]
    public void AnInputFromARangeAndTheSameInputAsTextGiveTheSameValue() =>
        Assert.Equal(Sum(new WorkItem(0, "1234")), Sum(new WorkItem(7, 1234)));

    [Theory]
    [InlineData("-1")]
    [InlineData("4294967297")]
    [InlineData("9223372036854775807")]
    public void ANumberWithoutAnExactSumIsAnErrorThatNamesTheInput(string input)
    {
        var error = Assert.Throws<ArgumentException>(() => Sum(new WorkItem(0, input)));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("9223372036854775808")]
    public void TextIsAnErrorThatNamesTheInput(string input)
    {
        var error = Assert.Throws<FormatException>(() => Sum(new WorkItem(0, input)));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 3_000)]
    [BothWays]
    public async Task AnInterruptedSessionEndsALongSum(Way way)
    {
        using var session = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sumSquares.DoAsync(way, "4294967296", session.Token));
    }

    private void AssertExact(BigInteger n) =>
        Assert.Equal(
            ((n - 1) * n * (2 * n - 1) / 6).ToString(CultureInfo.InvariantCulture),
            Sum(new WorkItem(0, (long)n)));

    private string Sum(WorkItem item) => sumSquares.Run(item, CancellationToken.None).Value();
}

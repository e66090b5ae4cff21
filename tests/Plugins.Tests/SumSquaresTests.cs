using System.Globalization;
using System.Numerics;
using Partime.Plugins.SumSquares;

namespace Partime.Plugins.Tests;

public class SumSquaresTests
{
    /// <summary>Less than the longest sum takes.</summary>
    private const int Limit = 3_000;

    private static readonly SumSquaresWorkload SumSquares = new();

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

    [Theory(Timeout = Limit)]
    [BothWays("-1")]
    [BothWays("4294967297")]
    [BothWays("9223372036854775807")]
    public async Task AnInvalidEndIsAnErrorThatNamesTheInput(Way way, string input)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SumSquares.DoAsync(way, input));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [BothWays("many")]
    [BothWays("")]
    [BothWays("1.5")]
    [BothWays("1,000")]
    [BothWays("9223372036854775808")]
    public async Task TextIsAnErrorThatNamesTheInput(Way way, string input)
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => SumSquares.DoAsync(way, input));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task AnInterruptedSessionEndsALongSum(Way way)
    {
        using var session = new CancellationTokenSource();
        var sum = SumSquares.DoAsync(way, "4294967296", session.Token);

        await session.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sum);
    }

    private static void AssertExact(BigInteger n) =>
        Assert.Equal(
            ((n - 1) * n * (2 * n - 1) / 6).ToString(CultureInfo.InvariantCulture),
            Sum(new WorkItem(0, (long)n)));

    private static string Sum(WorkItem item) => SumSquares.Run(item, CancellationToken.None).Value();
}

using System.Globalization;
using Partime.Plugins.Sleep;

namespace Partime.Plugins.Tests;

public class SleepTests
{
    private const int Limit = 120_000;

    private static readonly SleepWorkload Sleep = new();

    [Theory(Timeout = Limit)]
    [BothWays("0")]
    [BothWays("0.0009")]
    [BothWays("0.0015")]
    [BothWays("0.05")]
    public async Task ASleepLastsNoLessThanTheInputAndItsValueIsTheInput(Way way, string input)
    {
        var result = await Sleep.DoAsync(way, input);

        Assert.Equal(input, result.Value());
        Assert.InRange(result.Metric("slept_s"), new WorkItem(0, input).Parse<double>(), 10);
    }

    /// <summary>The timer behind <c>Task.Delay</c> reads a coarse clock: whether it comes early depends on when it is asked.</summary>
    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task NoneOfManySleepsIsTooShort(Way way)
    {
        var inputs = Enumerable.Range(0, 40).Select(number => (0.01 + number * 0.01).ToString("0.00", CultureInfo.InvariantCulture)).ToArray();

        var results = await Task.WhenAll(inputs.Select(input => Sleep.DoAsync(way, input)));

        Assert.All(inputs.Zip(results), pair => Assert.True(pair.Second.Metric("slept_s") >= new WorkItem(0, pair.First).Parse<double>()));
    }

    [Theory(Timeout = Limit)]
    [BothWays("-1")]
    [BothWays("-0.001")]
    [BothWays("NaN")]
    [BothWays("Infinity")]
    [BothWays("1e300")]
    [BothWays("2147484")]
    public async Task AnInvalidTimeToSleepIsAnErrorThatNamesTheInput(Way way, string input)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Sleep.DoAsync(way, input));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [BothWays("soon")]
    [BothWays("")]
    [BothWays("1,5")]
    public async Task TextIsAnErrorThatNamesTheInput(Way way, string input)
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => Sleep.DoAsync(way, input));

        Assert.Contains($"'{input}'", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task AnInterruptedSessionEndsASleepEarly(Way way)
    {
        using var session = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sleep.DoAsync(way, "1000000", session.Token));
    }
}

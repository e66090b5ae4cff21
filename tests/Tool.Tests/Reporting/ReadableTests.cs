using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class ReadableTests
{
    [Theory]
    [InlineData(0, "0 ns")]
    [InlineData(60e-9, "60 ns")]
    [InlineData(1.26e-6, "1.3 µs")]
    [InlineData(999.6e-9, "1.0 µs")]
    [InlineData(999.6e-6, "1.0 ms")]
    [InlineData(0.9996, "1.000 s")]
    [InlineData(0.0345, "34.5 ms")]
    [InlineData(1, "1.000 s")]
    [InlineData(1e-6, "1.0 µs")]
    [InlineData(0.1234, "123 ms")]
    [InlineData(0.09999, "100 ms")]
    [InlineData(9.9996, "10.00 s")]
    [InlineData(12.3456, "12.35 s")]
    [InlineData(119.5, "119.5 s")]
    [InlineData(120, "0:02:00")]
    [InlineData(3 * 3600, "3:00:00")]
    [InlineData((25 * 3600) + 62, "25:01:02")]
    [InlineData(1e20, "1E+20 s")]
    [InlineData(double.MaxValue, "1.798E+308 s")]
    [InlineData(double.NaN, "–")]
    public void DurationsHaveTheUnitThatKeepsThemShort(double seconds, string shown) => Assert.Equal(shown, Readable.Duration(seconds));

    [Theory]
    [InlineData("s", "12.300 ms|0.500 ms|–", 0.0123, 0.0005, null)]
    [InlineData("s", "−12.3 ms|0 ns", -0.0123, 0.0)]
    [InlineData("s", "NaN|1.000 s", double.NaN, 1.0)]
    [InlineData("B", "4.5 MB|999 B|−1.0 kB", 4_500_000.0, 999.0, -1_000.0)]
    [InlineData("", "2,745,690|0|12.3|1.24|0.123|1.23E-05|12,346|1E+18", 2_745_690.0, 0.0, 12.34, 1.239, 0.12345, 1.234e-5, 12_345.6, 1e18)]
    [InlineData("requests/s", "12.3 requests/s|∞|–", 12.34, double.PositiveInfinity, null)]
    public void ANumberOfAnyKindHasTheUnitThatPeopleRead(string unit, string shown, params object?[] values) =>
        Assert.Equal(shown, string.Join('|', Readable.Quantities([.. values.Select(value => (double?)value)], unit)));

    [Fact]
    public void CountsAreGrouped() => Assert.Equal(["0", "999", "1,000", "20,000,000"], new long[] { 0, 999, 1_000, 20_000_000 }.Select(Readable.Count));

    [Fact]
    public void WhatIsMissingIsADash() => Assert.Equal(["–", "–", "∞", "0.33", "0.0038"], new double?[] { null, double.NaN, double.PositiveInfinity, 1 / 3.0, 0.0038 }.Select(Readable.Number));

    [Fact]
    public void EveryStatusAndPhaseHasItsWord()
    {
        Assert.Equal(["ok", "suspended", "failed", "cancelled", "error"], Enum.GetValues<RunStatus>().Select(Label.Of));
        Assert.Equal(["warmup", "measure"], Enum.GetValues<Phase>().Select(Label.Of));
        Assert.Equal(["ok", "error", "crashed", "timeout", "cancelled"], Enum.GetValues<Verdict>().Where(verdict => verdict != Verdict.None).Select(Label.Of));
    }

    [Fact]
    public void ADigestHasAllItsDigits() => Assert.Equal("xxh3:000000000000002a", Label.OfDigest(42));

    [Fact]
    public void BeyondAllOfItAPercentageSaysNothing() => Assert.Equal((">100%", "42%", "–"), (Readable.Precision(4.22), Readable.Precision(0.42), Readable.Precision(null)));

    /// <summary>Also where only one of its ends is as slow.</summary>
    [Theory]
    [InlineData("5.3–32.3 × slower", 0.077, 0.031, 0.19)]
    [InlineData("11.9–16.1 × slower", 0.072, 0.062, 0.084)]
    [InlineData("0.09–0.30", 0.15, 0.09, 0.3)]
    [InlineData("1.80–2.10", 1.9, 1.8, 2.1)]
    public void TheIntervalOfASpeedUpIsWrittenAsTheSpeedUpIs(string text, double ratio, double low, double high) =>
        Assert.Equal(text, Readable.SpeedUpInterval(new Estimate(ratio, new Interval(low, high), 5)));
}

using System.Globalization;

namespace Partime.Tool.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("1kB", 1_000)]
    [InlineData("1KB", 1_000)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("3GB", 3_000_000_000)]
    [InlineData("2TB", 2_000_000_000_000)]
    [InlineData("1PB", 1_000_000_000_000_000)]
    [InlineData("9EB", 9_000_000_000_000_000_000)]
    [InlineData("64KiB", 65_536)]
    [InlineData("1MiB", 1_048_576)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("1TiB", 1_099_511_627_776)]
    [InlineData("1PiB", 1_125_899_906_842_624)]
    [InlineData("7EiB", 8_070_450_532_247_928_832)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void ASizeIsANumberAndItsUnit(string text, long bytes) => Assert.Equal(bytes, Size(text).Bytes);

    [Theory]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("0.25KiB", 256)]
    [InlineData("0.0009765625KiB", 1)]
    [InlineData("0.1kB", 100)]
    [InlineData("1.000", 1)]
    [InlineData("2.50MB", 2_500_000)]
    [InlineData("0.000000000000000001EB", 1)]
    [InlineData("9.223372036854775807EB", long.MaxValue)]
    public void AFractionComesOutExactly(string text, long bytes) => Assert.Equal(bytes, Size(text).Bytes);

    [Theory]
    [InlineData("0.3KiB")]
    [InlineData("0.0001kB")]
    [InlineData("0.5")]
    [InlineData("1.5B")]
    [InlineData("0.33333333333333333333KiB")]
    [InlineData("1.00000000000000000000000000000000000001GiB")]
    public void AFractionOfAByteIsAnErrorAndNotRounded(string text) => Assert.False(ByteSize.TryParse(text, null, out _));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("8EiB")]
    [InlineData("9.223372036854775808EB")]
    [InlineData("99999999999999999999B")]
    [InlineData("16384PiB")]
    public void MoreThanTheLargestSizeIsAnErrorAndNoSmallSize(string text) => Assert.False(ByteSize.TryParse(text, null, out _));

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData(".5KiB")]
    [InlineData("1.KiB")]
    [InlineData("1.2.3KiB")]
    [InlineData("1 KiB")]
    [InlineData(" 1KiB")]
    [InlineData("1K")]
    [InlineData("1Mb")]
    [InlineData("1mb")]
    [InlineData("1kib")]
    [InlineData("1MiBs")]
    [InlineData("١KiB")]
    public void WhatIsWrittenOtherwiseIsAnErrorThatShowsHow(string text)
    {
        var error = Assert.Throws<FormatException>(() => Size(text));
        Assert.Equal($"'{text}' is not a size in whole bytes such as 512B, 64KiB, 10MB or 1.5GiB.", error.Message);
    }

    [Fact]
    public void AnInputIsASizeInEitherForm()
    {
        Assert.Equal(new ByteSize(65_536), new WorkItem(0, "64KiB").Parse<ByteSize>());
        Assert.Equal(new ByteSize(7), new WorkItem(0, 7).Parse<ByteSize>());
    }

    [Fact]
    public void AnInputThatIsNoneIsAnErrorThatShowsWhatOneLooksLike() =>
        Assert.Equal(
            "The input 'big' is not a size in whole bytes such as 512B, 64KiB or 10MB.",
            Assert.Throws<FormatException>(() => new WorkItem(0, "big").Parse<ByteSize>()).Message);

    [Fact]
    public void AsAResultItIsItsNumberOfBytes()
    {
        Assert.Equal("65536"u8, WorkResult.Of(Size("64KiB")).Utf8Value);
        Assert.Equal("65536", Size("64KiB").ToString());
    }

    [Fact]
    public void EverySizeIsReadBackFromItsText() =>
        Assert.All([0, 1, 65_536, long.MaxValue], bytes => Assert.Equal(bytes, Size(new ByteSize(bytes).ToString()).Bytes));

    [Fact]
    public void SizesCompareByTheirBytes()
    {
        var (kilo, kibi) = (Size("1kB"), Size("1KiB"));
        Assert.True(kilo < kibi && kilo <= kibi && kibi > kilo && kibi >= kilo && kilo != kibi);
        Assert.Equal([kilo, kibi], new[] { kibi, kilo }.Order());
        Assert.Equal(Size("1024"), kibi);
        Assert.Equal(1, ((IComparable)kilo).CompareTo(null));
        Assert.Throws<ArgumentException>(() => ((IComparable)kilo).CompareTo(1_000L));
    }

    [Fact]
    public void NoSizeIsNegative() => Assert.Throws<ArgumentOutOfRangeException>(() => new ByteSize(-1));

    [Fact]
    public void TheMachinesLanguageChangesNothing()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        Assert.Equal(1_536, ByteSize.Parse("1.5KiB", commas).Bytes);
    }

    private static ByteSize Size(string text) => ByteSize.Parse(text, CultureInfo.InvariantCulture);
}

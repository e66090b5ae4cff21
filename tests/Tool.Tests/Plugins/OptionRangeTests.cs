using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class OptionRangeTests
{
    [Theory]
    [InlineData("percent", "0")]
    [InlineData("percent", "100")]
    [InlineData("port", "1")]
    [InlineData("port", "1023")]
    [InlineData("factor", "2.5")]
    [InlineData("factor", "-1e300")]
    [InlineData("fee", "0.01")]
    [InlineData("fee", "1e20")]
    [InlineData("pause", "10ms")]
    [InlineData("pause", "60s")]
    [InlineData("buffer", "4096")]
    [InlineData("buffer", "1536KiB")]
    [InlineData("sizes", "1024,1KiB")]
    public void ARangeIncludesItsEnds(string option, string value) => Apply(option, value);

    [Theory]
    [InlineData("percent", "-1", "a whole number from 0 to 100")]
    [InlineData("percent", "101", "a whole number from 0 to 100")]
    [InlineData("port", "0", "a whole number from 1 to 1023")]
    [InlineData("port", "65536", "a whole number from 1 to 1023")]
    [InlineData("factor", "2.500001", "a number up to 2.5")]
    [InlineData("factor", "NaN", "a number up to 2.5")]
    [InlineData("fee", "0.0099999999999999999999", "a number from 0.01")]
    [InlineData("pause", "9ms", "a duration from 10ms to 1m")]
    [InlineData("pause", "61s", "a duration from 10ms to 1m")]
    [InlineData("buffer", "4kB", "a size in whole bytes from 4KiB to 1.5MiB")]
    [InlineData("buffer", "2MB", "a size in whole bytes from 4KiB to 1.5MiB")]
    public void AValueOutsideARangeIsAnErrorThatNamesTheRange(string option, string value, string expected) =>
        Assert.Equal(
            $"The value '{value}' is not valid for the option '{option}' of 'options', which takes {expected}.",
            Assert.Throws<PartimeException>(() => Apply(option, value)).Message);

    [Fact]
    public void TheRangeOfAListIsThatOfEachValue() =>
        Assert.Equal(
            "The value '1kB' is not valid for the option 'sizes' of 'options', which takes a size in whole bytes from 1KiB.",
            Assert.Throws<PartimeException>(() => Apply("sizes", "2kB,1kB,3kB")).Message);

    [Fact]
    public void WithoutARangeNaNIsANumber() => Apply("ratio", "NaN");

    [Theory]
    [InlineData("timeout", "0s", "a duration from 1ms to 24d")]
    [InlineData("timeout", "25d", "a duration from 1ms to 24d")]
    [InlineData("max-body-size", "-1", "a size in whole bytes such as 512B, 64KiB or 10MB")]
    [InlineData("max-redirects", "-1", "a whole number from 0")]
    public void AMistakeInAnOptionOfHttpFetchIsFoundBeforeItIsStarted(string option, string value, string expected)
    {
        var catalog = TestPlugin.Catalog();
        var error = Assert.Throws<PartimeException>(() => catalog.CreateWorkload(catalog.FindWorkload("http-fetch"), [new Setting(option, value)]));
        Assert.Equal($"The value '{value}' is not valid for the option '{option}' of 'http-fetch', which takes {expected}.", error.Message);
    }

    private static void Apply(string option, string value)
    {
        var catalog = TestPlugin.Catalog("Options");
        catalog.CreateWorkload(catalog.FindWorkload("options"), [new Setting(option, value)]);
    }
}

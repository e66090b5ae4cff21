using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("007", 7)]
    [InlineData("1000000000", 1_000_000_000)]
    public void AWholeNumberIsRead(string text, int number) => Assert.Equal(number, Parse(text, min: 1));

    [Fact]
    public void WithoutTheOptionTheDefaultHolds() => Assert.Equal(42, Option().ParseNumber(min: 1, defaultValue: 42));

    [Fact]
    public void ZeroIsAWholeNumberWhereItMakesSense() => Assert.Equal(0, Parse("0", min: 0));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1000000001")]
    [InlineData("99999999999999999999")]
    public void AnythingElseIsQuotedWithItsOptionAndTheLimits(string text)
    {
        var error = Assert.Throws<PartimeException>(() => Parse(text, min: 1));
        Assert.Equal($"--rounds {text} is not a whole number from 1 to 1,000,000,000.", error.Message);
    }

    private static int Parse(string text, int min)
    {
        var option = Option();
        Assert.True(option.TryParse(text));
        return option.ParseNumber(min, defaultValue: 42);
    }

    private static CommandOption Option() => new("--rounds <N>", CommandOptionType.SingleValue);
}

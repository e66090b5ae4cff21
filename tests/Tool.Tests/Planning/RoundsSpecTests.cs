using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class RoundsSpecTests
{
    [Fact]
    public void TheDefaultIsAutoToTwoAndAHalfPercentInThirtySeconds()
    {
        var spec = RoundsSpec.Parse(null, null, null);
        Assert.Equal((null, 0.025, TimeSpan.FromSeconds(30)), (spec.Fixed, spec.Precision, spec.Budget));
        Assert.Equal(spec, RoundsSpec.Parse("auto", "2.5%", "30s"));
        Assert.Equal("auto rounds to 2.5% within 30s", spec.ToString());
    }

    [Fact]
    public void ANumberIsFixed() => Assert.Equal((7, "7 rounds"), (RoundsSpec.Parse("7", null, null).Fixed, RoundsSpec.Parse("7", null, null).ToString()));

    [Fact]
    public void OneRoundIsOne() => Assert.Equal("1 round", new RoundsSpec(1).ToString());

    [Theory]
    [InlineData("0", null, null, "The number of rounds '0' is neither 'auto' nor a whole number from 1 to 1,000,000,000.")]
    [InlineData("many", null, null, "The number of rounds 'many' is neither 'auto' nor a whole number from 1 to 1,000,000,000.")]
    [InlineData("3", "1%", null, "The number of rounds '3' is fixed, so the precision '1%' has no effect. Leave one of them out.")]
    [InlineData("3", null, "1s", "The number of rounds '3' is fixed, so the budget '1s' has no effect. Leave one of them out.")]
    [InlineData(null, "2", null, "The precision '2' is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, "0%", null, "The precision '0%' is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, "nan%", null, "The precision 'nan%' is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, null, "0s", "The budget '0s' must be a positive duration, such as 500ms, 1.5s, 2m or 1h.")]
    [InlineData(null, null, "30", "The budget '30' must be a positive duration, such as 500ms, 1.5s, 2m or 1h.")]
    public void InvalidRoundsAreRejected(string? rounds, string? precision, string? budget, string message) =>
        Assert.Equal(message, Assert.Throws<PartimeException>(() => RoundsSpec.Parse(rounds, precision, budget)).Message);
}

using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class RoundsSpecTests
{
    [Fact]
    public void WithoutAnythingItIsAutoToTwoAndAHalfPercentInThirtySeconds()
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
    [InlineData("0", null, null, "--rounds 0 is neither 'auto' nor a whole number from 1 to 1,000,000,000.")]
    [InlineData("many", null, null, "--rounds many is neither 'auto' nor a whole number from 1 to 1,000,000,000.")]
    [InlineData("3", "1%", null, "--rounds 3 is a fixed number, for which --precision has no meaning: leave one of them out.")]
    [InlineData("3", null, "1s", "--rounds 3 is a fixed number, for which --budget has no meaning: leave one of them out.")]
    [InlineData(null, "2", null, "--precision 2 is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, "0%", null, "--precision 0% is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, "nan%", null, "--precision nan% is not a percentage from 0.01% to 100%, such as 2.5%.")]
    [InlineData(null, null, "0s", "--budget 0s is not a duration longer than nothing, such as 500ms, 1.5s, 2m or 1h.")]
    [InlineData(null, null, "30", "--budget 30 is not a duration longer than nothing, such as 500ms, 1.5s, 2m or 1h.")]
    public void WhatMakesNoSenseIsRefused(string? rounds, string? precision, string? budget, string message) =>
        Assert.Equal(message, Assert.Throws<PartimeException>(() => RoundsSpec.Parse(rounds, precision, budget)).Message);
}

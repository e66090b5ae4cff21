using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class OptionMetadataTests
{
    private static readonly WorkloadInfo Workload = TestPlugin.Catalog("Options").FindWorkload("options");

    [Theory]
    [InlineData("name", "text")]
    [InlineData("on", "true|false")]
    [InlineData("small", "whole number from 0")]
    [InlineData("count", "whole number")]
    [InlineData("big", "whole number")]
    [InlineData("ratio", "number")]
    [InlineData("price", "number")]
    [InlineData("limit", "whole number")]
    [InlineData("color", "Red|Green|Blue")]
    [InlineData("level", "Optimal|Fastest|NoCompression|SmallestSize")]
    [InlineData("wait", "duration")]
    [InlineData("header", "text, repeatable")]
    public void TypesAreDescribedAsUsersWriteThem(string option, string type) => Assert.Equal(type, Option(option).Type);

    [Fact]
    public void AnOptionIsDescribedByItsAttribute() =>
        Assert.Equal(new OptionInfo("name", "Text.", "text", "moon", false, "Name"), Option("name"));

    [Fact]
    public void AnOptionWithoutADefaultHasNone() => Assert.Null(Option("on").Default);

    [Fact]
    public void ASecretIsKnownAsOne() => Assert.True(Option("token").Secret);

    [Fact]
    public void OptionsOfABaseClassFollowThoseOfTheClass() =>
        Assert.Equal(["positive", "inherited"], Workload.Options.TakeLast(2).Select(option => option.Name));

    [Fact]
    public void MetricsAreDescribedInTheirOrder() =>
        Assert.Equal([new("bytes", "B", "What it would transfer."), new("retries", "", "")], Workload.Metrics);

    [Fact]
    public void AWorkloadCanDeclareThatItsResultsDiffer() => Assert.False(Workload.Deterministic);

    private static OptionInfo Option(string name) => Workload.Options.Single(option => option.Name == name);
}

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
    [InlineData("size", "size")]
    [InlineData("cap", "size")]
    [InlineData("counts", "whole number, repeatable")]
    [InlineData("waits", "duration, repeatable")]
    [InlineData("colors", "Red|Green|Blue, repeatable")]
    [InlineData("sizes", "size from 1KiB, repeatable")]
    [InlineData("server", "address")]
    [InlineData("since", "date and time")]
    [InlineData("id", "GUID")]
    [InlineData("servers", "address, repeatable")]
    [InlineData("ports", "whole number from 0, repeatable")]
    [InlineData("tags", "text, repeatable")]
    [InlineData("percent", "whole number from 0 to 100")]
    [InlineData("port", "whole number from 1 to 1023")]
    [InlineData("factor", "number up to 2.5")]
    [InlineData("fee", "number from 0.01")]
    [InlineData("pause", "duration from 10ms to 1m")]
    [InlineData("buffer", "size from 4KiB to 1.5MiB")]
    public void ValuesAreDescribedAsUsersWriteThem(string option, string takes) => Assert.Equal(takes, Option(option).Takes);

    [Fact]
    public void ARequiredOptionIsKnownAsOne() =>
        Assert.Equal(
            [("model", true), ("depth", false), ("level", true), ("key", false)],
            TestPlugin.Catalog("Options").FindWorkload("requiring").Options.Select(option => (option.Name, option.Required)));

    [Fact]
    public void AnOptionIsDescribedByItsAttribute() =>
        Assert.Equal(new OptionInfo("name", "Text.", "text", "moon", false, "Name"), Option("name"));

    [Fact]
    public void AnOptionWithoutADefaultHasNone() => Assert.Null(Option("on").Default);

    [Fact]
    public void ASecretIsKnownAsOne() => Assert.True(Option("token").Secret);

    [Fact]
    public void OptionsOfABaseClassFollowThoseOfTheClass() =>
        Assert.Equal(["tags", "inherited"], Workload.Options.TakeLast(2).Select(option => option.Name));

    [Fact]
    public void MetricsAreDescribedInTheirOrderAndAddUpToAMeanByDefault() =>
        Assert.Equal([new("bytes", "B", "What it would transfer.", MetricAggregate.Sum), new("retries", "", "", MetricAggregate.Mean)], Workload.Metrics);

    [Fact]
    public void AWorkloadCanDeclareThatItsResultsDiffer() => Assert.False(Workload.Deterministic);

    private static OptionInfo Option(string name) => Workload.Options.Single(option => option.Name == name);
}

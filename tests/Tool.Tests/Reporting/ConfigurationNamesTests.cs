using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class ConfigurationNamesTests
{
    private static readonly Configuration One = new("serial", 1, 1);
    private static readonly Configuration Small = new("threads", 2, 1);
    private static readonly Configuration Large = new("threads", 2, 100);
    private static readonly Configuration Auto = new("threads", 1, ChunkSize.Auto);

    [Fact]
    public void OneChunkSizeOfAnExecutorIsNotWorthSaying() => Assert.Equal("serial, threads × 2", new ConfigurationNames([One, Small]).List([One, Small]));

    [Fact]
    public void TwoChunkSizesAreSeveral() => Assert.Equal("serial, threads/1 × 2, threads/100 × 2", new ConfigurationNames([One, Small, Large]).List([One, Small, Large]));

    [Fact]
    public void WhereAnExecutorHasSeveralTheyAreToldApart() =>
        Assert.Equal("serial, threads/1 × 2, threads/100 × 2, threads/auto × 1", new ConfigurationNames([One, Small, Large, Auto]).List([One, Small, Large, Auto]));
}

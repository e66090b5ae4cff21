using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class ConfigurationListTests
{
    [Theory]
    [InlineData("serial:1:1", "serial:1:1")]
    [InlineData("serial:1:1 threads:2:1 async:2:1", "serial:1:1 threads:2:1 async:2:1")]
    [InlineData("threads:1:1 threads:2:1", "threads:1,2:1")]
    [InlineData("threads:1:1 threads:2:1 threads:3:1 threads:8:1", "threads:1..4,8:1")]
    [InlineData("threads:8:1 threads:4:1 threads:5:1", "threads:8,4,5:1")]
    [InlineData("threads:2:1 threads:2:100 threads:4:1 threads:4:100 async:4:1", "threads:2,4:1,100 async:4:1")]
    [InlineData("pool-map:1:auto pool-map:1:1 pool-map:1:2 pool-map:1:3 pool-map:2:auto", "pool-map:1:auto,1..4 pool-map:2:auto")]
    [InlineData("threads:2:1 async:2:1 threads:4:1", "threads:2:1 async:2:1 threads:4:1")]
    [InlineData("threads:2:2147483645 threads:2:2147483646 threads:2:2147483647", "threads:2:2147483645..2147483648")]
    public void ListsOfWorkersAndChunkSizesAreOneWord(string configurations, string text)
    {
        Configuration[] all = [.. configurations.Split(' ').Select(one => Configuration.FromText(one)!)];
        Assert.Equal(text, ConfigurationList.TextOf(all));
        Assert.Equal(all, ConfigurationList.Parse(text));
        Assert.Equal(all, ConfigurationList.Parse(configurations));
    }

    /// <summary>As each row has it.</summary>
    [Fact]
    public void ALargePlanIsAShortText() => Assert.Equal("threads:1..1001:1,10,100", ConfigurationList.TextOf(
        [.. from workers in Enumerable.Range(1, 1_000) from size in (int[])[1, 10, 100] select new Configuration("threads", workers, size)]));

    [Theory]
    [InlineData("")]
    [InlineData("threads")]
    [InlineData("threads:1..x:1")]
    [InlineData("threads:4..1:1")]
    [InlineData("threads:1:-3..1")]
    public void WhatIsNoListIsLeftOut(string text) => Assert.Empty(ConfigurationList.Parse(text));

    [Theory(Timeout = 120_000)]
    [InlineData("threads:1..999999999999:1")]
    [InlineData("threads:1..9223372036854775807:5..5")]
    public async Task ADamagedListIsNotReadForever(string text) => Assert.InRange(await Task.Run(ConfigurationList.Parse(text).Count), 0, 1_000_000);
}

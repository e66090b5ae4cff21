using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginNamesTests
{
    [Theory]
    [InlineData("sleep")]
    [InlineData("sum-squares")]
    [InlineData("ttfb_s")]
    [InlineData("h2")]
    public void OrdinaryNamesAreValid(string name) => Assert.Equal(name, PluginNames.Checked("workload", name, "a.dll"));

    [Theory]
    [InlineData("")]
    [InlineData("Sleep")]
    [InlineData("two words")]
    [InlineData("a,b")]
    [InlineData("a--b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_")]
    [InlineData("a=b")]
    [InlineData("all")]
    public void InvalidNamesAreRefused(string name)
    {
        var error = Assert.Throws<PartimeException>(() => PluginNames.Checked("workload", name, "/plugins/a.dll"));
        Assert.Contains($"The workload '{name}' in /plugins/a.dll", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatWouldBecomeOneColumnAreRefused()
    {
        PluginNames.RequireDistinct("option", ["a-b", "a-c"], "a.dll");
        Assert.Contains("'a_b'", Assert.Throws<PartimeException>(() => PluginNames.RequireDistinct("option", ["a-b", "a_b"], "a.dll")).Message, StringComparison.Ordinal);
    }
}

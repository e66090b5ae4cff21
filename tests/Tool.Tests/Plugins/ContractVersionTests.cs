namespace Partime.Tool.Tests.Plugins;

public sealed class ContractVersionTests
{
    [Fact]
    public void APluginBuiltAgainstANewerContractIsRefusedByBothVersions() =>
        AssertRefused("BuiltAgainstNewerContract", "built against Partime.Abstractions 1.1.0.0, and this partime has 1.0.0.0: update partime.");

    [Fact]
    public void APluginBuiltAgainstAnOlderMajorIsRefusedByBothVersions() =>
        AssertRefused("BuiltAgainstOlderMajor", "built against Partime.Abstractions 0.9.0.0, and this partime has 1.0.0.0: build it against the package of that name that belongs to this partime.");

    private static void AssertRefused(string plugin, string reason)
    {
        var error = Assert.Throws<PartimeException>(() => TestPlugin.Catalog(plugin));
        Assert.Contains(TestPlugin.File(plugin), error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}

namespace Partime.EndToEnd.Tests;

/// <summary>All tests share one installed tool and run one after the other: they time things, and two would time each other.</summary>
[CollectionDefinition(Name)]
public sealed class OneInstallation : ICollectionFixture<InstalledTool>
{
    public const string Name = "installed tool";
}

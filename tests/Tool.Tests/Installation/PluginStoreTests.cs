using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class PluginStoreTests
{
    [Fact]
    public void AStoreInARelativeHomeHasAFullPath()
    {
        var store = new PluginStore(Path.Combine("home", "plugins"));
        Assert.Equal(Path.GetFullPath(Path.Combine("home", "plugins")), store.Folder);
        Assert.True(Path.IsPathFullyQualified(store.FolderOf(Store.Made("Foo", "1.0.0"))));
        Assert.True(Path.IsPathFullyQualified(store.LockPath));
    }

    [Fact]
    public void AHomeThatIsAFileIsNamedAndNoBug()
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary["home"], "");
        Assert.Contains("PARTIME_HOME", Assert.Throws<PartimeException>(() => new PluginStore(temporary["home/plugins"]).PrivateFolder("cluster")).Message, StringComparison.Ordinal);
    }
}

using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Installation;

/// <summary>Installed plugins beside bundled and named ones.</summary>
public sealed class InstalledCatalogTests : IDisposable
{
    private readonly Store store = new();

    [Fact]
    public async Task ANamedPluginTakesThePlaceOfAnInstalledOne()
    {
        await store.InstallAsync("Curious");

        Assert.Equal(TestPlugin.File("Curious"), store.Catalog(TestPlugin.Path("Curious")).FindWorkload("curious").AssemblyPath);
    }

    [Fact]
    public async Task ADamagedPluginIsLeftOutWithAWarningAndOthersAreFound()
    {
        var plugin = (await store.InstallAsync("Curious")).Plugin;
        await store.InstallAsync("Throwing");
        File.Delete(Path.Combine(store.Plugins.FolderOf(plugin), "Curious.dll"));
        var catalog = store.Catalog();

        Assert.Contains("throwing", catalog.Workloads.Select(workload => workload.Name));
        Assert.DoesNotContain("curious", catalog.Workloads.Select(workload => workload.Name));
        Assert.StartsWith("The installed plugin Curious 0.1.0 is left out: ", Assert.Single(catalog.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AnInstalledNameThatIsNowBundledIsLeftOutWithAWarning()
    {
        var catalog = PluginCatalog.Open([], null, [new InstalledAssembly("DuplicateName 1.0.0", TestPlugin.File("DuplicateName"))]);

        Assert.EndsWith("/Sleep.dll", catalog.FindWorkload("sleep").AssemblyPath.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.StartsWith("The workload 'sleep' in ", Assert.Single(catalog.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AWorldWritableFolderIsAWarning()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = store.Folder.CopyPlugin("Curious");
        Assert.Empty(store.Catalog(folder).Warnings);

        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        Assert.StartsWith($"Every user of this machine can write to {folder} and so change the plugin, ", Assert.Single(store.Catalog(folder).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderBelowAWorldWritableFolderIsAWarningUnlessThatIsSticky()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = store.Folder.CopyPlugin("Curious");
        var mode = File.GetUnixFileMode(store.Folder.Path) | UnixFileMode.OtherWrite;

        File.SetUnixFileMode(store.Folder.Path, mode);
        Assert.Contains($"can write to {store.Folder.Path} and so change the plugin in {folder}", Assert.Single(store.Catalog(folder).Warnings), StringComparison.Ordinal);
        // As /tmp is: others can add files there, but neither rename nor replace this one's.
        File.SetUnixFileMode(store.Folder.Path, mode | UnixFileMode.StickyBit);
        Assert.Empty(store.Catalog(folder).Warnings);
    }

    public void Dispose() => store.Dispose();
}

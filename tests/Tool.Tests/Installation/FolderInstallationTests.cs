using System.Diagnostics;
using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class FolderInstallationTests : IDisposable
{
    private readonly Store store = new();

    [Fact]
    public async Task AFolderIsInstalledByTheNameAndVersionOfItsAssembly()
    {
        var result = await store.InstallAsync("Curious");

        Assert.Equal(InstallOutcome.Installed, result.Outcome);
        Assert.Equal(("Curious", "0.1.0", true, "1.0.0.0"), (result.Plugin.Id, result.Plugin.Version, result.Plugin.InUse, result.Plugin.Contract));
        Assert.Equal(["curious"], result.Plugin.Workloads);
        Assert.Equal(new PluginOrigin(PluginOriginKind.Folder, TestPlugin.Path("Curious"), ""), result.Plugin.Origin);
        Assert.Equal(["Curious/0.1.0/Curious.deps.json", "Curious/0.1.0/Curious.dll", "Curious/0.1.0/Curious.runtimeconfig.json", "lock.json"], store.Files());
    }

    [Fact]
    public async Task WhatIsInstalledIsFoundByItsNameAndCanBeCreated()
    {
        await store.InstallAsync("WithPrivateDependency");
        var catalog = store.Catalog();

        var workload = catalog.FindWorkload(store.Lock.Plugins[0].Workloads[0]);
        Assert.StartsWith(store.Plugins.Folder, workload.AssemblyPath, StringComparison.Ordinal);
        Assert.NotNull(catalog.CreateWorkload(workload, []).Workload);
        Assert.Empty(catalog.Warnings);
    }

    [Fact]
    public async Task InstallingTheSameVersionAgainChangesNothing()
    {
        await store.InstallAsync("Curious");
        var before = File.ReadAllText(store.Plugins.LockPath);

        Assert.Equal(InstallOutcome.AlreadyInUse, (await store.InstallAsync("Curious")).Outcome);
        Assert.Equal(before, File.ReadAllText(store.Plugins.LockPath));
    }

    [Fact]
    public async Task OtherFilesOfAnInstalledVersionAreRefused()
    {
        await store.InstallAsync("Curious");
        var changed = store.Folder.CopyPlugin("Curious");
        await File.AppendAllTextAsync(Path.Combine(changed, "Curious.deps.json"), " ");

        await AssertRefusedAsync(changed, "Curious 0.1.0 is already installed, and ", "(Curious.deps.json has been changed)", "remove Curious@0.1.0");
        Assert.Empty(store.Plugins.DifferencesOf(Assert.Single(store.Lock.Plugins)));
    }

    [Fact]
    public async Task APluginThatWasDamagedIsRepaired()
    {
        var plugin = (await store.InstallAsync("Curious")).Plugin;
        File.Delete(Path.Combine(store.Plugins.FolderOf(plugin), "Curious.deps.json"));
        await File.WriteAllTextAsync(Path.Combine(store.Plugins.FolderOf(plugin), "more.txt"), "");
        Assert.Equal(["Curious.deps.json is missing", "more.txt has been added"], store.Plugins.DifferencesOf(plugin));

        Assert.Equal(InstallOutcome.Repaired, (await store.InstallAsync("Curious")).Outcome);
        Assert.Empty(store.Plugins.DifferencesOf(plugin));
    }

    [Fact]
    public async Task ANameOfPartimesOwnIsRefused() =>
        await AssertRefusedAsync(TestPlugin.Path("DuplicateName"), "DuplicateName has the workload 'sleep', which is also a name of partime's own");

    [Fact]
    public async Task ANameOfAnotherInstalledPluginIsRefused()
    {
        await store.InstallAsync("Curious");
        var copy = Directory.CreateDirectory(store.Folder["Copy"]).FullName;
        File.Copy(TestPlugin.File("Curious"), Path.Combine(copy, "Copy.dll"));
        using (var change = await StoreChange.BeginAsync(store.Plugins, default))
        {
            var incoming = change.NewFolder();
            change.Add(Store.Made("Other", "1.0.0") with { Workloads = ["curious"] }, incoming);
            change.Remove(store.Lock.Find("Curious", "0.1.0")!);
        }

        await AssertRefusedAsync(copy, "Curious has the workload 'curious', and so has the installed plugin Other 1.0.0", "plugin remove Other");
    }

    [Fact]
    public async Task AMissingDependencyIsRefusedBeforeTheFirstRun()
    {
        var copy = store.Folder.CopyPlugin("WithPrivateDependency");
        foreach (var dependency in Directory.GetFiles(copy, "*.dll").Where(file => Path.GetFileName(file) != "WithPrivateDependency.dll"))
            File.Delete(dependency);

        await AssertRefusedAsync(copy, "which is not in its folder");
    }

    [Fact]
    public async Task ANewerContractIsRefused() =>
        await AssertRefusedAsync(TestPlugin.Path("BuiltAgainstNewerContract"), "update partime");

    [Fact]
    public async Task AProjectFolderIsRefusedAndTheOutputOfTheProjectIsNamed()
    {
        store.Folder.Write("Mine.csproj");
        await AssertRefusedAsync(store.Folder.Path, " and contains a project: name bin/Release/net10.0 in it", "plugin pack");
    }

    [Fact]
    public async Task AFolderWithoutAPluginIsRefused() =>
        await AssertRefusedAsync(TestPlugin.Path("NoWorkload"), "has no .dll with a class marked [Workload] or [Executor]. Unmarked implements IWorkload, and partime does not find it");

    [Fact]
    public async Task AFolderThatDoesNotExistIsRefused() =>
        await AssertRefusedAsync(store.Folder["nowhere"], "nowhere does not exist");

    [Fact]
    public async Task TwoPluginsInOneFolderAreRefused()
    {
        var both = store.Folder.CopyPlugin("Curious");
        File.Copy(TestPlugin.File("Throwing"), Path.Combine(both, "Throwing.dll"));
        await AssertRefusedAsync(both, "contains 2 plugins (Curious.dll, Throwing.dll)");
    }

    [Fact]
    public async Task APipeIsNotReadFrom()
    {
        if (OperatingSystem.IsWindows())
            return;
        var copy = store.Folder.CopyPlugin("Curious");
        Process.Start("mkfifo", [Path.Combine(copy, "pipe.txt"), Path.Combine(copy, "pipe.dll")]).WaitForExit();

        var installed = await Task.Run(() => store.Installer().InstallFolderAsync(copy, default)).WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));
        Assert.Contains("pipe.txt", installed.Plugin.Files.All.Select(file => file.Path));
    }

    [Fact]
    public async Task MessagesNameTheFolderThatTheUserNamed()
    {
        var copy = store.Folder.CopyPlugin("WithPrivateDependency");
        await File.WriteAllTextAsync(Path.Combine(copy, "WithPrivateDependency.deps.json"), "{");

        await AssertRefusedAsync(copy, $"{Path.Combine(copy, "WithPrivateDependency.deps.json")} is damaged");
    }

    [Theory]
    [InlineData("WithPrivateDependency.deps.json")]
    [InlineData("WithPrivateDependency.runtimeconfig.json")]
    public async Task APipeInThePlaceOfAListIsNotReadFrom(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        var copy = store.Folder.CopyPlugin("WithPrivateDependency");
        File.Delete(Path.Combine(copy, name));
        Process.Start("mkfifo", Path.Combine(copy, name)).WaitForExit();
        await AssertRefusedAsync(copy, $"{name} is damaged").WaitAsync(Pace.Of(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task ALinkIsRefused()
    {
        var copy = store.Folder.CopyPlugin("Curious");
        File.CreateSymbolicLink(Path.Combine(copy, "hosts.txt"), "/etc/hosts");
        await AssertRefusedAsync(copy, "hosts.txt is a link");
    }

    public void Dispose() => store.Dispose();

    /// <summary>With nothing of it in the store.</summary>
    private async Task AssertRefusedAsync(string folder, params string[] reasons)
    {
        var before = store.Files();
        var error = await Assert.ThrowsAsync<PartimeException>(() => store.Installer().InstallFolderAsync(folder, default));
        Assert.All(reasons, reason => Assert.Contains(reason, error.Message, StringComparison.Ordinal));
        Assert.Equal(before, store.Files());
    }
}

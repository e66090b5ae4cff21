using System.Text.Json.Nodes;

namespace Partime.EndToEnd.Tests.Installation;

public sealed class PinningTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly PluginHome home = new(tool);

    [Fact]
    public async Task ALockFileInstallsTheSameElsewhereAndRunsThoseVersions()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered", "1.0.0"))).ShouldExitWith(0);
        var pinned = await LockAsync();
        (await home.RunAsync("plugin", "install", home.Pack("Numbered", "2.0.0", number: 2))).ShouldExitWith(0);

        // Not the version in use, but the one that the file names.
        (await home.RunAsync("run", "numbered-00", "--plugin-lock", pinned, "-e", "serial,process-pool")).ShouldExitWith(0);
        Assert.Contains("There is no workload 'numbered-02'", (await home.RunAsync("run", "numbered-02", "--plugin-lock", pinned)).ShouldExitWith(1).Error, StringComparison.Ordinal);

        using var elsewhere = new PluginHome(tool);
        Assert.Contains("is not installed: install the plugins of that lock file", (await elsewhere.RunAsync("run", "numbered-00", "--plugin-lock", pinned)).ShouldExitWith(1).Error, StringComparison.Ordinal);
        (await elsewhere.RunAsync("plugin", "install", "--plugin-lock", pinned)).ShouldExitWith(0);
        (await elsewhere.RunAsync("run", "numbered-00", "--plugin-lock", pinned)).ShouldExitWith(0);
        (await elsewhere.RunAsync("plugin", "verify", "--plugin-lock", pinned)).ShouldExitWith(0);
    }

    [Fact]
    public async Task WhatCameFromAFileIsNotLookedForOnFeedsWhereTheFileIsMissing()
    {
        var package = home.Pack("Numbered");
        (await home.RunAsync("plugin", "install", package)).ShouldExitWith(0);
        var pinned = await LockAsync();
        var moved = home.Folder["moved.nupkg"];
        File.Move(package, moved);

        using var elsewhere = new PluginHome(tool);
        var error = (await elsewhere.RunAsync("plugin", "install", "--plugin-lock", pinned)).ShouldExitWith(1).Error;
        Assert.StartsWith($"partime: Numbered 1.0.0 came from {package}, which does not exist here: ", error, StringComparison.Ordinal);
        (await elsewhere.RunAsync("plugin", "install", moved, "--plugin-lock", pinned)).ShouldExitWith(0);
        // Once it is there, nothing has to be found any more.
        Assert.StartsWith("Already installed and in use", (await elsewhere.RunAsync("plugin", "install", "Numbered@1.0.0", "--plugin-lock", pinned)).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingElseIsRun()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered"))).ShouldExitWith(0);
        var pinned = await LockAsync();
        (await home.RunAsync("plugin", "install", home.Pack("Throwing"))).ShouldExitWith(0);

        Assert.Contains("There is no workload 'throwing'", (await home.RunAsync("run", "throwing", "-i", "1", "--plugin-lock", pinned)).ShouldExitWith(1).Error, StringComparison.Ordinal);
        var named = (await home.RunAsync("run", "sleep", "-i", "0", "--plugin", Repository.TestPlugin("Throwing"), "--plugin-lock", pinned)).ShouldExitWith(1);
        Assert.Contains("is not a plugin of ", named.Error, StringComparison.Ordinal);
        // The same files, wherever they are, are the same plugin.
        (await home.RunAsync("run", "numbered-00", "--plugin", Repository.TestPlugin("Numbered"), "--plugin-lock", pinned, "-e", "serial")).ShouldExitWith(0);
    }

    [Fact]
    public async Task AChangedFileIsNotRun()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered"))).ShouldExitWith(0);
        var pinned = await LockAsync();
        File.WriteAllText(Path.Combine(home.Plugins, "Numbered", "1.0.0", "System.Text.Json.dll"), "");

        var story = home.Folder["story.txt"];
        var line = home.Line("run", "numbered-00", "--plugin-lock", pinned);
        var run = (await Command.RunAsync(line with { Environment = new Dictionary<string, string?>(line.Environment) { ["NUMBERED_STORY"] = story } })).ShouldExitWith(1);
        Assert.Contains("compared with Numbered 1.0.0, System.Text.Json.dll has been added", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(story));
    }

    [Fact]
    public async Task APackageWithOtherBytesIsNotInstalled()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered"))).ShouldExitWith(0);
        var pinned = await LockAsync();
        (await home.RunAsync("plugin", "remove", "Numbered")).ShouldExitWith(0);
        File.Delete(Path.Combine(home.Packages, "Numbered.1.0.0.nupkg"));
        var other = home.Pack("Numbered", number: 1);

        var install = (await home.RunAsync("plugin", "install", other, "--plugin-lock", pinned)).ShouldExitWith(1);
        Assert.Contains("Numbered 1.0.0 is not the package in ", install.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(home.Plugins, "Numbered")));
    }

    [Fact]
    public async Task TheHashesOfWhatRanStandInTheJsonAndAreThoseOfTheLock()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Numbered"))).ShouldExitWith(0);
        var locked = JsonNode.Parse(File.ReadAllText(await LockAsync()))!["plugins"]![0]!["files"]!;
        var run = (await home.RunAsync("run", "numbered-00", "-e", "serial", "--json", "-")).ShouldExitWith(0);

        var plugin = JsonNode.Parse(run.Output)!["plugins"]!.AsArray().Single(plugin => (string?)plugin!["name"] == "Numbered")!;
        Assert.Equal("installed", (string?)plugin["origin"]);
        Assert.True(JsonNode.DeepEquals(locked, plugin["sha512"]), plugin.ToJsonString());
    }

    public void Dispose() => home.Dispose();

    private async Task<string> LockAsync() =>
        home.Folder.Write("pinned.json", (await home.RunAsync("plugin", "lock")).ShouldExitWith(0).Output);
}

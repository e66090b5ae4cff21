using Partime.EndToEnd.Tests.Workers;

namespace Partime.EndToEnd.Tests.Installation;

/// <summary>Whatever ends an installation leaves what was installed before.</summary>
public sealed class BrokenInstallationTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private const int PaddingBytes = 60 << 20;

    private readonly PluginHome home = new(tool);

    [Fact]
    public async Task AKillInTheMiddleLeavesTheFormerStateAndTheNextOneSweepsUp()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Throwing"))).ShouldExitWith(0);
        var before = await home.ListAsync();
        var folder = LargeFolder();

        using (var install = Command.Start(home.Line("plugin", "install", folder)))
        {
            var incoming = Path.Combine(home.Plugins, ".incoming");
            await install.UntilAsync(() => Directory.Exists(incoming) && Directory.EnumerateFileSystemEntries(incoming).Any(), "something is incoming");
            await install.SignalAsync("KILL");
            Assert.Equal(137, (await install.EndAsync()).ExitCode);
        }
        Assert.Equal(before, await home.ListAsync());
        Assert.False(Directory.Exists(Path.Combine(home.Plugins, "Numbered")));

        (await home.RunAsync("plugin", "install", folder)).ShouldExitWith(0);
        Assert.Equal(before.Length + 1, (await home.ListAsync()).Length);
        Assert.False(Directory.Exists(Path.Combine(home.Plugins, ".incoming")));
        (await home.RunAsync("plugin", "verify")).ShouldExitWith(0);
    }

    [NeedsRoot("unshare", "--mount")]
    [InlineData("40m")]
    [InlineData("4k")]
    public async Task AFullDiskGetsASentenceAndLeavesTheFormerState(string size)
    {
        var folder = LargeFolder();
        Directory.CreateDirectory(home.Folder["home"]);
        var line = home.Line("plugin", "install", folder);
        var script = $"mount -t tmpfs -o size={size} tmpfs '{home.Folder["home"]}' && \"$0\" \"$@\"; code=$?; find '{home.Folder["home"]}' -type f -size +0; exit $code";
        var result = (await Command.RunAsync(line with { Program = "unshare", Arguments = ["--mount", "bash", "-c", script, line.Program, .. line.Arguments] })).ShouldExitWith(1);

        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    /// <summary>In the second one not even root can write.</summary>
    [Needs("flock")]
    public async Task WithoutATemporaryFolderOneSentenceNamesIt()
    {
        home.Pack("Numbered");
        foreach (var temporary in (string[])[home.Folder["packages/Numbered.1.0.0.nupkg"], "/proc"])
        {
            var line = home.Line("plugin", "install", "Numbered", "--source", home.Packages);
            var environment = new Dictionary<string, string?>(line.Environment) { ["TMPDIR"] = temporary };
            var result = (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(1);

            Assert.Single(result.Error.TrimEnd().Split('\n'));
            Assert.Contains(temporary, result.Error, StringComparison.Ordinal);
        }
    }

    [Needs("flock")]
    public async Task AnInstallationThatWaitsForAnotherOneCanBeInterrupted()
    {
        (await home.RunAsync("plugin", "install", home.Pack("Throwing"))).ShouldExitWith(0);
        var mark = Path.Combine(home.Plugins, ".changing");
        using var other = Command.Start(home.Line() with { Program = "flock", Arguments = [mark, "sleep", "60"] });
        await other.UntilAsync(() => IsHeld(mark), "the mark is held");

        var line = home.Line("plugin", "remove", "Throwing");
        using var remove = Command.Start(line with { Program = "env", Arguments = ["--default-signal=INT", line.Program, .. line.Arguments] });
        await remove.UntilAsync(() => remove.Error.Contains("Another partime process is changing the plugins", StringComparison.Ordinal), "it waits");
        await remove.SignalAsync("INT");

        Assert.Equal(130, (await remove.EndAsync()).ExitCode);
        Assert.Single(await home.ListAsync());
    }

    public void Dispose() => home.Dispose();

    /// <summary>A plugin that takes its time to be copied.</summary>
    private string LargeFolder()
    {
        var folder = Directory.CreateDirectory(home.Folder["large"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.TestPlugin("Numbered")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        using var padding = File.Create(Path.Combine(folder, "padding.bin"));
        padding.Write(new byte[PaddingBytes]);
        return folder;
    }

    private static bool IsHeld(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}

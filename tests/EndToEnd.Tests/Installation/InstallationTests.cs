namespace Partime.EndToEnd.Tests.Installation;

public sealed class InstallationTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly PluginHome home = new(tool);

    [Fact]
    public async Task AnInstalledPluginRunsByNameInEveryKindOfWorkerUntilItIsRemoved()
    {
        var install = (await home.RunAsync("plugin", "install", home.Pack("WithPrivateDependency"))).ShouldExitWith(0);
        Assert.StartsWith("Installed: WithPrivateDependency 1.0.0, with the workload '", install.Output, StringComparison.Ordinal);
        Assert.Empty(install.Error);
        var workload = install.Output.Split('\'')[1];

        var run = (await home.RunAsync("run", workload, "-i", "1,2", "-e", "serial,threads,process-pool", "--tasks-csv", "-")).ShouldExitWith(0);
        Assert.Equal(6, Csv.Parse(run.Output).Count(row => row["status"] == "ok"));

        Assert.Equal("Removed: WithPrivateDependency 1.0.0.\n", (await home.RunAsync("plugin", "remove", "withprivatedependency")).ShouldExitWith(0).Output);
        Assert.Contains($"There is no workload '{workload}'", (await home.RunAsync("run", workload, "-i", "1")).ShouldExitWith(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExecutorIsInstalledAsAWorkloadIs()
    {
        var install = (await home.RunAsync("plugin", "install", Repository.TestPlugin("PluginExecutor"))).ShouldExitWith(0);
        var executor = install.Output.Split("the executor '")[1].Split('\'')[0];

        Assert.Contains($" {executor} ", (await home.RunAsync("list")).ShouldExitWith(0).Output, StringComparison.Ordinal);
        (await home.RunAsync("run", "sleep", "-i", "0,0", "-e", executor)).ShouldExitWith(0);
    }

    [Fact]
    public async Task ListShowsEveryVersionWithItsStateAndWhereItCameFrom()
    {
        var older = home.Pack("Numbered", "1.0.0");
        (await home.RunAsync("plugin", "install", home.Pack("Numbered", "1.2.0-rc.1"))).ShouldExitWith(0);
        (await home.RunAsync("plugin", "install", older)).ShouldExitWith(0);

        var list = await home.ListAsync();
        Assert.Equal(2, list.Length);
        Assert.StartsWith("Numbered 1.2.0-rc.1 kept 1.0.0.0 ", list[0], StringComparison.Ordinal);
        Assert.StartsWith("Numbered 1.0.0 in use 1.0.0.0 ", list[1], StringComparison.Ordinal);
        Assert.EndsWith($" numbered-00 {older}", list[1], StringComparison.Ordinal);

        Directory.Delete(Path.Combine(home.Plugins, "Numbered", "1.0.0"), recursive: true);
        Assert.StartsWith("Numbered 1.0.0 missing ", (await home.ListAsync())[1], StringComparison.Ordinal);

        Assert.StartsWith("Now in use: Numbered 1.2.0-rc.1, ", (await home.RunAsync("plugin", "install", "Numbered@1.2.0-rc.1")).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "No plugins are installed in ")]
    [InlineData("verify", "No plugins are installed in ")]
    [InlineData("update", "No plugin in ")]
    public async Task WithoutPluginsACommandSaysSo(string command, string beginning) =>
        Assert.StartsWith($"{beginning}{home.Plugins}", (await home.RunAsync("plugin", command)).ShouldExitWith(0).Error, StringComparison.Ordinal);

    [Fact]
    public async Task NothingIsTakenFromTheCurrentFolderThatIsNotNamedAsAPath()
    {
        var current = Directory.CreateDirectory(home.Folder["current"]).FullName;
        foreach (var file in Directory.GetFiles(Repository.TestPlugin("Numbered")))
            File.Copy(file, Path.Combine(current, Path.GetFileName(file)));
        Directory.CreateDirectory(Path.Combine(current, "plugins", "Numbered"));
        File.Copy(Path.Combine(current, "Numbered.dll"), Path.Combine(current, "plugins", "Numbered", "Numbered.dll"));
        Directory.Move(Path.Combine(current, "plugins"), Path.Combine(current, "Numbered"));

        foreach (var arguments in (string[][])[["list"], ["describe", "sleep"], ["plugin", "list"], ["run", "sleep", "-i", "0"]])
            Assert.DoesNotContain("numbered", (await Command.RunAsync(home.Line(arguments) with { Folder = current })).ShouldExitWith(0).ToString()[20..], StringComparison.Ordinal);
        (await Command.RunAsync(home.Line("run", "numbered-00") with { Folder = current })).ShouldExitWith(1);
        // A folder of that name is there, and is not meant: without a feed there is no such plugin.
        var refused = (await Command.RunAsync(home.Line("plugin", "install", "Numbered", "--source", home.Packages) with { Folder = current })).ShouldExitWith(1);
        Assert.EndsWith("To install the local file or folder of that name, write ./Numbered.\n", refused.Error, StringComparison.Ordinal);
        Assert.Empty(await home.ListAsync());

        (await Command.RunAsync(home.Line("plugin", "install", ".") with { Folder = current })).ShouldExitWith(0);
        Assert.Single(await home.ListAsync());
    }

    [Fact]
    public async Task VerifyNamesEveryFileThatIsNotAsItWasAndInstallingAgainRepairsIt()
    {
        var package = home.Pack("Numbered");
        (await home.RunAsync("plugin", "install", package)).ShouldExitWith(0);
        Assert.Matches("^Numbered 1.0.0: [0-9]+ files are unchanged.\n$", (await home.RunAsync("plugin", "verify")).ShouldExitWith(0).Output);

        File.AppendAllText(Path.Combine(home.Plugins, "Numbered", "1.0.0", "Numbered.dll"), "more");
        Assert.Contains("Numbered 1.0.0 has changed since it was installed: Numbered.dll has been changed.", (await home.RunAsync("plugin", "verify")).ShouldExitWith(1).Error, StringComparison.Ordinal);

        Assert.StartsWith("Repaired", (await home.RunAsync("plugin", "install", package)).ShouldExitWith(0).Output, StringComparison.Ordinal);
        (await home.RunAsync("plugin", "verify")).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("There is nothing to install", "install")]
    [InlineData("/dev/null is refused: it is not a zip archive but an empty file, a pipe or a device.", "install", "/dev/null")]
    public async Task AMistakeGetsASentence(string sentence, params string[] arguments)
    {
        var result = (await home.RunAsync(["plugin", .. arguments])).ShouldExitWith(1);

        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(home.Plugins));
    }

    [Fact]
    public async Task ALockFileThatCannotBeReadCostsNothingButTheInstalledPlugins()
    {
        Directory.CreateDirectory(home.Plugins);
        File.WriteAllText(Path.Combine(home.Plugins, "lock.json"), "{");

        var run = (await home.RunAsync("run", "sleep", "-i", "0", "-e", "serial")).ShouldExitWith(0);
        Assert.StartsWith("Installed plugins are left out: ", run.Error, StringComparison.Ordinal);
        (await home.RunAsync("plugin", "list")).ShouldExitWith(1);
    }

    public void Dispose() => home.Dispose();
}

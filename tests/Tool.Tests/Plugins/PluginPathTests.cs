using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void APathThatDoesNotExistIsAnError() =>
        AssertRefused(folder["nowhere"], $"The plugin path {folder["nowhere"]} does not exist");

    [Fact]
    public void AFolderWithoutPluginsIsAnErrorThatSaysWhatIsMissing() =>
        AssertRefused(folder.Path, $"The plugin folder {folder.Path} has no .dll with a class marked [Workload] or [Executor], and neither have the folders in it");

    [Fact]
    public void AProjectFolderIsAnErrorThatNamesTheOutputOfTheProject()
    {
        folder.Write("Mine.csproj");
        AssertRefused(folder.Path, " and contains a project: name bin/Release/net10.0 in it");
    }

    [Fact]
    public void AFileThatIsNotAnAssemblyIsAnError() =>
        AssertRefused(folder.Write("plugin.dll"), $"The plugin path {folder["plugin.dll"]} is not a .NET assembly");

    [Fact]
    public void AnExecutableThatIsNotAnAssemblyIsAnError()
    {
        // The shell that starts the tool: the header of a real program, and no metadata.
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "partime.exe" : "partime");
        AssertRefused(program, " is not a .NET assembly");
    }

    [Fact]
    public void AnEmptyFileIsAnError()
    {
        File.Create(folder["plugin.dll"]).Dispose();
        AssertRefused(folder["plugin.dll"], " is not a .NET assembly");
    }

    [Fact]
    public void AFileThatIsTooLargeForAnAssemblyIsAnError()
    {
        // Without its contents, which take no space where the file system allows it.
        using (var file = File.Create(folder["plugin.dll"]))
            file.SetLength(3L << 30);
        AssertRefused(folder["plugin.dll"], " is not a .NET assembly");
    }

    [Fact]
    public void AnAssemblyWithoutAWorkloadIsAnError() =>
        AssertRefused(TestPlugin.File("NoWorkload"), $"The plugin path {TestPlugin.File("NoWorkload")} has no class marked [Workload] or [Executor]. Unmarked implements IWorkload, and partime does not find it: "
            + "mark it with [Workload(\"name\", \"description\")].");

    [Fact]
    public void AFolderWithAWorkloadThatIsNotMarkedIsAnErrorThatNamesIt() =>
        AssertRefused(TestPlugin.Path("NoWorkload"), $"The plugin folder {TestPlugin.Path("NoWorkload")} has no .dll with a class marked [Workload] or [Executor]. Unmarked implements IWorkload, and ");

    [Fact]
    public void AnAssemblyThatDoesNotReferenceTheContractIsAnError() =>
        AssertRefused(typeof(Assert).Assembly.Location, " has no class marked [Workload] or [Executor]");

    [Fact]
    public void AWrongPathInTheEnvironmentIsAnErrorThatNamesTheVariable()
    {
        var error = Assert.Throws<PartimeException>(() => PluginCatalog.Open([], folder["nowhere"]));
        Assert.StartsWith($"The plugin path {folder["nowhere"]} in PARTIME_PLUGINS does not exist", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertRefused(string path, string reason)
    {
        var error = Assert.Throws<PartimeException>(() => PluginCatalog.Open([path], null));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void AnEmptyPathIsRefused(string path) =>
        Assert.Contains($"The plugin path '{path}' is not valid", Assert.Throws<PartimeException>(() => PluginCatalog.Open([path], null)).Message, StringComparison.Ordinal);
}

using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class PluginPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void APathThatDoesNotExistIsAnError() =>
        AssertRefused(folder["nowhere"], $"--plugin names {folder["nowhere"]}, which does not exist");

    [Fact]
    public void AFolderWithoutPluginsIsAnErrorThatSaysWhatWasLookedFor() =>
        AssertRefused(folder.Path, $"--plugin names the folder {folder.Path}, where no .dll has a class marked [Workload] or [Executor]");

    [Fact]
    public void AProjectFolderIsAnErrorThatPointsToWhatTheProjectBuilds()
    {
        folder.Write("Mine.csproj");
        AssertRefused(folder.Path, "it holds a project and not what that builds: name bin/Release/net10.0 in it");
    }

    [Fact]
    public void AFileThatIsNoAssemblyIsAnError() =>
        AssertRefused(folder.Write("plugin.dll"), $"--plugin names {folder["plugin.dll"]}, which is no .NET assembly");

    [Fact]
    public void AnExecutableThatIsNoAssemblyIsAnError()
    {
        // The shell that starts the tool: the header of a real program, and no metadata.
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "partime.exe" : "partime");
        AssertRefused(program, "which is no .NET assembly");
    }

    [Fact]
    public void AnEmptyFileIsAnError()
    {
        File.Create(folder["plugin.dll"]).Dispose();
        AssertRefused(folder["plugin.dll"], "which is no .NET assembly");
    }

    [Fact]
    public void AnAssemblyWithoutAWorkloadIsAnError() =>
        AssertRefused(TestPlugin.File("NoWorkload"), $"--plugin names {TestPlugin.File("NoWorkload")}, which has no class marked [Workload] or [Executor]");

    [Fact]
    public void AnAssemblyThatDoesNotKnowTheContractIsAnError() =>
        AssertRefused(typeof(Assert).Assembly.Location, "which has no class marked [Workload] or [Executor]");

    [Fact]
    public void AWrongPathInTheEnvironmentIsAnErrorThatNamesTheVariable()
    {
        var error = Assert.Throws<PartimeException>(() => PluginCatalog.Open([], folder["nowhere"]));
        Assert.StartsWith("PARTIME_PLUGINS names ", error.Message, StringComparison.Ordinal);
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
        Assert.Contains("--plugin names no path", Assert.Throws<PartimeException>(() => PluginCatalog.Open([path], null)).Message, StringComparison.Ordinal);
}

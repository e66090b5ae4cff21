using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

/// <summary>Which folder of a shared framework is chosen: made folders stand for what is installed.</summary>
public sealed class SharedFrameworksTests : IDisposable
{
    private const string AspNet = "Microsoft.AspNetCore.App";

    private readonly TemporaryFolder folder = new();

    private string Plugin => folder["Moon.dll"];

    [Fact]
    public void WithoutAConfigurationThereAreNone() => Assert.Empty(SharedFrameworks.FoldersOf(Plugin, folder.Path));

    [Theory]
    [InlineData("""{ "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } }""")]
    [InlineData("""{ "frameworks": [ { "name": "Microsoft.NETCore.App", "version": "10.0.0" } ] }""")]
    [InlineData("{}")]
    public void DotnetItselfNeedsNoLookingFor(string options)
    {
        Configure(options);
        Assert.Empty(SharedFrameworks.FoldersOf(Plugin, folder.Path));
    }

    [Theory]
    [InlineData("10.0.0", "10.0.1", "9.0.7,10.0.0,10.0.1,11.0.0")]
    [InlineData("10.0.1", "10.0.999", "10.0.0,10.0.999")]
    [InlineData("10.0.0-rc.1.25451.107", "10.0.0", "9.0.7,10.0.0,10.0.0-rc.1.25451.107")]
    [InlineData("10.0.0", "10.0.1", "10.0.0,10.0.1,10.0.999")]
    public void TheNewestThatFitsAndIsNotNewerThanDotnetIsChosen(string asked, string chosen, string installed)
    {
        Configure($$"""{ "framework": { "name": "{{AspNet}}", "version": "{{asked}}" } }""");
        foreach (var version in installed.Split(','))
            Directory.CreateDirectory(folder[$"{AspNet}/{version}"]);
        Assert.Equal([folder[$"{AspNet}/{chosen}"]], SharedFrameworks.FoldersOf(Plugin, folder.Path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("9.0.7")]
    [InlineData("10.0.0")]
    [InlineData("11.0.0")]
    public void AFrameworkThatIsNotInstalledIsAnErrorThatSaysWhichToInstall(string? installed)
    {
        Configure($$"""{ "framework": { "name": "{{AspNet}}", "version": "10.0.1" } }""");
        if (installed is not null)
            Directory.CreateDirectory(folder[$"{AspNet}/{installed}"]);
        var error = Assert.Throws<PartimeException>(() => SharedFrameworks.FoldersOf(Plugin, folder.Path));
        Assert.StartsWith($"{Plugin} needs {AspNet} 10.0.1, which is not installed in {folder.Path}: install the ASP.NET Core Runtime 10.0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "framework": { "name": "Moon" } }""")]
    [InlineData("""{ "framework": { "name": "Moon", "version": "new" } }""")]
    [InlineData("""{ "frameworks": "Moon" }""")]
    [InlineData("""{ "framework": """)]
    public void AConfigurationThatNoBuildWritesIsAnErrorThatNamesIt(string options)
    {
        Configure(options);
        Assert.StartsWith(folder["Moon.runtimeconfig.json"], Assert.Throws<PartimeException>(() => SharedFrameworks.FoldersOf(Plugin, folder.Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Configure(string options) => File.WriteAllText(folder["Moon.runtimeconfig.json"], $$"""{ "runtimeOptions": {{options}} }""");
}

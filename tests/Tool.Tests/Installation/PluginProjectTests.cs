using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

/// <summary>Which project somebody means to pack.</summary>
public sealed class PluginProjectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("WordCount.csproj")]
    [InlineData("WordCount.fsproj")]
    [InlineData("WordCount.vbproj")]
    public void AProjectIsFoundByItsNameOrByItsFolder(string name)
    {
        var project = folder.Write(name);

        Assert.Equal(project, PluginProject.Find(project));
        Assert.Equal(project, PluginProject.Find(folder.Path));
    }

    [Fact]
    public void AMissingProjectIsNamed() =>
        Assert.Contains($"The project {folder["missing.csproj"]} does not exist", RefusalOf(folder["missing.csproj"]), StringComparison.Ordinal);

    [Fact]
    public void AFolderWithoutAProjectIsAnErrorThatNamesTheProjectsBelow()
    {
        Assert.EndsWith("or the folder that contains it.", RefusalOf(folder.Path), StringComparison.Ordinal);

        Write("src/WordCount", "WordCount.csproj");
        Write("tests/WordCount.Tests", "WordCount.Tests.csproj");
        Assert.EndsWith("such as src/WordCount/WordCount.csproj, tests/WordCount.Tests/WordCount.Tests.csproj.", RefusalOf(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralProjectsInAFolderAreAnError()
    {
        folder.Write("A.csproj");
        folder.Write("B.fsproj");

        Assert.Contains("several projects", RefusalOf(folder.Path), StringComparison.Ordinal);
        Assert.Contains("A.csproj, B.fsproj", RefusalOf(folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WordCount.slnx")]
    [InlineData("WordCount.sln")]
    public void ASolutionIsAnErrorThatNamesItsProjects(string name)
    {
        Write("src/WordCount", "WordCount.csproj");

        Assert.EndsWith("is a solution: name the plugin's project in it, such as src/WordCount/WordCount.csproj.", RefusalOf(folder.Write(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotAProjectIsRefused() =>
        Assert.Contains("is not a project", RefusalOf(folder.Write("WordCount.dll")), StringComparison.Ordinal);

    private void Write(string subfolder, string name) => folder.Write(Path.Combine(Directory.CreateDirectory(folder[subfolder]).FullName, name));

    private static string RefusalOf(string path) => Assert.Throws<PartimeException>(() => PluginProject.Find(path)).Message;
}

namespace Partime.EndToEnd.Tests;

/// <summary>Somebody follows our instructions: outside the repository, with the published packages only.</summary>
public sealed class OwnPluginTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Theory]
    [InlineData("docs/writing-a-workload.md")]
    [InlineData("src/Abstractions/README.md")]
    public async Task TheWorkloadShownOnAPageBuildsAndRuns(string path)
    {
        using var folder = new TemporaryFolder();
        var page = Repository.PathOf(path);
        folder.Write("WordCount.cs", Markdown.CodeBlock(page, "csharp"));
        folder.Write("WordCount.csproj", Markdown.CodeBlock(page, "xml"));
        folder.Write("nuget.config", PackageSources.Only(tool.Packages));
        folder.Write("words.txt", "one two\nthree\n");
        await tool.DotnetAsync(folder.Path, "build", "-c", "Release", "-warnaserror");

        var line = tool.Line("run", "word-count", "--plugin", "bin/Release/net10.0", "--inputs", "words.txt", "-e", "all", "--tasks-csv", "-") with { Folder = folder.Path };
        AssertCounted(3, await Command.RunAsync(line));

        // Found by the variable, and with the sample input, which is its own source.
        var words = File.ReadAllText(folder["WordCount.cs"]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        line = tool.Line("run", "word-count", "-e", "all", "--tasks-csv", "-") with { Folder = folder.Path };
        var environment = new Dictionary<string, string?>(line.Environment) { ["PARTIME_PLUGINS"] = folder["bin/Release/net10.0"] };
        AssertCounted(words, await Command.RunAsync(line with { Environment = environment }));
    }

    private static void AssertCounted(int words, CommandResult run)
    {
        var rows = Csv.Parse(run.ShouldExitWith(0).Output);
        Assert.True(rows.Count >= 5, run.ToString());
        Assert.All(rows, row => Assert.Equal(($"{words}", "ok"), (row["result"], row["status"])));
    }
}

namespace Partime.EndToEnd.Tests;

/// <summary>docs/comparing-code.md: its workload is a plugin of these tests, and its commands are typed where that is built.</summary>
[Trait("Category", "Slow")]
public sealed class ComparingCodePageTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private static readonly string Page = Repository.PathOf("docs/comparing-code.md");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ItsWorkloadIsThatOfTheTests() => Assert.Equal(File.ReadAllText(Repository.PathOf("tests/TestPlugins/Compress/Compress.cs")), Markdown.CodeBlock(Page, "csharp"));

    [Needs("bash")]
    public async Task ItsCommandsAnswerInOneSentence()
    {
        Directory.CreateDirectory(folder["bin/Release"]);
        Directory.CreateSymbolicLink(folder["bin/Release/net10.0"], Repository.TestPlugin("Compress"));
        var commands = Markdown.CodeBlocks(Page, "console").SelectMany(Markdown.Commands).ToList();
        var runs = new List<CommandResult>();
        foreach (var command in commands)
            // Standard output would get the runs CSV.
            runs.Add((await Command.RunAsync(tool.Program("bash", "-c", $"{Markdown.WithoutDotnet(Shortened(command))} --markdown answer-{runs.Count}.md") with { Folder = folder.Path })).ShouldExitWith(0));

        // Other tests run meanwhile, and may have hidden a difference, or made serial the fastest.
        Assert.Matches(@"^\*\*Fastest of all: level=\w+ under (serial|threads × 2), .* for 16 tasks\. (level=\w+ ran [0-9.]+ times as fast as|No difference between) level=\w+ .*under (serial|threads × 2).*[0-9.]+ to [0-9.]+\)\.\*\*", Answer(0));
        // Three others, as in the file that report reads.
        Assert.Equal(3, Answer(1).Split(" times as fast").Length - 1);
        Assert.Equal(Answer(1), Answer(2));
        Assert.Contains("codec=Gzip, level=Fastest", File.ReadAllText(folder["report.html"]), StringComparison.Ordinal);

        var rows = Csv.Parse(File.ReadAllText(folder["runs.csv"]));
        Assert.Equal(40, rows.Count);
        Assert.Equal(["compress (codec=Brotli; level=Fastest)", "compress (codec=Brotli; level=Optimal)", "compress (codec=Gzip; level=Fastest)", "compress (codec=Gzip; level=Optimal)"],
            rows.Select(row => row["variant"]).Distinct().Order(StringComparer.Ordinal));
        // Equal inputs, and within a variant equal results.
        Assert.Single(rows.Select(row => row["session_inputs_digest"]).Distinct());
        Assert.All(rows.GroupBy(row => row["variant"]), variant => Assert.Single(variant.Select(row => row["result_digest"]).Distinct()));

        // Smaller inputs and fewer rounds of sleeping do the same.
        static string Shortened(string command) => command.StartsWith("dotnet partime run sleep ", StringComparison.Ordinal) ? command.Replace("--rounds 5", "--rounds 3", StringComparison.Ordinal)
            : command.Replace("-i 50000", "-i 1000", StringComparison.Ordinal).Replace("-i 20000", "-i 1000", StringComparison.Ordinal);

        string Answer(int run) => File.ReadLines(folder[$"answer-{run}.md"]).First().Replace("\\", "", StringComparison.Ordinal);
    }
}

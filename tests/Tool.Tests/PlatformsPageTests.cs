using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>docs/platforms.md names tests and files: they are there.</summary>
public sealed partial class PlatformsPageTests
{
    private static readonly string Page = Repository.Text("docs/platforms.md");

    [Fact]
    public void EveryTestThatThePageNamesIsThere()
    {
        var sources = Repository.Sources("tests");
        var named = NamedTest().Matches(Page);
        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources, source =>
            source.Name == $"{test.Groups["class"].Value}.cs" && source.Code.Contains(test.Groups["method"].Success ? $" {test.Groups["method"].Value}(" : "class", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryRowSaysSomethingOfEverySystem()
    {
        var rows = Page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain("", row.Trim('|', ' ').Split('|').Select(cell => cell.Trim())));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex NamedTest();
}

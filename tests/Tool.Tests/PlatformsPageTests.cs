namespace Partime.Tool.Tests;

/// <summary>docs/platforms.md leaves nothing out.</summary>
public sealed class PlatformsPageTests
{
    [Fact]
    public void EveryRowSaysSomethingOfEverySystem()
    {
        var rows = Repository.Text("docs/platforms.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain("", row.Trim('|', ' ').Split('|').Select(cell => cell.Trim())));
    }
}

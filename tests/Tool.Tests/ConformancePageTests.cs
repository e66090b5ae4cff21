using System.Globalization;
using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>Pages that name tests: these are there. docs/pool-conformance.md leaves no row out.</summary>
public sealed partial class ConformancePageTests
{
    [Theory]
    [InlineData("docs/pool-conformance.md")]
    [InlineData("docs/platforms.md")]
    public void EveryTestThatThePageNamesIsThere(string page)
    {
        var sources = Repository.Sources("tests");
        var named = NamedTest().Matches(Repository.Text(page));
        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources, source =>
            source.Name == $"{test.Groups["class"].Value}.cs" && source.Code.Contains(test.Groups["method"].Success ? $" {test.Groups["method"].Value}(" : "class", StringComparison.Ordinal)));
    }

    /// <summary>The table, and what follows it.</summary>
    private static string[] Parts => Repository.Text("docs/pool-conformance.md").Split("## Over the processes of Windows and macOS");

    [Fact]
    public void TheRowsAreNumberedWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, 72), NumberedRow().Matches(Parts[0]).Select(row => int.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture)));

    /// <summary>The tests of another folder that a row names do not run over the processes of other systems, so the second table says what does.</summary>
    [Fact]
    public void RowsThatNameATestOfTheInstalledToolAreInTheTableOfOtherSystems()
    {
        var listed = Regex.Matches(Parts[1], @"^\| ([\d, ]+)", RegexOptions.Multiline).SelectMany(row => row.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var here = Repository.Sources("tests/Tool.Tests/Processes").Select(source => Path.GetFileNameWithoutExtension(source.Name)).ToHashSet();
        Assert.NotEmpty(listed);
        foreach (var row in Parts[0].Split('\n').Where(line => NumberedRow().IsMatch(line) && NamedTest().Matches(line).Any(test => !here.Contains(test.Groups["class"].Value))))
            Assert.Contains(NumberedRow().Match(row).Groups["number"].Value, listed);
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^\| (?<number>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();
}

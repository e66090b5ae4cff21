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

    [Fact]
    public void TheRowsAreNumberedWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, 72), NumberedRow().Matches(Repository.Text("docs/pool-conformance.md")).Select(row => int.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^\| (?<number>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Partime.Tool.Tests;

/// <summary>docs/pool-conformance.md names tests: they are there, and it leaves no row out.</summary>
public sealed partial class ConformancePageTests
{
    private static readonly string Page = Repository.Text("docs/pool-conformance.md");

    [Fact]
    public void EveryTestThatThePageNamesIsThere()
    {
        var sources = Repository.Sources("tests");
        var named = NamedTest().Matches(Page);
        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources, source =>
            source.Name == $"{test.Groups["class"].Value}.cs" && source.Code.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheRowsAreNumberedWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, 72), NumberedRow().Matches(Page).Select(row => int.Parse(row.Groups["number"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^\| (?<number>\d+) \|", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();
}

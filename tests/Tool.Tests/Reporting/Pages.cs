namespace Partime.Tool.Tests.Reporting;

/// <summary>The pages in docs that describe files.</summary>
internal static class Pages
{
    /// <summary>The lines under a heading that starts with these words, up to the next one; without a heading, those before the first.</summary>
    public static IReadOnlyList<string> Chapter(string page, string heading = "")
    {
        var lines = Repository.Text($"docs/{page}").ReplaceLineEndings("\n").Split('\n');
        var start = heading.Length == 0 ? 0 : Array.FindIndex(lines, line => line.StartsWith($"## {heading}", StringComparison.Ordinal));
        Assert.True(start >= 0, $"docs/{page} has no chapter '{heading}'.");
        return [.. lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];
    }
}

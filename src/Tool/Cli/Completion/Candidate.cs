namespace Partime.Tool.Cli;

/// <summary>What the word under the cursor may become.</summary>
/// <param name="Text">The whole word; of a path only what stands in front of it, such as <c>@</c> or nothing.</param>
/// <param name="Description">What shells with room for it show beside the word.</param>
/// <param name="IsPath">Whether a path comes there, which shells complete themselves.</param>
/// <remarks>A class, small as it is: the library's queries over a struct of ours would have to be compiled while somebody waits.</remarks>
internal sealed record Candidate(string Text, string Description = "", bool IsPath = false)
{
    public static readonly Candidate Path = new("", IsPath: true);

    public Candidate Behind(string lead) => this with { Text = lead + Text };

    public bool Continues(string word) => IsPath || Text.StartsWith(word, StringComparison.Ordinal);

    /// <summary>As the scripts read it: word, tab, description. A path has no word, and behind the tab what stands in front of it.</summary>
    public string ToLine() => IsPath ? $"\t{Text}" : $"{Text}\t{Plain(Description)}";

    /// <summary>The first sentence: there is little room. Plugins' authors write these, and a terminal would obey control characters.</summary>
    private static string Plain(string description) =>
        PlainText.Of(description.Split(". ")[0].TrimEnd('.'));
}

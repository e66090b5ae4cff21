namespace Partime.EndToEnd.Tests;

/// <summary>The code blocks of a page.</summary>
internal static class Markdown
{
    private const string Fence = "```";

    public static string CodeBlock(string page, string language) =>
        CodeBlocks(page, language) is [var first, ..] ? first : throw new InvalidDataException($"{page} has no block of {language}.");

    public static IReadOnlyList<string> CodeBlocks(string page, string language)
    {
        var blocks = new List<string>();
        string? block = null;
        var info = "";
        foreach (var line in File.ReadLines(page))
        {
            var isFence = line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);
            if (block is null)
                (block, info) = isFence ? ("", line.Trim()[Fence.Length..].Trim()) : (null, "");
            else if (!isFence)
                block += line + "\n";
            else
            {
                if (info == language)
                    blocks.Add(block);
                block = null;
            }
        }
        return blocks;
    }
}

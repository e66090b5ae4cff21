namespace Partime.EndToEnd.Tests;

/// <summary>The code blocks of a page.</summary>
internal static class Markdown
{
    private const string Fence = "```";
    private const string Prompt = "$ ";

    public static string CodeBlock(string page, string language) =>
        CodeBlocks(page, language) is [var first, ..] ? first : throw new InvalidDataException($"{page} has no block of {language}.");

    public static IReadOnlyList<string> CodeBlocks(string page, string language) =>
        [.. CodeBlocks(page).Where(block => block.Info == language).Select(block => block.Text)];

    /// <summary>All blocks with what stands behind their opening fences, in the order of the page.</summary>
    public static IReadOnlyList<(string Info, string Text)> CodeBlocks(string page)
    {
        var blocks = new List<(string, string)>();
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
                blocks.Add((info, block));
                block = null;
            }
        }
        return blocks;
    }

    /// <summary>The lines of a block that somebody types, each with the lines that it continues on.</summary>
    public static IEnumerable<string> Commands(string block)
    {
        var lines = block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        return lines.Where(line => line.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => line[Prompt.Length..]);
    }

    /// <summary>The command without <c>dotnet</c>, which takes longer than most commands of partime. <see cref="LookingAroundTests"/> show that it finds partime.</summary>
    public static string WithoutDotnet(string command) => command.Replace("dotnet partime", "dotnet-partime", StringComparison.Ordinal);
}

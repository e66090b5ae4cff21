namespace Partime.EndToEnd.Tests;

/// <summary>A small reader of its own: what is written by a library is not read by the same.</summary>
internal static class Csv
{
    /// <summary>The rows below the header, by column. Every line must be whole.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = text[..^1].Split('\n').Select(Fields).ToArray();
        Assert.All(lines, line => Assert.Equal(lines[0].Count, line.Count));
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(field => field.First, field => field.Second))];
    }

    /// <summary>Fields with their quotes taken off; none of the files here has a line break in a field.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        foreach (var character in line)
            if (character == '"')
                quoted = !quoted;
            else if (character == ',' && !quoted)
                fields.Add("");
            else
                fields[^1] += character;
        return fields;
    }
}

using System.Globalization;
using System.Text;

namespace Partime.EndToEnd.Tests;

/// <summary>A small reader of its own: what is written by a library is not read by the same.</summary>
internal static class Csv
{
    /// <summary>The rows below the header, by column. Every line must be whole.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var lines = Lines(text).ToArray();
        Assert.All(lines, line => Assert.Equal(lines[0].Count, line.Count));
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(field => field.First, field => field.Second))];
    }

    /// <summary>The rows of a round in the order in which its configurations were named, and not in the random one in which they ran.</summary>
    public static IReadOnlyList<Dictionary<string, string>> AsNamed(IEnumerable<Dictionary<string, string>> rows) =>
        [.. from row in rows
            let plan = row["session_plan"].Split(' ').Select(word => word.Split(':')).SelectMany(parts => Numbers(parts[1]), (parts, workers) => $"{parts[0]}:{workers}").Index()
            orderby plan.First(configuration => configuration.Item == $"{row["executor"]}:{row["workers"]}").Index
            select row];

    private static IEnumerable<string> Numbers(string list) => list.Split(',').SelectMany(part => part.Split("..") is [var from, var end]
        ? Enumerable.Range(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(end, CultureInfo.InvariantCulture) - int.Parse(from, CultureInfo.InvariantCulture)).Select(number => $"{number}")
        : [part]);

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Lines of fields with their quotes taken off. Messages may have line breaks within their quotes.</summary>
    private static IEnumerable<List<string>> Lines(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var character in text)
            if (character == '"')
                quoted = !quoted;
            else if (quoted || character is not ',' and not '\n')
                field.Append(character);
            else
            {
                fields.Add(field.ToString());
                field.Clear();
                if (character == ',')
                    continue;
                yield return fields;
                fields = [];
            }
    }
}

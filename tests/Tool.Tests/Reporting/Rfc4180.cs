using System.Text;

namespace Partime.Tool.Tests.Reporting;

/// <summary>A reader of CSV that has nothing in common with the writer under test: RFC 4180 to the letter, and whatever is not
/// that fails.</summary>
internal static class Rfc4180
{
    /// <summary>All records, the header first.</summary>
    public static List<string[]> Read(string text, string newLine = "\n")
    {
        var records = new List<string[]>();
        var position = 0;
        while (position < text.Length)
        {
            var fields = new List<string> { Field(text, ref position) };
            while (position < text.Length && text[position] == ',')
            {
                position++;
                fields.Add(Field(text, ref position));
            }
            Assert.Equal(newLine, text.Substring(position, Math.Min(newLine.Length, text.Length - position)));
            position += newLine.Length;
            records.Add([.. fields]);
        }
        Assert.All(records, record => Assert.Equal(records[0].Length, record.Length));
        return records;
    }

    /// <summary>The records behind the header, by the names in the header.</summary>
    public static List<Dictionary<string, string>> Rows(string text, string newLine = "\n")
    {
        var records = Read(text, newLine);
        return [.. records.Skip(1).Select(record => records[0].Zip(record).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    private static string Field(string text, ref int position)
    {
        var field = new StringBuilder();
        if (position >= text.Length || text[position] != '"')
        {
            while (position < text.Length && text[position] is not (',' or '\r' or '\n'))
            {
                Assert.NotEqual('"', text[position]);
                field.Append(text[position++]);
            }
            return field.ToString();
        }
        for (position++; text[position] != '"' || (position + 1 < text.Length && text[position + 1] == '"'); position++)
        {
            if (text[position] == '"')
                position++;
            field.Append(text[position]);
        }
        position++;
        return field.ToString();
    }
}

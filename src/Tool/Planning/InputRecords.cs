using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.VisualBasic.FileIO;

namespace Partime.Tool.Planning;

/// <summary>Inputs from a CSV file: each record becomes a JSON object with the names of the header, as a workload reads it with <c>ParseJson</c>.</summary>
internal static class InputRecords
{
    private const string Sign = "@csv:";

    // The inputs are shown to people, and are part of no page.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool AreNamedBy(string piece) => piece.StartsWith(Sign, StringComparison.Ordinal);

    /// <summary>The same file as one of lines.</summary>
    public static string LinesOf(string piece) => AreNamedBy(piece) ? $"@{piece[Sign.Length..]}" : InputLines.LinesOf(piece);

    public static List<string> Of(string piece, Func<Stream> standardInput)
    {
        var lines = InputLines.Of(LinesOf(piece), standardInput);
        var names = FieldsOf(piece, lines[0]);
        if (names.Distinct().Count() < names.Length || names.Contains(""))
            throw new PartimeException($"The inputs '{piece}' have a header with an empty name or one name twice: '{lines[0]}'. Give each column a name of its own.");
        if (names.Length == 1 && names[0].Contains(';'))
            throw new PartimeException($"The inputs '{piece}' have the header '{lines[0]}', which has no comma: save the file with commas between the fields.");
        var records = new List<string>(lines.Count - 1);
        foreach (var line in lines.Skip(1))
        {
            var fields = FieldsOf(piece, line);
            if (fields.Length != names.Length)
                throw new PartimeException($"The inputs '{piece}' have {names.Length} columns, and the record '{line}' has {fields.Length}. Write a field for each column, with quotes around one that contains a comma.");
            records.Add(JsonSerializer.Serialize(names.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second.Length > 0 ? pair.Second : null), Plain));
        }
        return records.Count > 0 ? records : throw new PartimeException($"The inputs '{piece}' have a header and no records.");
    }

    private static string[] FieldsOf(string piece, string line)
    {
        using var parser = new TextFieldParser(new StringReader(line)) { Delimiters = [","], HasFieldsEnclosedInQuotes = true };
        try
        {
            return parser.ReadFields() ?? [];
        }
        catch (MalformedLineException exception)
        {
            throw new PartimeException($"The inputs '{piece}' have the record '{line}', whose quotes are not in pairs. A record is one line: partime reads no line breaks within fields.", exception);
        }
    }
}

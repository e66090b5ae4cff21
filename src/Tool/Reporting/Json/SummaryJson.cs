using System.Text.Json;

namespace Partime.Tool.Reporting;

/// <summary>The summary in JSON documents: an object per row, with the names and values of the summary CSV.</summary>
internal static class SummaryJson
{
    public static void Write(Utf8JsonWriter json, SummaryRow row)
    {
        string[] options = [.. row.Parameters.Select(parameter => parameter.Name)];
        var (names, fields) = (SummaryColumns.NamesFor(options), SummaryColumns.FieldsOf(row, options));
        json.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            json.WritePropertyName(names[i]);
            fields[i].Write(json);
        }
        json.WriteEndObject();
    }
}

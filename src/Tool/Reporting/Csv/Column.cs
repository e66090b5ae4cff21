using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partime.Tool.Reporting;

/// <summary>A column of a CSV file, and a name in JSON documents alike.</summary>
/// <param name="Name">It ends with the unit if there is one, as <see cref="Unit"/> knows it.</param>
/// <param name="Value">The value of a row.</param>
/// <param name="Meaning">A phrase in Markdown. The pages in docs repeat it, which a test compares, and JSON documents have it as plain text.</param>
/// <remarks>CsvHelper has record types for this. Their registration runs when the tool is loaded, and so in every worker process.</remarks>
internal sealed record Column<TRow>(string Name, Func<TRow, Field> Value, string Meaning) where TRow : allows ref struct
{
    public string Unit => Name.EndsWith("_s", StringComparison.Ordinal) ? "s" : Name.EndsWith("_bytes", StringComparison.Ordinal) ? "bytes" : "";
}

internal static partial class Columns
{
    public static string[] Names<TRow>(this Column<TRow>[] columns) where TRow : allows ref struct => Array.ConvertAll(columns, column => column.Name);

    /// <summary>Writes a row as a JSON object.</summary>
    public static void Write<TRow>(this Column<TRow>[] columns, Utf8JsonWriter json, TRow row)
    {
        json.WriteStartObject();
        foreach (var column in columns)
        {
            json.WritePropertyName(column.Name);
            column.Value(row).Write(json);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes what each column means as a JSON object.</summary>
    public static void WriteMeanings<TRow>(this Column<TRow>[] columns, Utf8JsonWriter json, string name) where TRow : allows ref struct
    {
        json.WriteStartObject(name);
        foreach (var column in columns)
            json.WriteString(column.Name, Plain(column.Meaning));
        json.WriteEndObject();
    }

    /// <summary>Writes rows as a JSON array of objects.</summary>
    public static void WriteAll<TRow>(this Column<TRow>[] columns, Utf8JsonWriter json, string name, IEnumerable<TRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
            columns.Write(json, row);
        json.WriteEndArray();
    }

    /// <summary>A phrase in Markdown, as plain text.</summary>
    public static string Plain(string meaning) => Link().Replace(meaning, "$1").Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}

using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>How partime's CSV files are written.</summary>
internal static class CsvDialect
{
    private const string Formulas = "=+-@\t\r\n";

    /// <summary>UTF-8 without a byte order mark, lines end with LF: what other programs read without being told.</summary>
    public static readonly CsvWriterOptions Plain = new()
    {
        NewLine = "\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = Formulas,
    };

    /// <summary>What Excel opens by a double click: with a byte order mark, lines end with CR LF.</summary>
    public static readonly CsvWriterOptions Excel = Plain with { NewLine = "\r\n", WriteByteOrderMark = true };

    /// <summary>The text without the apostrophe that kept a spreadsheet from running it.</summary>
    public static string Unescape(string field) => field.Length > 1 && field[0] == '\'' && Formulas.Contains(field[1]) ? field[1..] : field;
}

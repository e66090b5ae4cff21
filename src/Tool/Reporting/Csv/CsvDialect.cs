using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>How partime's CSV files are written.</summary>
internal static class CsvDialect
{
    private const string Formulas = "=+-@\t\r\n";

    /// <summary>LibreOffice separates fields at these as well, and what stands behind one could be a formula. Fields with one are quoted.</summary>
    public const string OtherSeparators = ";\t";

    /// <summary>UTF-8 without a byte order mark, and lines that end with LF, which other programs read by default.</summary>
    public static readonly CsvWriterOptions Plain = new()
    {
        NewLine = "\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = Formulas,
    };

    /// <summary>A byte order mark and lines that end with CR LF, as Excel opens them by a double click.</summary>
    public static readonly CsvWriterOptions Excel = Plain with { NewLine = "\r\n", WriteByteOrderMark = true };

    /// <summary>The text without the apostrophe that keeps a spreadsheet from running it.</summary>
    public static string Unescape(string field) => field.Length > 1 && field[0] == '\'' && Formulas.Contains(field[1]) ? field[1..] : field;
}

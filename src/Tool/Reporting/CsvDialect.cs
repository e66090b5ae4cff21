using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>How partime's CSV files are written.</summary>
internal static class CsvDialect
{
    /// <summary>UTF-8 without a byte order mark, lines end with LF: what other programs read without being told.</summary>
    public static readonly CsvWriterOptions Plain = new()
    {
        NewLine = "\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=+-@\t\r\n",
    };

    /// <summary>What Excel opens by a double click: with a byte order mark, lines end with CR LF.</summary>
    public static readonly CsvWriterOptions Excel = Plain with { NewLine = "\r\n", WriteByteOrderMark = true };
}

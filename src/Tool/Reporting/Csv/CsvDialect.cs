using CsvHelper;

namespace Partime.Tool.Reporting;

/// <summary>How partime's CSV files are written.</summary>
internal static class CsvDialect
{
    private const string Formulas = "=+-@\t\r\n";
    private const char Apostrophe = '\'';
    private const string NotANumber = "NaN";
    private const string True = nameof(True);
    private const string False = nameof(False);

    /// <summary>LibreOffice separates fields at these as well, and what stands behind one could be a formula. Fields with one are quoted.</summary>
    public const string OtherSeparators = ";\t";

    /// <summary>How pandas writes what partime leaves empty, and truth values. A text that is such a word is quoted, and only without quotes is it
    /// read as pandas means it.</summary>
    public static bool IsWordOfOthers(string? text) => text is NotANumber or True or False;

    /// <summary>UTF-8 without a byte order mark, and lines that end with LF, which other programs read by default.</summary>
    public static readonly CsvWriterOptions Plain = new()
    {
        NewLine = "\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = Formulas,
    };

    /// <summary>A byte order mark and lines that end with CR LF, as Excel opens them by a double click.</summary>
    public static readonly CsvWriterOptions Excel = Plain with { NewLine = "\r\n", WriteByteOrderMark = true };

    /// <summary>Whether a text looks as if it had been escaped: with another apostrophe it can be told from one that was.</summary>
    public static bool LooksEscaped(string field) =>
        field.Length > 1 && field[0] == Apostrophe && field.AsSpan().TrimStart(Apostrophe) is [var first, ..] && Formulas.Contains(first);

    /// <summary>The text without the apostrophe that keeps a spreadsheet from running it.</summary>
    public static string Unescape(string field) => LooksEscaped(field) ? field[1..] : field;

    /// <summary>The value of a field that another program may have written.</summary>
    /// <param name="text">The field without its quotes.</param>
    /// <param name="isQuoted">Whether it has any.</param>
    /// <param name="isOption">Whether it is the value of an option, which partime writes as <c>true</c> or <c>false</c>.</param>
    public static string ValueOf(string text, bool isQuoted, bool isOption) =>
        isQuoted || !IsWordOfOthers(text) ? Unescape(text)
        : text == NotANumber ? ""
        : isOption ? text.ToLowerInvariant()
        : text;
}

using System.Globalization;
using System.Text;

namespace Partime.Tool.Reporting;

internal enum CellType : byte
{
    Empty,

    /// <summary>What the cell above holds.</summary>
    Same,

    Text,
    Number,
    Time,
}

/// <summary>The rows of a sheet, put aside until the workbook is written: a workbook has its sheets one after the other, the summary first, and tasks are known
/// before it. Row by row, as there may be millions.</summary>
internal sealed class SheetRows : IDisposable
{
    /// <summary>Of Excel and LibreOffice, below the heading.</summary>
    public const int MaxRows = 1_048_575;

    private const int MaxWidth = 60;
    private const int BlockBytes = 1 << 16;

    /// <summary>Columns of partime's own in which any text may stand.</summary>
    private static readonly string[] FreeTexts = ["workload", "variant", "executor", "executor_options", "input", "result", "error", "error_type", "error_message", "error_detail", "node"];

    /// <summary>Those whose numbers are numbers in whatever form another program has saved them.</summary>
    private static readonly HashSet<string> Numeric = [.. RunColumns.For(WorkbookSheets.AnyWorkload).Names().Concat(TaskColumns.For([]).Names()).Except([.. FreeTexts, RunColumns.ParameterPrefix])];

    private readonly Stream stream;
    private readonly BinaryWriter writer;
    private readonly string?[] above;
    private readonly bool[] isFree;
    private readonly bool[] isTime;
    private readonly int[] widths;
    private int column;

    /// <param name="name">The name of the sheet.</param>
    /// <param name="columns">Its heading.</param>
    /// <param name="stream">Where the rows wait.</param>
    public SheetRows(string name, IReadOnlyList<string> columns, Stream stream)
    {
        (Name, Columns, this.stream) = (name, columns, stream);
        writer = new BinaryWriter(new BufferedStream(stream, BlockBytes), Encoding.UTF8);
        above = new string?[columns.Count];
        isFree = [.. columns.Select(column => !Numeric.Contains(column))];
        isTime = [.. columns.Select(column => column.EndsWith("_utc", StringComparison.Ordinal))];
        widths = [.. columns.Select(column => column.Length)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The characters of the widest cell of each column, up to a limit.</summary>
    public IReadOnlyList<int> Widths => widths;

    /// <summary>Those that were added, also above the rows of a sheet.</summary>
    public long Count { get; private set; }

    /// <summary>Those that the sheet has.</summary>
    public int Rows => (int)Math.Min(Count, MaxRows);

    /// <summary>A sentence if a sheet does not have that many rows; <see langword="null"/> otherwise.</summary>
    public string? Remark => Count <= MaxRows ? null
        : $"The sheet '{Name}' has the first {Readable.Count(MaxRows)} of {Readable.Count(Count)} rows, because a sheet holds no more. CSV holds all of them.";

    public void Add<TRow>(Column<TRow>[] columns, TRow row) where TRow : allows ref struct
    {
        if (Count++ >= MaxRows)
            return;
        foreach (var column in columns)
            column.Value(row).Write(this);
    }

    /// <summary>Adds a row of a CSV file.</summary>
    /// <param name="valueOf">The text of a column; <see langword="null"/> for none.</param>
    public void Add(Func<string, string?> valueOf)
    {
        if (Count++ >= MaxRows)
            return;
        foreach (var name in Columns)
            Add(valueOf(name));
    }

    public void Add(long number)
    {
        if (number is < CellText.MaxWhole and > -CellText.MaxWhole)
            AddNumber(number, width: number < 10_000_000 ? 0 : CellText.MaxDigits);
        else
            AddText(number.ToString(CultureInfo.InvariantCulture));
    }

    public void Add(double number)
    {
        if (double.IsFinite(number))
            AddNumber(number + 0.0, width: 0);
        else
            AddText(number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds a text, or the number or the time that it is.</summary>
    public void Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
            Start(CellType.Empty, above: null);
        else if (text == above[column])
            Start(CellType.Same, text);
        else if (isTime[column] && CellText.TimeIn(text) is { } time)
        {
            widths[column] = Workbook.TimeFormat.Length;
            Start(CellType.Time, text);
            writer.Write(time.Ticks);
        }
        else if (CellText.NumberIn(text, isFree[column]) is { } number)
            AddNumber(number + 0.0, text.Length, text);
        else
            AddText(text);
    }

    /// <summary>The rows, once they are complete: a byte for the type of a cell, and then its value.</summary>
    public BinaryReader Read()
    {
        writer.Flush();
        stream.Position = 0;
        return new BinaryReader(new BufferedStream(stream, BlockBytes), Encoding.UTF8);
    }

    /// <summary>Passes on what is still in memory: a full disk shows here.</summary>
    public void Flush() => writer.Flush();

    /// <summary>What is still in memory is of no use any more.</summary>
    public void Dispose() => stream.Dispose();

    private void AddText(string text)
    {
        var shown = text.AsSpan();
        widths[column] = Math.Max(widths[column], Math.Min(MaxWidth, shown.IndexOf('\n') is >= 0 and var end ? end : shown.Length));
        Start(CellType.Text, text);
        writer.Write(CellText.Of(text));
    }

    private void AddNumber(double number, int width, string? text = null)
    {
        widths[column] = Math.Max(widths[column], Math.Min(CellText.MaxDigits, width));
        Start(CellType.Number, text);
        writer.Write(number);
    }

    private void Start(CellType kind, string? above)
    {
        this.above[column] = above;
        column = (column + 1) % Columns.Count;
        writer.Write((byte)kind);
    }
}

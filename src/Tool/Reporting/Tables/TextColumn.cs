namespace Partime.Tool.Reporting;

internal enum CellKind
{
    /// <summary>Right-aligned and never broken.</summary>
    Number,

    /// <summary>Left-aligned and never broken.</summary>
    Name,

    /// <summary>Left-aligned, and broken where the terminal is too narrow.</summary>
    Text,

    /// <summary>Of the width that the others leave.</summary>
    Bar,
}

/// <summary>A cell of a table for people.</summary>
/// <param name="Text">Without control characters.</param>
/// <param name="Tone">How it stands out.</param>
/// <param name="Share">The part of the bar that is filled.</param>
internal sealed record Cell(string Text, Tone Tone = Tone.Plain, double Share = 0);

/// <summary>A column of a table for people.</summary>
/// <param name="Heading">On one line.</param>
/// <param name="Value">The cell of a row.</param>
/// <param name="Kind">How it is shown.</param>
internal sealed record TextColumn<TRow>(string Heading, Func<TRow, string> Value, CellKind Kind = CellKind.Number)
{
    /// <summary>Columns with higher numbers are left out first where the terminal is too narrow; those with 0 never.</summary>
    public int Expendable { get; init; }

    public Func<TRow, Tone>? Tone { get; init; }

    /// <summary>Durations, which are shown in one unit if possible.</summary>
    public static TextColumn<TRow> OfSeconds(string heading, Func<TRow, double?> seconds) => new(heading, _ => "") { Seconds = seconds };

    /// <summary>Parts of the longest bar.</summary>
    public static TextColumn<TRow> OfBars(string heading, Func<TRow, double> share) => new(heading, _ => "", CellKind.Bar) { Share = share };

    private Func<TRow, double?>? Seconds { get; init; }

    private Func<TRow, double>? Share { get; init; }

    /// <remarks>With loops, because a query over numbers would be compiled at every start.</remarks>
    public Cell[] CellsOf(IReadOnlyList<TRow> rows)
    {
        var texts = new string[rows.Count];
        if (Seconds is null)
            for (var i = 0; i < texts.Length; i++)
                texts[i] = PlainText.Of(Value(rows[i]));
        else
        {
            var seconds = new double[rows.Count];
            for (var i = 0; i < seconds.Length; i++)
                seconds[i] = Seconds(rows[i]) ?? double.NaN;
            texts = Readable.Durations(seconds);
        }
        var cells = new Cell[rows.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = new Cell(texts[i], Tone?.Invoke(rows[i]) ?? Reporting.Tone.Plain, Share?.Invoke(rows[i]) ?? 0);
        return cells;
    }
}

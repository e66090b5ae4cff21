using System.Text;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>A table for people, on a terminal, in a file or in Markdown.</summary>
/// <remarks>With loops, because a query over a type of partime's own would be compiled at every start.</remarks>
internal sealed record TextTable
{
    /// <summary>A narrower column of texts shows one word per line.</summary>
    private const int MinTextWidth = 10;

    private const int MinBarWidth = 8;
    private const int MaxBarWidth = 20;

    private List<Column> columns = [];
    private int rowCount;

    private TextTable()
    {
    }

    /// <summary>Blanks on both sides of a cell.</summary>
    public (int Left, int Right) Padding { get; init; } = (1, 1);

    /// <summary>The columns for which the terminal is too narrow.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>In columns, if texts are broken at each word and bars are short.</summary>
    private int MinWidth
    {
        get
        {
            var width = 1;
            foreach (var column in columns)
                width += Padding.Left + column.MinWidth + Padding.Right + 1;
            return width;
        }
    }

    public static TextTable Of<TRow>(IEnumerable<TextColumn<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        var table = new TextTable { rowCount = rows.Count };
        foreach (var column in columns)
            table.columns.Add(new Column(column.Heading, column.Kind, column.Expendable, column.CellsOf(rows)));
        return table;
    }

    /// <summary>Names in the first column, and what there is to say of them in the others.</summary>
    public static TextTable OfNames(string[] headings, IReadOnlyList<string[]> rows) =>
        Of(headings.Select((heading, index) => new TextColumn<string[]>(heading, row => row[index], index == 0 ? CellKind.Name : CellKind.Text) { Tone = _ => index == 0 ? Tone.Strong : Tone.Plain }), rows) with { Padding = (0, 1) };

    public static TextTable OfNames(string heading, IEnumerable<(string Name, string Meaning)> rows) =>
        OfNames([heading, ""], [.. rows.Select(row => (string[])[row.Name, row.Meaning])]);

    /// <summary>With less room between the columns, and without those that are expendable, as far as needed.</summary>
    public TextTable FitInto(int width)
    {
        var table = this;
        while (!table.FitsInto(width))
        {
            var close = table with { Padding = (0, 0) };
            if (close.FitsInto(width))
                table = close;
            else if (table.columns.Max(column => column.Expendable) is > 0 and var most)
                table = table with { columns = table.columns.FindAll(column => column.Expendable != most) };
            else
                break;
        }
        return table with { LeftOut = [.. columns.Except(table.columns).Where(column => column.Kind != CellKind.Bar).Select(column => column.Heading)] };
    }

    public bool FitsInto(int width) => MinWidth <= width;

    public Table ForTerminal(int width, Func<Tone, Style> styleOf)
    {
        var table = new Table().Border(TableBorder.Simple).BorderStyle(styleOf(Tone.Faint));
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column.Heading, styleOf(Tone.Strong)))
            {
                Alignment = column.Kind == CellKind.Number ? Justify.Right : null,
                NoWrap = column.Kind != CellKind.Text,
                Padding = new Padding(Padding.Left, 0, Padding.Right, 0),
            });
        var bar = BarWidth(width);
        for (var row = 0; row < rowCount; row++)
            table.AddRow(columns.ConvertAll(column => new Text(column.TextOf(row, bar), styleOf(column.Cells[row].Tone))));
        return table;
    }

    /// <summary>The same for a file, where no cell needs to be broken.</summary>
    /// <remarks>Not by Spectre.Console, which takes a fifth of the time of a short session to start.</remarks>
    public string ForFile()
    {
        var text = new StringBuilder("\n");
        AppendLine(text, column => column.Heading);
        var width = 1;
        foreach (var column in columns)
            width += Padding.Left + column.WidthWith(MaxBarWidth) + Padding.Right + 1;
        Append(text, '─', width);
        text.Append('\n');
        for (var i = 0; i < rowCount; i++)
        {
            var row = i;
            AppendLine(text, column => column.TextOf(row, MaxBarWidth));
        }
        return text.Append('\n').ToString();
    }

    /// <summary>The same where numbers and names are wider than the terminal: a line per value, so that none is cut.</summary>
    public IReadOnlyList<string> ForNarrow()
    {
        var lines = new List<string>();
        for (var row = 0; row < rowCount; row++)
        {
            lines.Add("");
            foreach (var column in columns)
                if (column.Kind != CellKind.Bar && column.Cells[row].Text.Trim() is { Length: > 0 } cell)
                    lines.Add(column.Heading.Length > 0 ? $"{column.Heading}: {cell}" : cell);
        }
        return [.. lines, ""];
    }

    public string Markdown()
    {
        var shown = columns.FindAll(column => column.Kind != CellKind.Bar);
        var rows = new List<string[]>();
        for (var i = 0; i < rowCount; i++)
            rows.Add([.. shown.ConvertAll(column => column.Cells[i].Text.Trim())]);
        return MarkdownText.Table(shown.ConvertAll(column => column.Heading), rows);
    }

    private int BarWidth(int width) => Math.Clamp(MinBarWidth + width - MinWidth, MinBarWidth, MaxBarWidth);

    private void AppendLine(StringBuilder text, Func<Column, string> cellOf)
    {
        var line = new StringBuilder();
        foreach (var column in columns)
        {
            var (cell, width) = (cellOf(column), column.WidthWith(MaxBarWidth));
            var (left, right) = column.Kind == CellKind.Number ? (width - cell.Length, 0) : (0, width - cell.Length);
            Append(line, ' ', 1 + Padding.Left + left);
            Append(line.Append(cell), ' ', right + Padding.Right);
        }
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    /// <summary>With a loop, because filling memory is compiled at every start.</summary>
    private static void Append(StringBuilder text, char letter, int count)
    {
        for (; count > 0; count--)
            text.Append(letter);
    }

    private sealed class Column(string heading, CellKind kind, int expendable, Cell[] cells)
    {
        private readonly int width = WidestOf(heading, cells);

        public string Heading => heading;

        public CellKind Kind => kind;

        public int Expendable => expendable;

        public Cell[] Cells => cells;

        public int MinWidth => kind == CellKind.Text ? Math.Min(MinTextWidth, width) : WidthWith(MinBarWidth);

        public int WidthWith(int bar) => kind == CellKind.Bar ? Math.Max(width, bar) : width;

        public string TextOf(int row, int bar) => kind == CellKind.Bar ? BarText.Of(cells[row].Share, bar) : cells[row].Text;

        private static int WidestOf(string heading, Cell[] cells)
        {
            var widest = heading.Length;
            foreach (var cell in cells)
                widest = Math.Max(widest, cell.Text.Length);
            return widest;
        }
    }
}

/// <summary>A bar of block characters, to an eighth of a column.</summary>
internal static class BarText
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    public static string Of(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(double.IsNaN(share) ? 0 : share, 0, 1) * width * 8);
        // What is there is seen.
        if (share > 0)
            eighths = Math.Max(1, eighths);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
    }
}

using System.Text;
using Spectre.Console;

namespace Partime.Tool.Reporting;

internal enum CellKind
{
    /// <summary>Right-aligned and never broken.</summary>
    Number,

    /// <summary>Left-aligned and never broken.</summary>
    Name,

    /// <summary>Left-aligned, and broken where the terminal is too narrow.</summary>
    Text,
}

/// <summary>A column of a table for people.</summary>
/// <param name="Heading">It may have line breaks.</param>
/// <param name="Value">The cell of a row.</param>
/// <param name="Kind">How it is shown.</param>
internal sealed record TextColumn<TRow>(string Heading, Func<TRow, string> Value, CellKind Kind = CellKind.Number);

/// <summary>A table for people, on a terminal or in Markdown.</summary>
/// <remarks>With loops, because a query over a type of partime's own would be compiled at every start.</remarks>
internal sealed record TextTable
{
    /// <summary>A narrower column of texts shows one word per line.</summary>
    private const int MinTextWidth = 10;

    private readonly string[] headings;
    private readonly CellKind[] kinds;
    private readonly List<string[]> rows = [];

    private TextTable(int columns) => (headings, kinds) = (new string[columns], new CellKind[columns]);

    /// <summary>Blanks on both sides of a cell.</summary>
    public (int Left, int Right) Padding { get; init; } = (1, 1);

    /// <summary>In columns, if no cell is broken.</summary>
    public int Width
    {
        get
        {
            var width = 1;
            for (var i = 0; i < headings.Length; i++)
                width += Padding.Left + CellWidth(i) + Padding.Right + 1;
            return width;
        }
    }

    /// <summary>In columns, if texts are broken at each word.</summary>
    private int MinWidth
    {
        get
        {
            var width = Width;
            for (var i = 0; i < headings.Length; i++)
                if (kinds[i] == CellKind.Text)
                    width -= Math.Max(0, CellWidth(i) - MinTextWidth);
            return width;
        }
    }

    public static TextTable Of<TRow>(IReadOnlyList<TextColumn<TRow>> columns, IEnumerable<TRow> rows)
    {
        var table = new TextTable(columns.Count);
        for (var i = 0; i < columns.Count; i++)
            (table.headings[i], table.kinds[i]) = (columns[i].Heading, columns[i].Kind);
        foreach (var row in rows)
        {
            var cells = new string[columns.Count];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = PlainText.Of(columns[i].Value(row));
            table.rows.Add(cells);
        }
        return table;
    }

    /// <summary>Names in the first column, and what there is to say of them in the others.</summary>
    public static TextTable OfNames(string[] headings, IEnumerable<string[]> rows) =>
        Of([.. headings.Select((heading, index) => new TextColumn<string[]>(heading, row => row[index], index == 0 ? CellKind.Name : CellKind.Text))], rows) with { Padding = (0, 1) };

    public static TextTable OfNames(string heading, IEnumerable<(string Name, string Meaning)> rows) =>
        OfNames([heading, ""], rows.Select(row => (string[])[row.Name, row.Meaning]));

    public Table ForTerminal()
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < headings.Length; i++)
            table.AddColumn(new TableColumn(Markup.Escape(headings[i]))
            {
                Alignment = kinds[i] == CellKind.Number ? Justify.Right : null,
                NoWrap = kinds[i] != CellKind.Text,
                Padding = new Padding(Padding.Left, 0, Padding.Right, 0),
            });
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    /// <summary>The same for a file, where no cell needs to be broken.</summary>
    /// <remarks>Not by Spectre.Console, which takes a fifth of the time of a short session to start.</remarks>
    public string ForFile()
    {
        var text = new StringBuilder("\n");
        var headingLines = Array.ConvertAll(headings, heading => heading.Split('\n'));
        for (var line = 0; Array.Exists(headingLines, lines => line < lines.Length); line++)
            AppendLine(text, Array.ConvertAll(headingLines, lines => line < lines.Length ? lines[line] : ""));
        text.Append('─', Width).Append('\n');
        foreach (var row in rows)
            AppendLine(text, row);
        return text.Append('\n').ToString();
    }

    /// <summary>The same where numbers and names are wider than the terminal: a line per value, so that none is cut. <see langword="null"/> if the
    /// table fits.</summary>
    public string? ForNarrow(int width)
    {
        if (MinWidth <= width)
            return null;
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append('\n');
            for (var i = 0; i < row.Length; i++)
                if (row[i].Length > 0)
                    text.Append(headings[i].Length > 0 ? $"{OneLine(headings[i])}: " : "").Append(row[i]).Append('\n');
        }
        return text.Append('\n').ToString();
    }

    public string Markdown() => MarkdownText.Table([.. headings.Select(OneLine)], rows);

    private void AppendLine(StringBuilder text, string[] cells)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = kinds[i] == CellKind.Number ? cells[i].PadLeft(CellWidth(i)) : cells[i].PadRight(CellWidth(i));
            line.Append(' ', 1 + Padding.Left).Append(cell).Append(' ', Padding.Right);
        }
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private int CellWidth(int column)
    {
        var width = 0;
        foreach (var line in headings[column].Split('\n'))
            width = Math.Max(width, line.Length);
        foreach (var row in rows)
            width = Math.Max(width, row[column].Length);
        return width;
    }

    /// <summary>A heading that was broken to fit into a narrow column.</summary>
    private static string OneLine(string heading) => heading.Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
}

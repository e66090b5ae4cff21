using SpreadCheetah;
using SpreadCheetah.Metadata;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Partime.Tool.Reporting;

/// <summary>A workbook: a page of text in front, and then sheets of rows.</summary>
/// <param name="title">What it is about.</param>
internal sealed class Workbook(string title)
{
    /// <summary>The finest that Excel shows. The cell holds microseconds.</summary>
    public const string TimeFormat = "yyyy-mm-dd hh:mm:ss.000";

    /// <summary>Beside the name of a column stands the button of the filter.</summary>
    private const int ButtonWidth = 3;

    private const int MinWidth = 8;

    /// <summary>Blanks at the ends of a text are kept. There is no author: the properties tell no more than the rows do.</summary>
    private readonly SpreadCheetahOptions options = new() { PreserveStringWhitespace = true, DocumentProperties = new DocumentProperties { Title = CellText.Of(title) } };

    /// <summary>Writes it as a whole.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cover">The first sheet.</param>
    /// <param name="sheets">The others.</param>
    public void WriteTo(Stream stream, Cover cover, IEnumerable<SheetRows> sheets)
    {
        using var blocks = new BlockingStream(stream);
        WriteAsync(blocks, cover, sheets).GetAwaiter().GetResult();
    }

    private async Task WriteAsync(Stream stream, Cover cover, IEnumerable<SheetRows> sheets)
    {
        var book = await Spreadsheet.CreateNewAsync(stream, options);
        await using (book)
        {
            var styles = new CellStyles(book);
            await WriteCoverAsync(book, styles, cover);
            foreach (var sheet in sheets)
                await WriteSheetAsync(book, styles, sheet);
            await book.FinishAsync();
        }
    }

    private static async Task WriteCoverAsync(Spreadsheet book, CellStyles styles, Cover cover)
    {
        var layout = new WorksheetOptions { ShowGridlines = false };
        for (var column = 0; column < cover.Widths.Count; column++)
            layout.Column(column + 1).Width = cover.Widths[column] + ButtonWidth;
        await book.StartWorksheetAsync(Cover.Name, layout);
        foreach (var line in cover.Lines)
            await book.AddRowAsync(Array.ConvertAll(line.Cells, cell => cell switch
            {
                string text => new StyledCell(CellText.Of(text), line.IsHeading ? styles.Heading : styles.Of(text)),
                int whole => new StyledCell(whole, null),
                double number => new StyledCell(number, null),
                CoverNumber number => new StyledCell(number.Value, styles.Of(number.Format)),
                _ => default,
            }));
    }

    private static async Task WriteSheetAsync(Spreadsheet book, CellStyles styles, SheetRows sheet)
    {
        var last = SpreadsheetUtility.GetColumnName(sheet.Columns.Count);
        var layout = new WorksheetOptions { FrozenRows = 1, AutoFilter = new AutoFilterOptions($"A1:{last}{sheet.Rows + 1}") };
        for (var column = 0; column < sheet.Columns.Count; column++)
            layout.Column(column + 1).Width = Math.Max(MinWidth, sheet.Widths[column] + ButtonWidth);
        await book.StartWorksheetAsync(sheet.Name, layout);
        var cells = new StyledCell[sheet.Columns.Count];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = new StyledCell(CellText.Of(sheet.Columns[column]), styles.Heading);
        await book.AddRowAsync(cells);
        using var rows = sheet.Read();
        for (var row = 0; row < sheet.Rows; row++)
        {
            for (var column = 0; column < cells.Length; column++)
                if ((CellType)rows.ReadByte() is var kind and not CellType.Same)
                    cells[column] = kind switch
                    {
                        CellType.Text when rows.ReadString() is var text => new StyledCell(text, styles.Of(text)),
                        CellType.Number => new StyledCell(rows.ReadDouble(), null),
                        CellType.Time => new StyledCell(new DateTime(rows.ReadInt64(), DateTimeKind.Utc), styles.Time),
                        _ => default,
                    };
            await book.AddRowAsync(cells);
        }
    }

    /// <summary>A text has the format of text: when its cell is edited, it becomes no formula and no number.</summary>
    private sealed class CellStyles(Spreadsheet book)
    {
        /// <summary>Some versions of Excel show ### for longer texts in that format.</summary>
        private const int MaxOfFormat = 255;

        private readonly StyleId text = book.AddStyle(new Style { Format = NumberFormat.Standard(StandardNumberFormat.Text) });

        public StyleId Heading { get; } = book.AddStyle(new Style { Font = new Font { Bold = true }, Format = NumberFormat.Standard(StandardNumberFormat.Text) });

        public StyleId Time { get; } = book.AddStyle(new Style { Format = NumberFormat.Custom(TimeFormat) });

        private readonly StyleId seconds = book.AddStyle(new Style { Format = NumberFormat.Custom("0.000000") });

        private readonly StyleId ratio = book.AddStyle(new Style { Format = NumberFormat.Custom("0.00") });

        private readonly StyleId share = book.AddStyle(new Style { Format = NumberFormat.Custom("0.0%") });

        public StyleId Of(CoverFormat format) => format switch
        {
            CoverFormat.Seconds => seconds,
            CoverFormat.Ratio => ratio,
            _ => share,
        };

        public StyleId? Of(string content) => content.Length <= MaxOfFormat || "=+-@".Contains(content[0]) ? text : null;
    }
}

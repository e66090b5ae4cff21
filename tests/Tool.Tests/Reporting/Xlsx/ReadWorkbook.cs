using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Partime.Tool.Tests.Reporting.Xlsx;

/// <summary>A workbook as the standard says that it is read, by other means than those that wrote it.</summary>
internal sealed partial class ReadWorkbook
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Dictionary<string, XElement> parts = [];

    public ReadWorkbook(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries)
            using (var part = entry.Open())
                parts[entry.FullName] = XElement.Load(part, LoadOptions.PreserveWhitespace);
        var styles = parts["xl/styles.xml"];
        var formats = styles.Descendants(Main + "numFmt").ToDictionary(format => format.Attribute("numFmtId")!.Value, format => format.Attribute("formatCode")!.Value);
        Formats = [.. styles.Element(Main + "cellXfs")!.Elements().Select(style => style.Attribute("numFmtId")!.Value).Select(id => formats.GetValueOrDefault(id, id))];
        Sheets = [.. parts["xl/workbook.xml"].Descendants(Main + "sheet").Select(sheet => sheet.Attribute("name")!.Value)];
    }

    public static ReadWorkbook Of(string path)
    {
        using var file = File.OpenRead(path);
        return new ReadWorkbook(file);
    }

    public IReadOnlyList<string> Sheets { get; }

    public string Properties => parts["docProps/core.xml"].Value + parts["docProps/app.xml"].Value;

    private IReadOnlyList<string> Formats { get; }

    public XElement Sheet(string name) => parts[$"xl/worksheets/sheet{Sheets.ToList().IndexOf(name) + 1}.xml"];

    public static XElement Part(XElement sheet, string name) => sheet.Descendants(Main + name).First();

    public ReadCell[][] Cells(string sheet) => [.. Sheet(sheet).Descendants(Main + "row").Select(row => row.Elements(Main + "c").Select(Read).ToArray())];

    /// <summary>The rows below the heading, by the names of their columns.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, ReadCell>> Rows(string sheet)
    {
        var cells = Cells(sheet);
        return [.. cells.Skip(1).Select(row => row.Select((cell, place) => (Name: $"{cells[0][place].Value}", cell)).ToDictionary(cell => cell.Name, cell => cell.cell))];
    }

    private ReadCell Read(XElement cell)
    {
        var format = cell.Attribute("s") is { } style ? Formats[int.Parse(style.Value, CultureInfo.InvariantCulture)] : "";
        // A line break that XML does not keep, and a letter that a spreadsheet would read as another one, are what a reader gets to see.
        return cell.Attribute("t")?.Value == "inlineStr"
            ? new ReadCell(Escape().Replace(cell.Value, letter => $"{(char)int.Parse(letter.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"), format)
            : new ReadCell(cell.Element(Main + "v") is { } number ? double.Parse(number.Value, CultureInfo.InvariantCulture) : null, format);
    }

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();
}

/// <param name="Value">A text, a number, or nothing.</param>
/// <param name="Format">The code of its format, or the number of one that all programs know.</param>
internal sealed record ReadCell(object? Value, string Format);

using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>Names and what they mean.</summary>
internal static class NamedTable
{
    public static Table Of(string heading, IEnumerable<(string Name, string Meaning)> rows) =>
        Of([heading, ""], rows.Select(row => (string[])[row.Name, row.Meaning]));

    /// <param name="headings">The columns, that of the names first.</param>
    /// <param name="rows">As many texts each.</param>
    public static Table Of(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(headings[0]).NoWrap().Padding(0, 0, 1, 0));
        foreach (var heading in headings[1..])
            table.AddColumn(new TableColumn(heading).Padding(0, 0, 1, 0));
        foreach (var row in rows)
            table.AddRow([.. row.Select(text => Markup.Escape(PlainText.Of(text)))]);
        return table;
    }
}

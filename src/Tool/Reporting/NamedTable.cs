using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>Names and what they mean.</summary>
internal static class NamedTable
{
    public static Table Of(string heading, IEnumerable<(string Name, string Meaning)> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(heading).NoWrap()).AddColumn("");
        foreach (var (name, meaning) in rows)
            table.AddRow(Markup.Escape(name), Markup.Escape(meaning));
        return table;
    }
}

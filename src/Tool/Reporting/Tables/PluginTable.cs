using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>An installed plugin, as people are shown it.</summary>
/// <param name="Contract">The version of the contract that it was built against.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Sha512">The hash of its files, in base64.</param>
/// <param name="Names">What users type to use it.</param>
internal sealed record PluginRow(
    string Id, string Version, string State, string Contract, string Origin, string Sha512, IReadOnlyList<string> Names);

/// <summary>The installed plugins.</summary>
internal static class PluginTable
{
    /// <summary>Enough to tell two plugins apart; <c>plugin lock</c> writes all of it.</summary>
    private const int HashLetters = 12;

    public static Table Of(IEnumerable<PluginRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["plugin", "version", "state", "contract", "hash"])
            table.AddColumn(new TableColumn(heading).NoWrap());
        table.AddColumn("gives").AddColumn("from");
        foreach (var row in rows)
            table.AddRow(((string[])[row.Id, row.Version, row.State, row.Contract, row.Sha512[..HashLetters], string.Join(", ", row.Names), row.Origin]).Select(text => Markup.Escape(PlainText.Of(text))).ToArray());
        return table;
    }
}

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
    /// <summary>Enough to tell two plugins apart; a lock file has all of it.</summary>
    private const int HashLetters = 12;

    private static readonly TextColumn<PluginRow>[] Columns =
    [
        new("plugin", row => row.Id, CellKind.Name),
        new("version", row => row.Version, CellKind.Name),
        new("state", row => row.State, CellKind.Name) { Expendable = 1 },
        new("contract", row => row.Contract, CellKind.Name) { Expendable = 2 },
        new("hash", row => row.Sha512[..HashLetters], CellKind.Name) { Expendable = 3 },
        new("gives", row => string.Join(", ", row.Names), CellKind.Text),
        new("from", row => row.Origin, CellKind.Text),
    ];

    public static TextTable Of(IReadOnlyList<PluginRow> rows) => TextTable.Of(Columns, rows);
}

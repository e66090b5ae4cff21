using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The nodes that wait for a session.</summary>
internal static class NodeTable
{
    private static readonly TextColumn<SessionNode>[] Columns =
    [
        new("node", node => PlainText.Of(node.Info.Machine), CellKind.Name),
        new("slots", node => Readable.Count(node.Info.Slots)),
        new("partime", node => PlainText.Of(node.Facts.Version), CellKind.Name) { Expendable = 3 },
        new(".NET", node => PlainText.Of(node.Facts.Machine.DotNet), CellKind.Name) { Expendable = 2 },
        new("clock offset", node => $"{(node.Info.ClockOffset < 0 ? "-" : "")}{Readable.Duration(Ticks.ToSeconds(Math.Abs(node.Info.ClockOffset)))}") { Expendable = 1 },
        new("round trip", node => Readable.Duration(node.Info.RoundTrip.TotalSeconds)),
    ];

    public static TextTable Of(IEnumerable<SessionNode> nodes) => TextTable.Of(Columns, [.. nodes.OrderBy(node => node.Info.Machine, StringComparer.Ordinal)]);
}

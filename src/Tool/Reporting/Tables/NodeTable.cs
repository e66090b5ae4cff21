namespace Partime.Tool.Reporting;

/// <summary>The nodes that wait for a session. All of them are of this version of partime, as others are refused.</summary>
internal static class NodeTable
{
    private static readonly TextColumn<NodeInfo>[] Columns =
    [
        new("node", node => PlainText.Of(node.Machine), CellKind.Name),
        new("slots", node => Readable.Count(node.Slots)),
        new("partime", _ => ToolVersion.Text, CellKind.Name) { Expendable = 2 },
        new("clock offset", node => Readable.Duration(Math.Abs(node.ClockOffset) / (double)System.Diagnostics.Stopwatch.Frequency) is var offset && node.ClockOffset < 0 ? $"-{offset}" : offset) { Expendable = 1 },
        new("round trip", node => Readable.Duration(node.RoundTrip.TotalSeconds)),
    ];

    public static TextTable Of(IReadOnlyList<NodeInfo> nodes) => TextTable.Of(Columns, nodes);
}

using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>What is to be said of the nodes of a session.</summary>
internal static class NodesText
{
    private const int MaxNamed = 3;

    /// <summary>Where the same task takes another time.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <returns>A sentence; none if all are alike, and like the session's machine, where the other executors run.</returns>
    public static IEnumerable<string> Differences(SessionNodes nodes)
    {
        (string Name, NodeFacts Facts)[] all = [("this machine", new NodeFacts(nodes.Machine, ToolVersion.Text)), .. nodes.All.Select(node => (node.Info.Machine, node.Facts))];
        string?[] differences =
        [
            Difference("CPU", facts => facts.Machine.Processor.Model ?? "unknown"),
            Difference("number of CPUs", facts => facts.Machine.UsableCpus.ToString("0.##", CultureInfo.InvariantCulture)),
            Difference(".NET", facts => facts.Machine.DotNet),
            Difference("partime", facts => facts.Version),
        ];
        if (differences.OfType<string>().ToList() is { Count: > 0 } found)
            yield return $"The machines of this session differ, so a task takes longer on one than on another: {string.Join("; ", found)}.";

        string? Difference(string what, Func<NodeFacts, string> of)
        {
            var values = all.GroupBy(one => of(one.Facts), one => one.Name).ToList();
            return values.Count < 2 ? null : $"{what} {string.Join(", ", values.Select(value => $"{value.Key} ({Some([.. value.Distinct()])})"))}";
        }
    }

    private static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(MaxNamed)) + (names.Count > MaxNamed ? $" and {Readable.Count(names.Count - MaxNamed)} more" : "");
}

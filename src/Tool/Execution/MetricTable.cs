using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The metrics of all tasks: a row of numbers per task, NaN where a task reported none.</summary>
internal readonly unsafe struct MetricTable(BoardMemory memory)
{
    private IReadOnlyList<string> Names => memory.Layout.MetricNames;

    /// <summary>A row at a time, as all of them may be more than a span can hold.</summary>
    public void Clear()
    {
        for (var task = 0L; task < memory.Layout.Tasks && Names.Count > 0; task++)
            Row(task).Fill(double.NaN);
    }

    public Span<double> Row(long task) => new(memory.Metrics + (task * Names.Count), Names.Count);

    /// <returns>The name of a metric that the workload does not declare, or <see langword="null"/>.</returns>
    [MethodImpl(HotPath.Options)]
    public string? Record(long task, ReadOnlySpan<MetricValue> reported)
    {
        var row = Row(task);
        foreach (ref readonly var metric in reported)
        {
            var column = 0;
            while (column < row.Length && Names[column] != metric.Name)
                column++;
            if (column == row.Length)
                return metric.Name;
            row[column] = metric.Value;
        }
        return null;
    }
}

namespace Partime.Tool.Execution;

/// <summary>The metrics of all tasks: a row of numbers per task, NaN where a task reported none.</summary>
internal sealed class MetricTable(IReadOnlyList<string> names, long tasks)
{
    private readonly double[] values = new double[tasks * names.Count];

    public void Clear() => Array.Fill(values, double.NaN);

    public ReadOnlySpan<double> Row(long task) => values.AsSpan((int)task * names.Count, names.Count);

    /// <returns>The name of a metric that the workload does not declare, or <see langword="null"/>.</returns>
    public string? Record(long task, ReadOnlySpan<MetricValue> reported)
    {
        foreach (ref readonly var metric in reported)
        {
            var column = 0;
            while (column < names.Count && names[column] != metric.Name)
                column++;
            if (column == names.Count)
                return metric.Name;
            values[(task * names.Count) + column] = metric.Value;
        }
        return null;
    }
}

using System.Runtime.CompilerServices;

namespace Partime.Tool.Execution;

/// <summary>The metrics of all tasks: a row of numbers per task.</summary>
internal readonly unsafe struct MetricTable(BoardMemory memory)
{
    /// <summary>Where a task reported none: a NaN with bits of its own, since a metric may be NaN too.</summary>
    public static readonly double Unreported = BitConverter.Int64BitsToDouble(UnreportedBits);

    private const long UnreportedBits = 0x7FF8_0000_0000_0001;

    public static bool IsReported(double metric) => BitConverter.DoubleToInt64Bits(metric) != UnreportedBits;

    public static string Undeclared(string name) => $"The workload declares no metric '{name}': give its class a [Metric(\"{name}\", \"unit\")].";

    private IReadOnlyList<string> Names => memory.Layout.MetricNames;

    /// <summary>Row by row, as the whole table may be more than a span can hold.</summary>
    public void Clear(long tasks)
    {
        for (var task = 0L; task < tasks && Names.Count > 0; task++)
            ClearRow(task);
    }

    /// <summary>A loop, because the instructions that fill a span would be compiled at every start.</summary>
    public void ClearRow(long task)
    {
        foreach (ref var metric in Row(task))
            metric = Unreported;
    }

    public Span<double> Row(long task) => new(memory.Metrics + (task * Names.Count), Names.Count);

    /// <summary>The metrics that the task has, by name.</summary>
    public IReadOnlyList<MetricValue> Reported(long task)
    {
        var reported = new List<MetricValue>();
        var row = Row(task);
        for (var column = 0; column < row.Length; column++)
            if (IsReported(row[column]))
                reported.Add(new MetricValue(Names[column], row[column]));
        return reported;
    }

    /// <summary>The fault without the metrics that the workload does not declare. Its message tells of the first.</summary>
    public TaskFault OnlyDeclared(TaskFault fault)
    {
        for (var i = 0; i < fault.Metrics.Count; i++)
            if (!Names.Contains(fault.Metrics[i].Name))
                return WithoutUndeclared(fault, Names, fault.Metrics[i].Name);
        return fault;
    }

    private static TaskFault WithoutUndeclared(TaskFault fault, IReadOnlyList<string> declared, string first) =>
        fault with { Message = $"{fault.Message.TrimEnd('.')}. {Undeclared(first)}", Metrics = [.. fault.Metrics.Where(metric => declared.Contains(metric.Name))] };

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
            row[column] = double.IsNaN(metric.Value) ? double.NaN : metric.Value;
        }
        return null;
    }
}

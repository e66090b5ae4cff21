using System.Globalization;
using System.Text;

namespace Partime.Tool.Execution;

/// <summary>Exceptions of foreign code as texts, and those texts as bytes on the board.</summary>
internal static class Faults
{
    private static readonly TaskFault NoSpace = new("NoRoom", "There is no space where the board is, and so none for what the task has returned or thrown. Free space there, set TMPDIR to a larger folder, or do without the tasks CSV.");

    private static readonly TaskFault Overwritten = new("Overwritten", "The error message was overwritten by something that writes into memory which is not its own.");

    /// <param name="exception">What was thrown.</param>
    /// <param name="withDetail">Whether to include the stack trace, which takes long to find out.</param>
    public static TaskFault Of(Exception exception, bool withDetail = false)
    {
        var type = Cause(exception)?.GetType();
        return new TaskFault(type?.FullName ?? type?.Name ?? "", FaultMessage.Of(exception))
        {
            Detail = withDetail && type is not null ? FaultPlace.StackOf(exception) : null,
            Metrics = (exception as WorkFailedException)?.Metrics ?? [],
        };
    }

    /// <summary>What has failed; <see langword="null"/> if only the message tells.</summary>
    public static Exception? Cause(Exception exception) => exception is WorkFailedException ? exception.InnerException : exception;

    /// <summary>The fault with a zero between its parts, and each metric in a line.</summary>
    public static byte[] Encode(TaskFault fault)
    {
        var metrics = "";
        for (var i = 0; i < fault.Metrics.Count; i++)
            metrics += string.Create(CultureInfo.InvariantCulture, $"{fault.Metrics[i].Name}={fault.Metrics[i].Value}\n");
        return Encoding.UTF8.GetBytes($"{WithoutZeros(fault.Type)}\0{WithoutZeros(fault.Message)}\0{metrics}\0{fault.Detail}");
    }

    public static TaskFault Decode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return NoSpace;
        var parts = Encoding.UTF8.GetString(text).Split('\0', 4);
        if (parts.Length < 4)
            return Overwritten;
        return new TaskFault(parts[0], parts[1]) { Metrics = MetricsIn(parts[2]), Detail = parts[3].Length > 0 ? parts[3] : null };
    }

    private static MetricValue[] MetricsIn(string text)
    {
        var metrics = new List<MetricValue>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.LastIndexOf('=') is >= 0 and var end && double.TryParse(line.AsSpan(end + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                metrics.Add(new MetricValue(line[..end], value));
        return metrics.Count > 0 ? [.. metrics] : [];
    }

    private static string WithoutZeros(string text) => text.Replace('\0', ' ');
}

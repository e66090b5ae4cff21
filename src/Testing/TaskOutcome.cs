using System.Diagnostics;
using System.Text;
using Partime.Tool.Execution;

namespace Partime.Testing;

/// <summary>The outcome of one task.</summary>
public sealed record TaskOutcome
{
    private TaskOutcome()
    {
    }

    /// <summary>The task, from 0.</summary>
    public long Index { get; private init; }

    /// <summary>Its input.</summary>
    public string Input { get; private init; } = "";

    /// <summary>How it ended; never <see cref="Verdict.None"/>.</summary>
    public Verdict Verdict { get; private init; }

    /// <summary>The value of its result, as text in invariant culture; empty if there is none.</summary>
    public string Result { get; private init; } = "";

    /// <summary>Its metrics by name, also those of a <see cref="WorkFailedException"/>.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; private init; } = new Dictionary<string, double>();

    /// <summary>Why there is no result; <see langword="null"/> if there is one. <see cref="TaskFault.Detail"/> is the stack trace of an
    /// exception.</summary>
    public TaskFault? Fault { get; private init; }

    /// <summary>The worker that ran it, from 0; <see langword="null"/> if no worker did.</summary>
    public int? Worker { get; private init; }

    /// <summary>The duration of the task; zero if no worker ran it.</summary>
    public TimeSpan Duration { get; private init; }

    internal static TaskOutcome Read(Board board, long index)
    {
        var slot = board.Log.Slots[(int)index];
        return new TaskOutcome
        {
            Index = index,
            Input = board.GetItem(index).Text,
            Verdict = slot.Verdict,
            Result = Encoding.UTF8.GetString(board.Log.Value(index).Span),
            Metrics = MetricsOf(board.Log.Reported(index)),
            Fault = board.Log.Fault(index),
            Worker = slot.Worker == TaskLog.NoWorker ? null : slot.Worker,
            Duration = Stopwatch.GetElapsedTime(slot.StartedTicks, slot.EndedTicks),
        };
    }

    private static Dictionary<string, double> MetricsOf(IReadOnlyList<MetricValue> reported)
    {
        var metrics = new Dictionary<string, double>();
        foreach (var metric in reported)
            metrics[metric.Name] = metric.Value;
        return metrics;
    }
}

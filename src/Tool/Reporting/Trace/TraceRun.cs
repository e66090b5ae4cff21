using System.Globalization;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a trace says of a run, either just measured or read from a file.</summary>
/// <param name="Name">Its configuration and round.</param>
/// <param name="Number">In the order in which the runs were measured.</param>
/// <param name="Workers">A track each.</param>
/// <param name="Times">Parts that are not known are <see cref="double.NaN"/>.</param>
/// <param name="GcPauseSeconds">The pauses of the garbage collector in all; <see langword="null"/> if they are not known.</param>
/// <param name="WriteArguments">What else is known.</param>
internal sealed record TraceRun(string Name, int Number, int Workers, TimeParts Times, double? GcPauseSeconds, Action<Utf8JsonWriter> WriteArguments)
{
    private const string Category = "run";

    /// <summary>The track of the run itself. Workers are numbered from the next one on.</summary>
    private const int Thread = 0;

    public static string NameOf(PlannedRun planned, ConfigurationNames names) => $"{names.Of(planned.Configuration)}, {(planned.Phase == Phase.Warmup ? "warm-up" : "round")} {planned.Round}";

    public void Write(TraceEvents events)
    {
        events.NameProcess(Name, Number);
        events.NameThread(Thread, "run");
        for (var worker = 0; worker < Workers; worker++)
            events.NameThread(worker + 1, string.Create(CultureInfo.InvariantCulture, $"worker {worker}"));
        events.Begin(Name, Category, Thread, 0, WriteArguments);
        var (ready, done) = (Times.Startup > 0 ? Times.Startup : 0, Times.Shutdown > 0 ? Times.Wall - Times.Shutdown : Times.Wall);
        // Of a warm pool they are not part of the run.
        if (ready > 0)
            WritePart(events, "start-up", 0, ready);
        WritePart(events, "work", ready, done);
        if (done < Times.Wall)
            WritePart(events, "shutdown", done, Times.Wall);
        events.End(Name, Category, Thread, Times.Wall, WriteArguments);
        // .NET tells how long they took, and not when they were, unless it is asked in a way that costs time during the run.
        if (GcPauseSeconds is { } pause and > 0)
            events.Moment($"garbage collection stopped workers for {Readable.Duration(pause)} in all", "gc", Thread, Times.Wall);
    }

    private static void WritePart(TraceEvents events, string name, double started, double ended)
    {
        events.Begin(name, Category, Thread, started);
        events.End(name, Category, Thread, ended);
    }
}

/// <summary>What a trace says of an attempt at a task.</summary>
/// <param name="Index">Of the task.</param>
/// <param name="Input">Its input.</param>
/// <param name="Worker">Who ran it.</param>
/// <param name="Started">In seconds since the start of the run.</param>
/// <param name="Ended">Likewise.</param>
internal readonly record struct TraceTask(long Index, string Input, int Worker, double Started, double Ended)
{
    private const int MaxName = 100;
    private const int MaxError = 1000;

    public long Attempt { get; init; } = 1;

    /// <summary>The process that ran it; <see langword="null"/> if it is partime's own.</summary>
    public long? Process { get; init; }

    /// <summary>The machine of the node that ran it; empty if none did.</summary>
    public string Node { get; init; } = "";

    /// <summary>How it failed; <see langword="null"/> if it did not.</summary>
    public string? Status { get; init; }

    public string Error { get; init; } = "";

    public void Write(TraceEvents events)
    {
        var json = events.Complete(NameOf(), "task", Worker + 1, Started, Ended);
        json.WriteNumber("task", Index);
        if (Attempt > 1)
            json.WriteNumber("attempt", Attempt);
        if (Process is { } process)
            json.WriteNumber("pid", process);
        if (Node.Length > 0)
            json.WriteString("node", Node);
        if (Status is not null)
        {
            json.WriteString("status", Status);
            json.WriteString("error", ShortError(Error));
        }
        events.EndWithArguments();
    }

    public static string ShortError(string error) => Cut(Secrets.HideIn(error), MaxError);

    /// <summary>Its input. Only an address can hold a secret.</summary>
    private string NameOf()
    {
        var text = Cut(Input, MaxError);
        return text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"task {Index}")
            : Cut(text.AsSpan().ContainsAny(':', '=') ? Secrets.HideIn(text) : text, MaxName);
    }

    /// <summary>Viewers show names on one line. A pair of surrogates stays together.</summary>
    private static string Cut(string text, int max) =>
        text.Length <= max ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)}…";
}

using System.Globalization;
using System.Text.Json;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A session in the Trace Event Format, which Perfetto, speedscope and Chrome read: a process per run, with a track per worker.</summary>
/// <remarks>
/// Every run begins at 0, so that configurations stand below one another, as if they had started together:
/// <code>
///   serial, round 1        run       │ work ───────────────────│
///                          worker 0  │ 1 ──│ 2 ──────│ 3 ──────│
///   threads × 2, round 1   run       │start-up│ work ───│shutdown│
///                          worker 0           │ 1 ──│ 3 │
/// </code>
/// </remarks>
internal sealed class TraceFile(string path, SessionInfo info) : IDisposable
{
    private const string RunCategory = "run";
    private const int MaxName = 100;
    private const int MaxError = 1000;

    /// <summary>The track of the run itself. Workers are numbered from the next one on.</summary>
    private const int RunThread = 0;

    private static readonly byte[] Ending = [.. "\n]}\n"u8];

    private readonly WholeDocument document = new(path);
    private readonly ConfigurationNames names = new(info.Configurations);
    private bool isEmpty = true;

    public bool HasNoLock => document.HasNoLock;

    /// <summary>Writes a trace without events, and leaves what is in the file.</summary>
    public void Prepare() => document.Prepare(stream =>
    {
        stream.Write("{\"displayTimeUnit\":\"ms\",\"otherData\":"u8);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("tool", $"partime {ToolVersion.Text}");
            json.WriteString("session", info.Id);
            json.WriteString("workload", info.Workload);
            json.WriteString("parameters", info.ParametersText);
            json.WriteString("machine", info.Machine);
            json.WriteEndObject();
        }
        stream.Write(",\n\"traceEvents\":["u8);
    }, Ending);

    /// <summary>Replaces what was in the file by the trace.</summary>
    public void Commit() => document.Commit();

    public void Write(RunRecord run)
    {
        document.Add(stream =>
        {
            using var events = new TraceEvents(stream, run.Planned.Number, isEmpty);
            WriteRun(events, run);
            var hasProcesses = run.Costs.Processes is not null;
            for (var index = 0L; index < run.Tasks.Count; index++)
            {
                for (var attempt = 0; attempt < run.Tasks.FormerAttempts(index); attempt++)
                    WriteTask(events, run.Tasks.FormerAttempt(index, attempt), hasProcesses);
                WriteTask(events, run.Tasks[index], hasProcesses);
            }
        }, Ending);
        isEmpty = false;
    }

    /// <summary>What other programs have done to the file, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange() => document.ExternalChange();

    public void Dispose() => document.Dispose();

    private void WriteRun(TraceEvents events, RunRecord run)
    {
        var (planned, times) = (run.Planned, run.Times);
        var name = $"{names.Of(planned.Configuration)}, {(planned.Phase == Phase.Warmup ? "warm-up" : "round")} {planned.Round}";
        events.NameProcess(name, planned.Number);
        events.NameThread(RunThread, "run");
        for (var worker = 0; worker < planned.Configuration.Workers; worker++)
            events.NameThread(worker + 1, string.Create(CultureInfo.InvariantCulture, $"worker {worker}"));
        events.Begin(name, RunCategory, RunThread, 0, json => WriteArguments(json, run));
        // Of a warm pool they are not part of the run.
        if (times.StartupSeconds > 0)
            WritePart(events, "start-up", 0, times.StartupSeconds);
        WritePart(events, "work", times.StartupSeconds, times.StartupSeconds + times.RunSeconds);
        if (times.ShutdownSeconds > 0)
            WritePart(events, "shutdown", times.StartupSeconds + times.RunSeconds, times.WallSeconds);
        events.End(name, RunCategory, RunThread, times.WallSeconds, json => WriteArguments(json, run));
        // .NET tells how long they took, and not when they were, unless it is asked in a way that costs time during the run.
        if (run.Noise.GcPauseSeconds is { } pause and > 0)
            events.Moment($"garbage collection stopped workers for {Readable.Duration(pause)} in all", "gc", RunThread, times.WallSeconds);
    }

    private static void WritePart(TraceEvents events, string name, double started, double ended)
    {
        events.Begin(name, RunCategory, RunThread, started);
        events.End(name, RunCategory, RunThread, ended);
    }

    private static void WriteArguments(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteString("started_utc", run.StartedUtc.UtcDateTime);
        json.WriteNumber("workers", run.Planned.Configuration.Workers);
        json.WriteString("chunk_size", run.Planned.Configuration.ChunkSize.ToString());
        json.WriteNumber("tasks_ok", run.Totals.Ok);
        json.WriteNumber("tasks_failed", run.Totals.Failed);
        json.WriteString("status", Label.Of(run.Status));
        if (run.Error is { } error)
            json.WriteString("error", Cut(Secrets.HideIn(error), MaxError));
        if (run.Noise.GcPauseSeconds is { } pause)
            json.WriteNumber("gc_pause_s", pause);
    }

    private static void WriteTask(TraceEvents events, TaskOutcome task, bool hasProcesses)
    {
        if (!task.HasRun || task.StartedSeconds is not { } started || task.EndedSeconds is not { } ended)
            return;
        var json = events.Complete(NameOf(task.Item), "task", task.Worker + 1, started, ended);
        json.WriteNumber("task", task.Item.Index);
        if (task.Attempt > 1)
            json.WriteNumber("attempt", task.Attempt);
        if (hasProcesses && task.Pid is { } process)
            json.WriteNumber("pid", process);
        if (task.Verdict != Verdict.Ok)
        {
            json.WriteString("status", Label.Of(task.Verdict));
            json.WriteString("error", Cut(Secrets.HideIn($"{task.Fault?.Type}: {task.Fault?.Message}"), MaxError));
        }
        events.EndWithArguments();
    }

    /// <summary>Its input. Only an address can hold a secret.</summary>
    private static string NameOf(WorkItem item)
    {
        var text = Cut(item.Text, MaxError);
        return text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"task {item.Index}")
            : Cut(text.AsSpan().ContainsAny(':', '=') ? Secrets.HideIn(text) : text, MaxName);
    }

    /// <summary>Viewers show names on one line. A pair of surrogates stays together.</summary>
    private static string Cut(string text, int max) =>
        text.Length <= max ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)}…";
}

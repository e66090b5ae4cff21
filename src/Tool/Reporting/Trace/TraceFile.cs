using System.Text.Json;
using Partime.Tool.Analysis;
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
    /// <summary>Of every trace.</summary>
    public static readonly byte[] Ending = [.. "\n]}\n"u8];

    private readonly WholeDocument document = new(path);
    private readonly ConfigurationNames names = new(info.Configurations, VariantNames.Of(info));
    private bool isEmpty = true;

    public bool HasNoLock => document.HasNoLock;

    public bool HasLostReader => document.HasLostReader;

    /// <summary>Writes a trace without events, and leaves what is in the file.</summary>
    public void Prepare() => document.Prepare(stream => WriteStart(stream, info.All), Ending);

    public static void WriteStart(Stream stream, IReadOnlyList<SessionInfo> sessions)
    {
        stream.Write("{\"displayTimeUnit\":\"ms\",\"otherData\":"u8);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("tool", $"partime {ToolVersion.Text}");
            json.WriteString("session", TextOf(session => session.Id));
            json.WriteString("workload", TextOf(session => session.Workload));
            json.WriteString("parameters", TextOf(session => session.ParametersText));
            json.WriteString("machine", TextOf(session => session.Machine));
            json.WriteEndObject();
        }
        stream.Write(",\n\"traceEvents\":["u8);

        string TextOf(Func<SessionInfo, string> of) => string.Join(" | ", sessions.Select(of).Distinct());
    }

    /// <summary>Replaces what was in the file by the trace.</summary>
    public void Commit() => document.Commit();

    public void Write(RunRecord run)
    {
        document.Add(stream =>
        {
            using var events = new TraceEvents(stream, run.Planned.Number, isEmpty);
            new TraceRun(TraceRun.NameOf(run.Planned, names), run.Planned.Number, run.Planned.Configuration.Workers, TimeParts.Of(run.Times), run.Noise.GcPauseSeconds, json => WriteArguments(json, run)).Write(events);
            for (var index = 0L; index < run.Tasks.Count; index++)
            {
                for (var attempt = 0; attempt < run.Tasks.FormerAttempts(index); attempt++)
                    WriteTask(events, run.Tasks.FormerAttempt(index, attempt), run);
                WriteTask(events, run.Tasks[index], run);
            }
        }, Ending);
        isEmpty = false;
    }

    /// <summary>What other programs have done to the file, as a sentence; <see langword="null"/> for nothing.</summary>
    public string? ExternalChange() => document.ExternalChange();

    public void Dispose() => document.Dispose();

    private static void WriteArguments(Utf8JsonWriter json, RunRecord run)
    {
        json.WriteString("started_utc", run.StartedUtc.UtcDateTime);
        json.WriteNumber("workers", run.Planned.Configuration.Workers);
        json.WriteString("chunk_size", run.Planned.Configuration.ChunkSize.ToString());
        json.WriteNumber("tasks_ok", run.Totals.Ok);
        json.WriteNumber("tasks_failed", run.Totals.Failed);
        json.WriteString("status", Label.Of(run.Status));
        if (run.Error is { } error)
            json.WriteString("error", TraceTask.ShortError(error));
        if (run.Noise.GcPauseSeconds is { } pause)
            json.WriteNumber("gc_pause_s", pause);
    }

    private static void WriteTask(TraceEvents events, TaskOutcome task, RunRecord run)
    {
        if (task is { HasRun: true, StartedSeconds: { } started, EndedSeconds: { } ended })
            new TraceTask(task.Item.Index, task.Item.Shown(), task.Worker, started, ended)
            {
                Attempt = task.Attempt,
                Process = run.Costs.Processes is null ? null : task.Pid,
                Node = task.Node ?? "",
                Status = task.Verdict == Verdict.Ok ? null : Label.Of(task.Verdict),
                Error = task.Verdict == Verdict.Ok ? "" : Label.Of(task.Fault?.Type, task.Fault?.Message),
            }.Write(events);
    }
}

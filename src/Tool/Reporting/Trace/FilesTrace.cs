using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>The trace of sessions that were measured before: the runs of runs CSVs, and then row by row the tasks of tasks CSVs.</summary>
internal sealed class FilesTrace
{
    private const int BlockBytes = 1 << 16;

    private readonly IReadOnlyList<string> tasksFiles;
    private readonly List<SessionInfo> sessions;
    private readonly Dictionary<RunKey, TracedRun> runs = [];
    private readonly List<string> remarks = [];

    /// <param name="files">The runs.</param>
    /// <param name="tasksFiles">Their tasks.</param>
    public FilesTrace(IReadOnlyList<RunsFile> files, IReadOnlyList<string> tasksFiles)
    {
        this.tasksFiles = tasksFiles;
        sessions = [.. files.SelectMany(file => file.Sessions)];
        // The numbers of one session, and those of the next one after them.
        var numbered = 0;
        foreach (var session in sessions.DistinctBy(session => session.Id))
        {
            var (before, names) = (numbered, new ConfigurationNames(session.Configurations));
            var variants = VariantNames.Among(files.SelectMany(file => file.Runs).Where(run => run.Session == session.Id).Select(run => run.Scenario));
            foreach (var run in files.SelectMany(file => file.Runs).Where(run => run.Session == session.Id && !run.IsSuspended))
            {
                numbered = Math.Max(numbered, before + run.Planned.Number);
                var name = TraceRun.NameOf(run.Planned, names) + (variants.TryGetValue(run.Scenario, out var variant) ? $" of {variant}" : "") + (sessions.DistinctBy(other => other.Id).Count() > 1 ? $" of {session.Id}" : "");
                runs.TryAdd(RunKey.Of(run), new TracedRun(run, new TraceRun(name, before + run.Planned.Number, run.Planned.Configuration.Workers, run.Times, run.Noise.GcPauseSeconds, json => WriteArguments(json, run))));
            }
        }
    }

    /// <returns>What was left out, a sentence each.</returns>
    public IReadOnlyList<string> WriteTo(OutputFile output)
    {
        if (tasksFiles.Count == 0)
            throw new PartimeException("A trace shows tasks, and none of the files has any: name the tasks CSV of these sessions, too.");
        output.Prepare(() =>
        {
            remarks.Clear();
            var blocks = new BufferedStream(output.Stream, BlockBytes);
            Write(blocks);
            blocks.Flush();
        });
        output.Commit();
        return remarks;
    }

    private void Write(Stream stream)
    {
        TraceFile.WriteStart(stream, sessions);
        var isFirst = true;
        foreach (var run in runs.Values)
        {
            using var events = new TraceEvents(stream, run.Trace.Number, isFirst);
            run.Trace.Write(events);
            isFirst = false;
        }
        var count = tasksFiles.Sum(path => Write(stream, path));
        if (count == 0)
            throw TasksOfRuns.NoneIn(string.Join(" and ", tasksFiles));
        stream.Write(TraceFile.Ending);
    }

    private long Write(Stream stream, string path)
    {
        var count = 0L;
        var (key, run, events) = ((RunKey?)null, (TracedRun?)null, (TraceEvents?)null);
        try
        {
            var remark = TaskRows.Read(path, rows =>
            {
                var row = new TimedRow(rows);
                return rows.ForEach(() =>
                {
                    if (row.Run != key)
                    {
                        events?.Dispose();
                        (key, run) = (row.Run, runs.GetValueOrDefault(row.Run));
                        events = run is null ? null : new TraceEvents(stream, run.Trace.Number, isFirst: false);
                    }
                    if (run is null || TaskOf(row, run.Run) is not { } task)
                        return;
                    task.Write(events!);
                    count++;
                });
            });
            if (remark is not null)
                remarks.Add(remark);
        }
        finally
        {
            events?.Dispose();
        }
        return count;
    }

    /// <returns><see langword="null"/> if it never ran.</returns>
    private static TraceTask? TaskOf(TimedRow row, Observation run) =>
        row is not { Worker: { } worker, Started: { } started, Ended: { } ended } || worker >= run.Planned.Configuration.Workers || ended < started ? null
        : new TraceTask(row.Task, row.Input, (int)worker, started, ended)
        {
            Attempt = row.Attempt ?? 1,
            Process = run.PeakRssBytes is null ? null : row.Process,
            Node = row.Node,
            Status = row.Status == Label.Of(Verdict.Ok) ? null : row.Status,
            Error = Label.Of(row.ErrorType, row.ErrorMessage),
        };

    private static void WriteArguments(Utf8JsonWriter json, Observation run)
    {
        json.WriteNumber("workers", run.Planned.Configuration.Workers);
        json.WriteString("chunk_size", run.Planned.Configuration.ChunkSize.ToString());
        json.WriteString("status", Label.Of(run.Status));
        if (run.Error.Length > 0)
            json.WriteString("error", TraceTask.ShortError(run.Error));
        if (run.Noise.GcPauseSeconds is { } pause)
            json.WriteNumber("gc_pause_s", pause);
    }

    private sealed record TracedRun(Observation Run, TraceRun Trace);
}

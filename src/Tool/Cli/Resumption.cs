using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>A session that ended early and is to be continued, as its runs CSV tells of it.</summary>
internal sealed class Resumption
{
    private readonly string path;
    private readonly RunsFile file;
    private readonly RecordedSession session;
    private readonly Dictionary<(Phase, int, Configuration), Observation> done;

    private readonly long length;

    private Resumption(string path, RunsFile file, long length)
    {
        this.path = path;
        this.length = length;
        this.file = file;
        session = file.Sessions.Count > 0 ? file.Sessions[^1] : throw new PartimeException($"{file.Name} holds no run yet, so that there is nothing to continue: measure with --csv {path}.");
        Finished = [.. file.Runs.Where(run => run.Session == session.Id && !run.IsCutShort)];
        done = Finished.DistinctBy(run => KeyOf(run.Planned)).ToDictionary(run => KeyOf(run.Planned));
    }

    /// <summary>What need not be run again; a run that was cut short is not among it.</summary>
    public IReadOnlyList<Observation> Finished { get; }

    public long? Seed => session.Seed;

    public static Resumption Read(string path)
    {
        // Taken before: rows that come while it is read make it another length, and are not taken for old ones.
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        return new Resumption(path, RunsReader.Read(path), length);
    }

    /// <summary>What came out when it was run; <see langword="null"/> if it still has to be.</summary>
    public Observation? Find(PlannedRun run) => done.GetValueOrDefault(KeyOf(run));

    /// <summary>The session as it was, from here on.</summary>
    /// <exception cref="PartimeException">What is to be run now is not what was run then.</exception>
    public ReportHeader Continue(ReportHeader now, bool isIsolating, bool isForExcel)
    {
        var differences = Differences(now, isIsolating).Distinct().ToList();
        if (CsvTable.HeaderOf(path).IsForExcel != isForExcel)
            differences.Add(isForExcel ? "the file is not for Excel: leave out --excel" : "the file is for Excel: add --excel");
        return differences.Count == 0
            ? now with { Session = session.Id }
            : throw new PartimeException($"{file.Name} cannot be continued, as this is not the same session: {string.Join("; ", differences)}. Run with the arguments and plugins of then, or measure anew with --csv.");
    }

    /// <summary>What stays of the file: all up to the end of the last run that is finished.</summary>
    public KeptPart Kept()
    {
        var records = WholeRecords.In(path);
        return new KeptPart(file.Runs[^1].IsCutShort ? records.LastStart : records.End, length);
    }

    private IEnumerable<string> Differences(ReportHeader now, bool isIsolating)
    {
        foreach (var (what, then, here) in ((string, string, string)[])
            [
                ("workload", session.Workload, now.Workload),
                ("parameters", ReportHeader.TextOf(session.Parameters), now.ScenarioOf(0).Parameters),
                ("pool", session.Pool, now.Pool),
                ("seed", $"{session.Seed}", $"{now.Seed}"),
                ("inputs", session.Inputs, now.Inputs),
                ("plan", session.Plan, now.Plan),
                ("settings", session.Settings, now.Settings),
                ("plugins", session.Plugins, now.Plugins),
                ("machine", session.Machine, now.Machine),
            ])
            if (then != here)
                yield return $"{what}: was {then}, is {here}";
        if (!file.Columns.SequenceEqual(RunColumns.NamesFor(now)))
            yield return "the columns of the file are those of another version";
        foreach (var run in Finished.DistinctBy(run => run.Planned.Configuration.Executor))
        {
            var executor = run.Planned.Configuration.Executor;
            var options = now.ExecutorOptions.GetValueOrDefault(executor, "");
            if (run.ExecutorOptions != options)
                yield return $"options of {executor}: were {run.ExecutorOptions}, are {options}";
            if (run.IsIsolated && !isIsolating)
                yield return "isolation: was with --isolate, is without";
            if (!run.IsIsolated && now.Isolated.Contains(executor))
                yield return "isolation: was without --isolate, is with";
        }
    }

    private static (Phase, int, Configuration) KeyOf(PlannedRun run) => (run.Phase, run.Round, run.Configuration);
}

using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
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
            : throw new PartimeException($"{file.Name} cannot be continued, as this is not the same session: {string.Join("; ", differences)}. "
                + (MoreRounds(now, differences.Count) ?? "Run with the arguments and plugins of then, or measure anew with --csv."));
    }

    /// <summary>What to do for more rounds, if that is all that is wanted and nothing is left of those of then.</summary>
    private string? MoreRounds(ReportHeader now, int differences)
    {
        var (then, here) = (session.Settings.Split("; "), now.Settings.Split("; "));
        var (had, wanted) = (NumberOf(then[0]), NumberOf(here[0]));
        var rounds = Finished.Count(run => run.Planned.Phase == Phase.Measure) / session.Plan.Split(' ').Length;
        if (differences > 1 || then[0] == here[0] || !then.Skip(1).SequenceEqual(here.Skip(1)) || file.Runs[^1].IsCutShort || rounds < (had ?? 1) || wanted < had)
            return null;
        return had is null || wanted is null
            ? $"For more rounds, write --csv {path} --append in place of --resume {path}."
            : $"That one is complete: for {Readable.Counted(wanted.Value - had.Value, "more round")}, write --csv {path} --append --rounds {wanted - had} in place of --resume {path} --rounds {wanted}.";

        // Other than a number there is only auto.
        static int? NumberOf(string rounds) => int.TryParse(rounds.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>What stays of the file: all up to the end of the last run that is finished.</summary>
    public KeptPart Kept()
    {
        var records = WholeRecords.In(path);
        return new KeptPart(file.Runs[^1].IsCutShort ? records.LastStart : records.End, length);
    }

    private IEnumerable<string> Differences(ReportHeader now, bool isIsolating)
    {
        IEnumerable<string> ofSession =
        [
            .. SessionDifferences.Of("workload", session.Workload, now.Workload),
            .. SessionDifferences.Of("parameters", ReportHeader.TextOf(session.Parameters), now.ScenarioOf(0).Parameters),
            .. SessionDifferences.Of("pool", session.Pool, now.Pool),
            .. SessionDifferences.Of("seed", $"{session.Seed}", $"{now.Seed}"),
            .. SessionDifferences.Of("inputs", session.Inputs, now.Inputs),
            .. SessionDifferences.OfList("plan", session.Plan, now.Plan, " "),
            .. SessionDifferences.OfSettings(session.Settings, now.Settings),
            .. SessionDifferences.OfList("plugins", session.Plugins, now.Plugins, "; "),
            .. SessionDifferences.Of("machine", session.Machine, now.Machine),
        ];
        foreach (var difference in ofSession)
            yield return difference;
        if (!file.Columns.SequenceEqual(RunColumns.For(now).Names()))
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

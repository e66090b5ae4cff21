using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Sessions;

/// <summary>A session that ended early and is to be continued, as its runs CSV describes it.</summary>
internal sealed class Resumption
{
    /// <summary>Of what one side lacks, in a sentence.</summary>
    private const int MaxShownParts = 8;

    private readonly string path;
    private readonly RunsFile file;
    private readonly SessionInfo session;

    /// <summary>What the file says of each variant that has a run in it.</summary>
    private readonly IReadOnlyList<SessionInfo> variants;

    /// <summary>All of the file, each of its variant.</summary>
    private readonly List<Observation> runs;
    private readonly Dictionary<(Phase, int, Configuration), Observation> done;
    private readonly long length;

    private Resumption(string path, RunsFile file, long length)
    {
        this.path = path;
        this.length = length;
        this.file = file;
        session = file.Sessions.Count > 0 ? file.Sessions[^1] : throw new PartimeException($"{file.Name} holds no run yet, so there is nothing to continue: write the runs CSV to {path} first.");
        variants = [.. file.Sessions.Where(other => other.Id == session.Id)];
        runs = [.. file.Runs.Select(run => run with { Planned = run.Planned with { Configuration = run.Planned.Configuration with { Variant = file.VariantOf(run) } } })];
        Finished = [.. runs.Where(run => run.Session == session.Id && !run.IsCutShort)];
        done = Finished.Where(run => !run.IsSuspended).DistinctBy(run => KeyOf(run.Planned)).ToDictionary(run => KeyOf(run.Planned));
    }

    /// <summary>The runs that are kept. A run that was cut short is not among them.</summary>
    public IReadOnlyList<Observation> Finished { get; }

    /// <summary>Their lines in the file.</summary>
    public IReadOnlyList<CsvLine> FinishedLines => [.. file.Runs.Zip(file.Lines).Where(run => run.First.Session == session.Id && !run.First.IsCutShort).Select(run => run.Second)];

    /// <summary>Without those that were stopped.</summary>
    public int FinishedCount => done.Count;

    public long? Seed => session.Seed;

    public static Resumption Read(string path)
    {
        // The length is taken first: if rows are added while the file is read, its length differs and the new rows are not mistaken for old ones.
        var length = OutputPath.LengthOf(path);
        // What is no UTF-8 is named first.
        _ = WholeRecords.In(path);
        return new Resumption(path, RunsReader.Read(path, isStrict: true), length);
    }

    /// <summary>What a run measured; <see langword="null"/> if it has not been run.</summary>
    public Observation? Find(PlannedRun run) => done.GetValueOrDefault(KeyOf(run));

    /// <summary>The session to run now, as the continuation of the one in the file.</summary>
    /// <exception cref="SessionDiffersException">The two sessions differ.</exception>
    public SessionInfo Continue(SessionInfo now, bool isIsolating, bool isForExcel)
    {
        // If the workload differs, that is what to say, and not that its columns do.
        EnsureAllColumns(file.Columns.Where(column => !column.StartsWith(RunColumns.ParameterPrefix, StringComparison.Ordinal) && !MetricColumns.Has(column)), now with { Parameters = [], Metrics = [], Others = [] });
        var differences = Differences(now, isIsolating).Distinct().ToList();
        if (CsvTable.HeaderOf(path).IsForExcel != isForExcel)
            differences.Add(isForExcel ? "Excel format: was off, is on" : "Excel format: was on, is off");
        if (differences.Count == 0)
            EnsureAllColumns(file.Columns, now);
        return differences.Count == 0
            ? now with { Id = session.Id, Others = [.. now.Others.Select(other => other with { Id = session.Id })] }
            : throw new SessionDiffersException(file.Name, differences)
            {
                IsComplete = IsComplete(now, differences.Count, out var moreRounds),
                MoreRounds = moreRounds,
            };
    }

    /// <summary>The rest of the rows gets the columns of this version, and all of them.</summary>
    private void EnsureAllColumns(IEnumerable<string> columns, SessionInfo now)
    {
        if (columns.SequenceEqual(RunColumns.For(now).Names()))
            return;
        throw new PartimeException(RunColumns.AreOfSchema1(file.Columns)
            ? $"{file.Name} cannot be continued: an earlier version of partime has written it, with other columns. Measure again into another file; 'report' reads this one as it is."
            : $"{file.Name} cannot be continued: it does not have exactly the columns of this version, which a session is continued with. Measure again with all of them; 'report' reads this file as it is.");
    }

    /// <summary>Refuses a file in which the session's rows are not its planned runs, each once and in their order, or again where it was stopped: rows that are missing, repeated or changed
    /// would leave a session that was never measured.</summary>
    public void EnsurePlanned(Plan plan)
    {
        using var planned = plan.Runs(_ => true).GetEnumerator();
        var names = new ConfigurationNames(plan.Configurations, session.Variants);
        Observation? before = null;
        var attempts = 0;
        foreach (var run in runs.SkipWhile(run => run.Session != session.Id))
        {
            if (before?.IsSuspended != true || attempts == SessionOutcome.MaxAttempts)
            {
                planned.MoveNext();
                attempts = 0;
            }
            attempts++;
            if (run.Session != session.Id || run.Planned != planned.Current || run.Tasks != plan.TasksOf(run.Planned.Configuration) || before?.IsCutShort == true)
                throw new PartimeException($"{file.Name} cannot be continued: the row of {NameOf(run.Planned)} stands where that of {NameOf(planned.Current)} belongs, "
                    + "or has been changed. Continue an unchanged copy, or measure again.");
            before = run;
        }

        string NameOf(PlannedRun run) => $"run {run.Number} ({names.Of(run.Configuration)} in round {run.Round})";
    }

    /// <summary>The part of the file that stays: everything up to the end of the last finished run.</summary>
    public KeptPart Kept()
    {
        var records = WholeRecords.In(path);
        return new KeptPart(runs[^1].IsCutShort ? records.LastStart : records.End, length);
    }

    /// <summary>Whether the session in the file is complete, and the user only asks for more rounds of it.</summary>
    /// <param name="now">The session to run now.</param>
    /// <param name="differences">How many differences there are.</param>
    /// <param name="moreRounds">How many more; <see langword="null"/> if their number is not fixed.</param>
    private bool IsComplete(SessionInfo now, int differences, out int? moreRounds)
    {
        moreRounds = null;
        if (session.Settings is not { } then || now.Settings is not { } here || then.Rounds == here.Rounds || session.Configurations.Count == 0)
            return false;
        var (had, requested) = (then.Rounds.Fixed, here.Rounds.Fixed);
        var rounds = Finished.Count(run => run.Planned.Phase == Phase.Measure && !run.IsSuspended) / (session.Configurations.Count * Math.Max(1, session.Variants.Count));
        moreRounds = requested - had;
        return differences == 1 && then.Parts.Skip(1).SequenceEqual(here.Parts.Skip(1)) && !runs[^1].IsCutShort && rounds >= (had ?? 1) && !(requested < had);
    }

    private IEnumerable<string> Differences(SessionInfo now, bool isIsolating)
    {
        IEnumerable<string> ofSession =
        [
            .. DifferenceOfLists("variants", session.Variants, now.Variants, "; "),
            .. variants.SelectMany(then => (session.Variants.Count + now.Others.Count == 0 ? now : now.All.FirstOrDefault(variant => variant.Variant == then.Variant)) is { } own
                ? DifferencesOfVariants(then, own) : []),
            .. Difference("pool", Label.OfPool(session.IsWarm), Label.OfPool(now.IsWarm)),
            .. Difference("seed", $"{session.Seed}", $"{now.Seed}"),
            .. session.InputsDigest == now.InputsDigest ? (string[])[] : ["inputs: not the same"],
            .. DifferenceOfSettings(session.Settings?.Parts ?? [], now.Settings!.Parts),
            .. Difference("machine", session.Machine, now.Machine),
        ];
        foreach (var difference in ofSession)
            yield return difference;
        foreach (var run in Finished.DistinctBy(run => run.Planned.Configuration.Executor))
        {
            var executor = run.Planned.Configuration.Executor;
            foreach (var difference in Difference($"options of {executor}", run.ExecutorOptions, now.ExecutorOptions.GetValueOrDefault(executor, "")))
                yield return difference;
            if (run.IsIsolated && !isIsolating)
                yield return "isolation: was on, is off";
            if (!run.IsIsolated && now.Isolated.Contains(executor))
                yield return "isolation: was off, is on";
        }
    }

    private static IEnumerable<string> DifferencesOfVariants(SessionInfo then, SessionInfo now) =>
    [
        .. Difference("workload", then.Workload, now.Workload),
        .. Difference("parameters", then.ParametersText, now.ParametersText),
        .. DifferenceOfLists("plan", Texts(then.Configurations), Texts(now.Configurations), " "),
        .. DifferenceOfLists("plugins", then.Plugins, now.Plugins, "; "),
    ];

    private static IReadOnlyList<string> Texts(IEnumerable<Configuration> configurations) => [.. configurations.Select(configuration => $"{configuration}")];

    private static IEnumerable<string> Difference(string what, string then, string now) => then == now ? [] : [$"{what}: was {then}, is {now}"];

    private static IEnumerable<string> DifferenceOfSettings(IReadOnlyList<string> then, IReadOnlyList<string> now) => DifferenceOfParts("settings", then, now, "; ",
        (were, are) => were.Length == 0 ? $"{are} is new" : are.Length == 0 ? $"{were} is missing" : $"was {were}, is {are}");

    private static IEnumerable<string> DifferenceOfLists(string what, IReadOnlyList<string> then, IReadOnlyList<string> now, string separator) => DifferenceOfParts(what, then, now, separator,
        (were, are) => were.Length == 0 ? $"only here {are}" : are.Length == 0 ? $"only there {were}" : $"only there {were}, only here {are}");

    /// <summary>Of what consists of parts, only those that one side lacks.</summary>
    private static IEnumerable<string> DifferenceOfParts(string what, IReadOnlyList<string> then, IReadOnlyList<string> now, string separator, Func<string, string, string> describe)
    {
        if (then.SequenceEqual(now))
            return [];
        var (were, are) = (Join(then.Except(now)), Join(now.Except(then)));
        return [$"{what}: {(were.Length + are.Length == 0 ? "the same in another order" : describe(were, are))}"];

        string Join(IEnumerable<string> parts) =>
            parts.Take(MaxShownParts + 1).ToList() is { Count: > MaxShownParts } shown ? $"{string.Join(separator, shown[..MaxShownParts])}{separator}…" : string.Join(separator, parts);
    }

    private static (Phase, int, Configuration) KeyOf(PlannedRun run) => (run.Phase, run.Round, run.Configuration);
}

/// <summary>The session in a file cannot be continued, because the one to run now is another.</summary>
internal sealed class SessionDiffersException(string file, IReadOnlyList<string> differences)
    : PartimeException($"{file} cannot be continued, because this is not the same session: {string.Join("; ", differences)}.")
{
    /// <summary>Whether that session is complete, and all that differs is the number of rounds.</summary>
    public bool IsComplete { get; init; }

    /// <summary>How many more rounds are requested; <see langword="null"/> if their number is not fixed.</summary>
    public int? MoreRounds { get; init; }
}

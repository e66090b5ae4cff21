using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Reads, out of tasks CSV files, the timelines of some runs and what failed in all of them. Row by row, as there may be millions.</summary>
/// <param name="limits">What may be kept of a run.</param>
internal sealed class TimelineReader(TimelineLimits limits)
{
    /// <summary>More rows do not help to find the cause.</summary>
    private const int MaxFailures = 200;

    private readonly Dictionary<RunKey, Observation> runs = [];
    private readonly Dictionary<RunKey, Timeline> timelines = [];
    private readonly Dictionary<RunKey, FailedRun> failed = [];
    private readonly Dictionary<Scenario, TimelineInputs> inputs = [];
    private readonly List<string> remarks = [];

    /// <summary>What was left out of the files, a sentence each.</summary>
    public IReadOnlyList<string> Remarks => remarks;

    /// <param name="paths">The files.</param>
    /// <param name="all">The runs that their rows may belong to.</param>
    /// <param name="shown">Those whose timelines are read.</param>
    public TimelineReader Read(IEnumerable<string> paths, IEnumerable<Observation> all, IEnumerable<Observation> shown)
    {
        foreach (var run in all)
            runs.TryAdd(RunKey.Of(run), run);
        foreach (var run in shown)
            timelines.TryAdd(RunKey.Of(run), new Timeline(run.Planned, run.Times, limits) { Copies = CopiesOf(run) });
        foreach (var path in paths)
            Read(path);
        return this;
    }

    /// <returns><see langword="null"/> if no file has tasks of that run.</returns>
    public Timeline? TimelineOf(Observation run) => timelines.TryGetValue(RunKey.Of(run), out var timeline) && timeline.Count > 0 ? timeline : null;

    public TimelineInputs InputsOf(Scenario scenario) => inputs.GetValueOrDefault(scenario) ?? new TimelineInputs();

    public IReadOnlyList<HtmlFailure> FailuresOf(Scenario scenario) =>
    [
        .. failed.Values.Where(run => run.Run.Scenario == scenario).Take(MaxFailures)
            .Select(run => new HtmlFailure(run.Run.Planned, run.Failed, run.Run.Tasks, run.Task, run.Input, run.Error)),
    ];

    private void Read(string path)
    {
        var remark = TaskRows.Read(path, rows =>
        {
            var row = new TimedRow(rows);
            return rows.ForEach(() => Add(row));
        });
        if (remark is not null)
            remarks.Add(remark);
    }

    private void Add(TimedRow row)
    {
        if (!runs.TryGetValue(row.Run, out var run))
            return;
        var (task, status) = (row.Task, row.Status);
        var timeline = timelines.GetValueOrDefault(row.Run);
        if (timeline is not null && row is { Started: { } started, Ended: { } ended, Worker: { } worker })
            timeline.Add(task, (int)Math.Min(int.MaxValue, worker), started, ended, status == "ok" ? TimelineState.Ok : TimelineState.Failed, row.Node);
        if (timeline is not null && task % timeline.Copies == 0 && WantedInputs(run) is { } wanted)
            wanted.Add(task / timeline.Copies, row.Input);
        if (status is not ("ok" or "cancelled") && run.Planned.Phase == Phase.Measure && run.Status != RunStatus.Ok)
            AddFailure(row, run, task, status);
    }

    private static int CopiesOf(Observation run) => run.Scenario.Scale.CopiesWith(run.Planned.Configuration.Workers);

    private TimelineInputs? WantedInputs(Observation run)
    {
        if (!inputs.TryGetValue(run.Scenario, out var known))
            inputs[run.Scenario] = known = new TimelineInputs();
        return known.Want(run.Scenario.Tasks) ? known : null;
    }

    private void AddFailure(TimedRow row, Observation run, long task, string status)
    {
        if (!failed.TryGetValue(row.Run, out var former) && failed.Count < MaxFailures)
            failed[row.Run] = former = new FailedRun(run, task, HtmlText.Short(row.Input), $"{status}: {Label.Of(row.ErrorType, HtmlText.Short(row.ErrorMessage))}");
        if (former is not null)
            former.Failed++;
    }

    private sealed record FailedRun(Observation Run, long Task, string Input, string Error)
    {
        public long Failed { get; set; }
    }
}

using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Reads, out of tasks CSV files, the timelines of some runs and what failed in all of them. Row by row, as there may be millions.</summary>
/// <param name="limits">What may be kept of a run.</param>
internal sealed class TimelineReader(TimelineLimits limits)
{
    private const string Remedy = "Name a tasks CSV that 'run' has written.";

    /// <summary>More rows do not help to find the cause.</summary>
    private const int MaxFailures = 200;

    private static readonly string[] Needed = ["session", "run", "task", "worker", "started_s", "ended_s", "status"];

    private static readonly CsvReaderOptions Options = new() { Separator = ',', MalformedData = CsvMalformedDataHandling.Throw, TrackLineNumbers = true };

    private readonly Dictionary<RunKey, Observation> runs = [];
    private readonly Dictionary<RunKey, Timeline> timelines = [];
    private readonly Dictionary<RunKey, FailedRun> failed = [];
    private readonly Dictionary<Scenario, TimelineInputs> inputs = [];

    /// <summary>Whether a file has tasks and not runs, by its first line.</summary>
    public static bool IsOfTasks(string path)
    {
        if (path is InputFile.StandardInputPath or "" || !File.Exists(path))
            return false;
        var columns = CsvTable.HeaderOf(path).Columns;
        return Array.TrueForAll(Needed, columns.Contains);
    }

    /// <param name="paths">The files.</param>
    /// <param name="all">The runs that their rows may belong to.</param>
    /// <param name="shown">Those whose timelines are read.</param>
    public TimelineReader Read(IEnumerable<string> paths, IEnumerable<Observation> all, IEnumerable<Observation> shown)
    {
        foreach (var run in all)
            runs.TryAdd(RunKey.Of(run), run);
        foreach (var run in shown)
            timelines.TryAdd(RunKey.Of(run), new Timeline(run.Planned, run.Times, limits));
        foreach (var path in paths)
            Read(path);
        foreach (var timeline in timelines.Values)
            timeline.Close();
        return this;
    }

    /// <returns><see langword="null"/> if no file has tasks of that run.</returns>
    public Timeline? TimelineOf(Observation run) => timelines.TryGetValue(RunKey.Of(run), out var timeline) && timeline.Count > 0 ? timeline : null;

    public TimelineInputs InputsOf(Scenario scenario) => inputs.GetValueOrDefault(scenario) ?? new TimelineInputs();

    public IReadOnlyList<HtmlFailure> FailuresOf(Scenario scenario) =>
    [
        .. failed.Values.Where(run => run.Run.Scenario == scenario).Take(MaxFailures)
            .Select(run => new HtmlFailure(run.Run.Planned.Configuration, run.Failed, run.Run.Scenario.Tasks, run.Task, run.Input, $"round {run.Run.Planned.Round}: {run.Error}")),
    ];

    private void Read(string path)
    {
        var name = InputFile.NameOf(path);
        try
        {
            InputFile.Read(path, stream =>
            {
                using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
                csv.ReadHeader();
                string[] columns = [.. csv.Headers];
                var row = new Row(name, csv, columns);
                while (csv.Read() && csv.FieldCount == columns.Length)
                    Add(row);
                return true;
            }, Remedy);
        }
        catch (CsvFormatException exception)
        {
            throw new PartimeException($"{name}, line {exception.LineNumber} is not CSV as partime writes it. Correct the line or remove it.", exception);
        }
    }

    private void Add(Row row)
    {
        if (!runs.TryGetValue(row.Run, out var run))
            return;
        var (task, status) = (row.Whole("task"), row.Text("status"));
        var timeline = timelines.GetValueOrDefault(row.Run);
        if (timeline is not null && row.Number("started_s") is { } started && row.Number("ended_s") is { } ended && row.Text("worker").Length > 0)
            timeline.Add(task, (int)Math.Min(int.MaxValue, row.Whole("worker")), started, ended, status == "ok" ? TimelineState.Ok : TimelineState.Failed);
        if (timeline is not null && WantedInputs(run) is { } wanted)
            wanted.Add(task, row.Text("input"));
        if (status is not ("ok" or "cancelled") && run.Planned.Phase == Phase.Measure && run.Status != RunStatus.Ok)
            AddFailure(row, run, task, status);
    }

    private TimelineInputs? WantedInputs(Observation run)
    {
        if (!inputs.TryGetValue(run.Scenario, out var known))
            inputs[run.Scenario] = known = new TimelineInputs();
        return known.Want(run.Scenario.Tasks) ? known : null;
    }

    private void AddFailure(Row row, Observation run, long task, string status)
    {
        if (!failed.TryGetValue(row.Run, out var former) && failed.Count < MaxFailures)
            failed[row.Run] = former = new FailedRun(run, task, HtmlText.Short(row.Text("input")), $"{status}: {row.Text("error_type")}: {HtmlText.Short(row.Text("error_message"))}");
        if (former is not null)
            former.Failed++;
    }

    /// <summary>One run of one session.</summary>
    private sealed record RunKey(string Session, int Number)
    {
        public static RunKey Of(Observation run) => new(run.Session, run.Planned.Number);
    }

    private sealed record FailedRun(Observation Run, long Task, string Input, string Error)
    {
        public long Failed { get; set; }
    }

    /// <summary>The row that is being read.</summary>
    private sealed class Row(string name, CsvReader csv, string[] columns)
    {
        private RunKey? key;

        /// <summary>The same object for all rows of a run, which come one after the other.</summary>
        public RunKey Run
        {
            get
            {
                var (session, number) = (Text("session"), (int)Math.Min(int.MaxValue, Whole("run")));
                return key is not null && key.Number == number && key.Session == session ? key : key = new RunKey(session, number);
            }
        }

        public string Text(string column) => Array.IndexOf(columns, column) is >= 0 and var place ? csv.GetString(place) : "";

        public long Whole(string column) => csv.TryParse<long>(Array.IndexOf(columns, column), out var value) && value >= 0 ? value : throw Wrong(column, "a whole number from 0");

        public double? Number(string column)
        {
            var place = Array.IndexOf(columns, column);
            return csv.GetSpan(place).IsEmpty ? null : csv.TryParse<double>(place, out var value) && value is >= 0 and <= CsvLine.MaxSeconds ? value : throw Wrong(column, "a number of seconds from 0 to a century");
        }

        private PartimeException Wrong(string column, string wanted) => new($"{name}, line {csv.LineNumber}: '{Text(column)}' in column {column} is not {wanted}. Correct the line or remove it.");
    }
}

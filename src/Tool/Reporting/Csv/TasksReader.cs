using CsvHelper;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>The runs of a tasks CSV.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Runs">In the order of the file.</param>
/// <param name="Remark">A sentence on what was left out; <see langword="null"/> if nothing was.</param>
internal sealed record TasksFile(string Name, IReadOnlyList<TaskDurationsOfRun> Runs, string? Remark);

/// <summary>Reads the durations in a tasks CSV row by row: millions of rows need a number each, and not their texts.</summary>
internal sealed class TasksReader
{
    private const string Remedy = "Name a tasks CSV that 'run' has written.";

    private static readonly string[] Required = ["session", "run", "task", "worker", "started_s", "ended_s", "duration_s", "status"];

    private static readonly CsvReaderOptions Options = new() { Separator = ',', MalformedData = CsvMalformedDataHandling.Throw, TrackLineNumbers = true };

    private readonly string name;
    private readonly CsvReader csv;
    private readonly string[] columns;
    private readonly int[] places;
    private readonly int processPlace;
    private readonly List<TaskDurationsOfRun> runs = [];
    private readonly Dictionary<(string Session, int Run), TaskDurationsOfRun> byNumber = [];

    // Of the row before.
    private TaskDurationsOfRun? current;
    private long task;
    private double firstStart;
    private double lastEnd;

    private TasksReader(string name, CsvReader csv)
    {
        (this.name, this.csv) = (name, csv);
        csv.ReadHeader();
        columns = [.. csv.Headers];
        EnsureKind();
        places = Array.ConvertAll(Required, column => Array.IndexOf(columns, column));
        processPlace = Array.IndexOf(columns, "pid");
    }

    private enum Place
    {
        Session,
        Run,
        Task,
        Worker,
        Started,
        Ended,
        Duration,
        Status,
    }

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    public static TasksFile Read(string path)
    {
        var name = InputFile.NameOf(path);
        try
        {
            return InputFile.Read(path, stream =>
            {
                using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
                return new TasksReader(name, csv).ReadAll();
            }, Remedy);
        }
        catch (CsvFormatException exception) when (exception.LineNumber <= 1)
        {
            throw new PartimeException($"{name} does not start with the header of a CSV file. {Remedy}", exception);
        }
        catch (CsvFormatException exception)
        {
            throw new PartimeException($"{name}, line {exception.LineNumber} is not CSV as partime writes it. Correct the line or remove it.", exception);
        }
    }

    private TasksFile ReadAll()
    {
        while (csv.Read())
        {
            var line = csv.LineNumber;
            if (csv.FieldCount == columns.Length)
                Add();
            else if (csv.FieldCount > columns.Length || csv.Read())
                throw new PartimeException($"{name}, line {line} does not have {Readable.Counted(columns.Length, "field")}, as the header has. Correct the line or remove it.");
            else
                return new TasksFile(name, runs, $"{name}: the incomplete last line, line {line}, is ignored: the session that wrote it was killed or is still writing.");
        }
        return new TasksFile(name, runs, null);
    }

    private void Add()
    {
        if (csv.GetSpan(places[(int)Place.Task]).SequenceEqual("task"u8))
            throw new PartimeException($"{name}, line {csv.LineNumber} is the header of another file. Name each of the files by itself.");
        var run = RunOfRow();
        var number = Whole(Place.Task);
        var isAttempt = run == current && number == task;
        (var wasCurrent, current, task) = (run == current, run, number);
        var seconds = Seconds(Place.Duration);
        if (isAttempt)
            run.Seconds[^1] += seconds ?? 0;
        else
            run.Seconds.Add(seconds ?? 0);
        Count(run);
        if (Seconds(Place.Started) is not { } started || Seconds(Place.Ended) is not { } ended)
            return;
        run.Overlaps |= wasCurrent && started < lastEnd;
        firstStart = wasCurrent && run.Seconds.Count > 1 ? Math.Min(firstStart, started) : started;
        lastEnd = wasCurrent ? Math.Max(lastEnd, ended) : ended;
        run.SpanSeconds = lastEnd - firstStart;
        if (run.FirstStart is null)
            (run.FirstStart, run.Process) = (started, processPlace >= 0 && csv.TryParse<long>(processPlace, out var process) ? process : null);
        if (!IsEmpty(Place.Worker))
            run.Workers = (int)Math.Max(run.Workers, Math.Min(int.MaxValue, Whole(Place.Worker) + 1));
    }

    private TaskDurationsOfRun RunOfRow()
    {
        var number = (int)Math.Min(int.MaxValue, Whole(Place.Run));
        if (current is not null && current.Run == number && csv.GetString(places[(int)Place.Session]) == current.Session)
            return current;
        var session = csv.GetString(places[(int)Place.Session]);
        if (!byNumber.TryGetValue((session, number), out var run))
        {
            byNumber[(session, number)] = run = new TaskDurationsOfRun(session, number) { Workers = 0 };
            runs.Add(run);
        }
        return run;
    }

    private void Count(TaskDurationsOfRun run)
    {
        var status = csv.GetSpan(places[(int)Place.Status]);
        if (status.SequenceEqual("cancelled"u8))
            run.Cancelled++;
        else if (!status.SequenceEqual("ok"u8))
            run.Failed++;
    }

    private bool IsEmpty(Place place) => csv.GetSpan(places[(int)place]).IsEmpty;

    private long Whole(Place place) => csv.TryParse<long>(places[(int)place], out var value) && value >= 0 ? value : throw Wrong(place, "a whole number from 0");

    private double? Seconds(Place place) => IsEmpty(place) ? null
        : csv.TryParse<double>(places[(int)place], out var value) && value is >= 0 and <= CsvLine.MaxSeconds ? value
        : throw Wrong(place, CsvLine.SecondsWanted);

    private PartimeException Wrong(Place place, string wanted) => new(
        $"{name}, line {csv.LineNumber}: '{csv.GetString(places[(int)place])}' in column {Required[(int)place]} is not {wanted}. Correct the line or remove it.");

    private void EnsureKind()
    {
        if (Array.Find(Required, column => !columns.Contains(column)) is not { } missing)
            return;
        var kind = columns is [] or [""] ? "is empty"
            : columns.Contains("wall_s") ? "is a runs CSV of partime"
            : columns.Contains("wall_median_s") ? "is a summary CSV of partime"
            : columns is [var only] && only.AsSpan().IndexOfAny(CsvDialect.OtherSeparators) >= 0 ? "has its fields separated by something else than commas"
            : $"has no column '{missing}'";
        throw new PartimeException($"{name} {kind}. {Remedy}");
    }
}

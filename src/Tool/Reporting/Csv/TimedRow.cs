using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>One run of one session.</summary>
internal sealed record RunKey(string Session, int Number)
{
    public static RunKey Of(Observation run) => new(run.Session, run.Planned.Number);
}

/// <summary>The row of a tasks CSV that is being read: which run it belongs to, and when the task ran.</summary>
internal sealed class TimedRow(TaskRows rows)
{
    /// <summary>Columns without which a file has no tasks.</summary>
    public static readonly string[] Needed = ["session", "run", "task", "worker", "started_s", "ended_s", "status"];

    private readonly int session = rows.PlaceOf("session"), number = rows.PlaceOf("run"), task = rows.PlaceOf("task"), worker = rows.PlaceOf("worker"), status = rows.PlaceOf("status"), input = rows.PlaceOf("input");
    private readonly int started = rows.PlaceOf("started_s"), ended = rows.PlaceOf("ended_s"), errorType = rows.PlaceOf("error_type"), errorMessage = rows.PlaceOf("error_message");
    private readonly int attempt = rows.PlaceOf("attempt"), process = rows.PlaceOf("pid"), node = rows.PlaceOf("node");
    private RunKey? key;

    /// <summary>The same object for all rows of a run, which come one after the other.</summary>
    public RunKey Run
    {
        get
        {
            var (id, run) = (rows.Text(session), (int)Math.Min(int.MaxValue, rows.Whole(number)));
            return key is not null && key.Number == run && key.Session == id ? key : key = new RunKey(id, run);
        }
    }

    public long Task => rows.Whole(task);

    public long? Worker => rows.IsEmpty(worker) ? null : rows.Whole(worker);

    public long? Attempt => rows.WholeOrNull(attempt);

    public long? Process => rows.WholeOrNull(process);

    /// <summary>Files of earlier versions do not have it.</summary>
    public string Node => rows.Text(node);

    public double? Started => rows.Seconds(started);

    public double? Ended => rows.Seconds(ended);

    public string Status => rows.Text(status);

    public string Input => CsvDialect.Unescape(rows.Text(input));

    public string ErrorType => rows.Text(errorType);

    public string ErrorMessage => CsvDialect.Unescape(rows.Text(errorMessage));
}

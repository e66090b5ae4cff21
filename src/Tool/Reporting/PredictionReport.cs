using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Files;

namespace Partime.Tool.Reporting;

/// <summary>Predictions for people and in files.</summary>
internal sealed class PredictionReport(SerialLog log, Predictions found, int cpus, IReadOnlyList<string> remarks)
{
    private const int Schema = 1;

    public static readonly Column<PredictionReport>[] Head =
    [
        new("schema", _ => Schema, "1: the version of this description"),
        new("session", report => report.Log.Session, "the session whose tasks were replayed"),
        new("tasks", report => report.Found.Tasks, "the number of tasks of a run"),
        new("rounds", report => report.Found.Rounds, "the number of runs that were replayed"),
        new("work_s", report => report.Found.TotalSeconds, "the sum of the durations of all tasks, as a median over the rounds"),
        new("longest_s", report => report.Found.LongestSeconds, "the duration of the task that takes longest in most rounds, likewise"),
        new("longest_task", report => report.Found.LongestTask, "its index in the tasks CSV"),
        new("max_speedup", report => report.Found.MaxSpeedUp, "the speed-up that this task allows, however many workers there are; `null` if no task took any time"),
        new("enough_workers", report => report.Found.Enough(Schedule.TaskByTask).Workers,
            "the smallest of the numbers of workers whose time, claiming task by task, is within 5% of the best"),
    ];

    private SerialLog Log => log;

    private Predictions Found => found;

    public void Write(Outputs outputs)
    {
        // Both are open before either is replaced.
        using var csv = outputs.RunsCsv is { } csvPath ? new CsvFile<PredictionRow>(csvPath, CsvDialect.Plain, PredictionColumns.All) : null;
        using var json = outputs.Json is { } jsonPath ? OutputFile.Open(jsonPath) : null;
        csv?.WriteAll(Rows);
        json?.WriteText(Json());
    }

    public void Show(Terminal terminal)
    {
        terminal.WriteLine(PredictionText.Heading(log, found));
        terminal.Write(PredictionText.Table(found));
        terminal.WriteLine(PredictionText.Assumption);
        foreach (var sentence in PredictionText.Conclusions(found, cpus))
            terminal.WriteLine(sentence);
    }

    private IEnumerable<PredictionRow> Rows => found.All.Select(prediction => new PredictionRow(log, found, prediction));

    private string Json()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            foreach (var column in Head)
                JsonHead.WriteField(json, column.Name, column.Value(this));
            JsonHead.WriteTexts(json, "conclusions", PredictionText.Conclusions(found, cpus));
            JsonHead.WriteTexts(json, "remarks", remarks);
            PredictionColumns.All.WriteAll(json, "predictions", Rows);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}

using System.Globalization;
using CsvHelper;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>A row of the runs CSV. New columns go to the end, and <see cref="CurrentSchema"/> up only when a column changes
/// its meaning.</summary>
[CsvRecord]
internal partial record struct RunRow(
    [property: CsvColumn("schema")] int Schema,
    [property: CsvColumn("session")] string Session,
    [property: CsvColumn("run")] int Run,
    [property: CsvColumn("phase")] string Phase,
    [property: CsvColumn("round")] int Round,
    [property: CsvColumn("order")] int Order,
    [property: CsvColumn("workload")] string Workload,
    [property: CsvColumn("executor")] string Executor,
    [property: CsvColumn("workers")] int Workers,
    [property: CsvColumn("chunk_size")] int ChunkSize,
    [property: CsvColumn("tasks")] long Tasks,
    [property: CsvColumn("started_utc")] string StartedUtc,
    [property: CsvColumn("wall_s")] double WallSeconds,
    [property: CsvColumn("startup_s")] double StartupSeconds,
    [property: CsvColumn("run_s")] double RunSeconds,
    [property: CsvColumn("shutdown_s")] double ShutdownSeconds,
    [property: CsvColumn("work_s")] double WorkSeconds,
    [property: CsvColumn("ideal_s")] double IdealSeconds,
    [property: CsvColumn("cpu_user_s")] double? CpuUserSeconds,
    [property: CsvColumn("cpu_system_s")] double? CpuSystemSeconds,
    [property: CsvColumn("peak_rss_bytes")] long? PeakRssBytes,
    [property: CsvColumn("concurrency_mean")] double? ConcurrencyMean,
    [property: CsvColumn("concurrency_max")] int ConcurrencyMax,
    [property: CsvColumn("tasks_ok")] long TasksOk,
    [property: CsvColumn("tasks_failed")] long TasksFailed,
    [property: CsvColumn("result_digest")] string ResultDigest,
    [property: CsvColumn("status")] string Status,
    [property: CsvColumn("error"), CsvConverter(typeof(FreeText))] string? Error)
{
    public const int CurrentSchema = 1;

    public static RunRow Of(string session, string workload, RunRecord run) => new(
        CurrentSchema,
        session,
        run.Planned.Number,
        Label.Of(run.Planned.Phase),
        run.Planned.Round,
        run.Planned.Order,
        workload,
        run.Planned.Configuration.Executor,
        run.Planned.Configuration.Workers,
        run.Planned.Configuration.ChunkSize,
        run.Tasks.Count,
        run.StartedUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        run.Times.WallSeconds,
        run.Times.StartupSeconds,
        run.Times.RunSeconds,
        run.Times.ShutdownSeconds,
        Ticks.ToSeconds(run.Totals.WorkTicks),
        run.Totals.IdealSeconds(run.Planned.Configuration.Workers),
        run.Cpu.User.TotalSeconds,
        run.Cpu.System.TotalSeconds,
        PeakRssBytes: null, // the system tells it for the life of a process, not for a run: known once workers are processes
        run.Totals.ConcurrencyMean,
        run.Totals.ConcurrencyMax,
        run.Totals.Ok,
        run.Totals.Failed,
        Label.OfDigest(run.Totals.ResultDigest),
        Label.Of(run.Status),
        run.Error);
}

using System.Globalization;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A row of the runs CSV.</summary>
internal readonly record struct RunRow(ReportHeader Header, RunRecord Run)
{
    public PlannedRun Planned => Run.Planned;

    public Configuration Configuration => Run.Planned.Configuration;
}

/// <summary>The columns of the runs CSV that every workload has; its options stand behind them. New columns go to the end, and
/// <see cref="CurrentSchema"/> up only when a column changes its meaning.</summary>
internal static class RunColumns
{
    public const int CurrentSchema = 1;

    public static readonly Column<RunRow>[] All =
    [
        new("schema", (csv, _) => csv.WriteField<int>(CurrentSchema)),
        new("session", (csv, row) => csv.WriteField(row.Header.Session)),
        new("run", (csv, row) => csv.WriteField<int>(row.Planned.Number)),
        new("phase", (csv, row) => csv.WriteField(Label.Of(row.Planned.Phase))),
        new("round", (csv, row) => csv.WriteField<int>(row.Planned.Round)),
        new("order", (csv, row) => csv.WriteField<int>(row.Planned.Order)),
        new("workload", (csv, row) => csv.WriteField(row.Header.Workload)),
        new("executor", (csv, row) => csv.WriteField(row.Configuration.Executor)),
        new("workers", (csv, row) => csv.WriteField<int>(row.Configuration.Workers)),
        new("chunk_size", (csv, row) => csv.WriteField<int>(row.Configuration.ChunkSize is ChunkSpec.Auto ? null : row.Configuration.ChunkSize)),
        new("tasks", (csv, row) => csv.WriteField<long>(row.Run.Tasks.Count)),
        new("started_utc", (csv, row) => csv.WriteField(row.Run.StartedUtc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture))),
        new("wall_s", (csv, row) => csv.WriteField<double>(row.Run.Times.WallSeconds)),
        new("startup_s", (csv, row) => csv.WriteField<double>(row.Run.Times.StartupSeconds)),
        new("run_s", (csv, row) => csv.WriteField<double>(row.Run.Times.RunSeconds)),
        new("shutdown_s", (csv, row) => csv.WriteField<double>(row.Run.Times.ShutdownSeconds)),
        new("work_s", (csv, row) => csv.WriteField<double>(Ticks.ToSeconds(row.Run.Totals.WorkTicks))),
        new("ideal_s", (csv, row) => csv.WriteField<double>(row.Run.Totals.IdealSeconds(row.Configuration.Workers))),
        new("cpu_user_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.Cpu.User.TotalSeconds)),
        new("cpu_system_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.Cpu.System.TotalSeconds)),
        new("peak_rss_bytes", (csv, row) => csv.WriteField<long>(row.Run.Costs.PeakRssBytes)),
        new("concurrency_mean", (csv, row) => csv.WriteField<double>(row.Run.Totals.ConcurrencyMean)),
        new("concurrency_max", (csv, row) => csv.WriteField<int>(row.Run.Totals.ConcurrencyMax)),
        new("tasks_ok", (csv, row) => csv.WriteField<long>(row.Run.Totals.Ok)),
        new("tasks_failed", (csv, row) => csv.WriteField<long>(row.Run.Totals.Failed)),
        new("result_digest", (csv, row) => csv.WriteField(Label.OfDigest(row.Run.Totals.ResultDigest))),
        new("status", (csv, row) => csv.WriteField(Label.Of(row.Run.Status))),
        new("error", (csv, row) => FreeText.WriteField(csv, row.Run.Error)),
        new("pool", (csv, row) => csv.WriteField(row.Header.Pool)),
        new("processes", (csv, row) => csv.WriteField<int>(row.Run.Costs.Processes)),
        new("boot_mean_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.BootMean?.TotalSeconds)),
        new("worker_cpu_min_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.WorkerCpuLeast?.TotalSeconds)),
        new("worker_cpu_max_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.WorkerCpuMost?.TotalSeconds)),
        new("worker_gc_pause_s", (csv, row) => csv.WriteField<double>(row.Run.Costs.GcPause?.TotalSeconds)),
        new("executor_options", (csv, row) => FreeText.WriteField(csv, row.Header.ExecutorOptions.GetValueOrDefault(row.Configuration.Executor))),
    ];
}

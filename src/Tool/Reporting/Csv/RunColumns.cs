using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The columns of the runs, in CSV and JSON alike: those that every workload has, and behind them its options. New columns go
/// to the end of the former, and <see cref="CurrentSchema"/> up only when a column changes its meaning.</summary>
internal static class RunColumns
{
    public const int CurrentSchema = 1;

    /// <summary>Before the name of an option of the workload.</summary>
    public const string ParameterPrefix = "param_";

    private static readonly RunColumn[] All =
    [
        new("schema", _ => CurrentSchema),
        new("session", row => row.Header.Session),
        new("run", row => row.Planned.Number),
        new("phase", row => Label.Of(row.Planned.Phase)),
        new("round", row => row.Planned.Round),
        new("order", row => row.Planned.Order),
        new("workload", row => row.Header.Workload),
        new("executor", row => row.Configuration.Executor),
        new("workers", row => row.Configuration.Workers),
        new("chunk_size", row => row.Configuration.ChunkSize.Number),
        new("tasks", row => row.Run.Tasks.Count),
        new("started_utc", row => Field.Of(row.Run.StartedUtc)),
        new("wall_s", row => row.Run.Times.WallSeconds),
        new("startup_s", row => row.Run.Times.StartupSeconds),
        new("run_s", row => row.Run.Times.RunSeconds),
        new("shutdown_s", row => row.Run.Times.ShutdownSeconds),
        new("work_s", row => Ticks.ToSeconds(row.Run.Totals.WorkTicks)),
        new("ideal_s", row => row.Run.Totals.IdealSeconds(row.Configuration.Workers)),
        new("cpu_user_s", row => row.Run.Costs.Cpu.User.TotalSeconds),
        new("cpu_system_s", row => row.Run.Costs.Cpu.System.TotalSeconds),
        new("peak_rss_bytes", row => row.Run.Costs.PeakRssBytes),
        new("concurrency_mean", row => row.Run.Totals.ConcurrencyMean),
        new("concurrency_max", row => row.Run.Totals.ConcurrencyMax),
        new("tasks_ok", row => row.Run.Totals.Ok),
        new("tasks_failed", row => row.Run.Totals.Failed),
        new("result_digest", row => Label.OfDigest(row.Run.Totals.ResultDigest)),
        new("status", row => Label.Of(row.Run.Status)),
        new("error", row => row.Run.Error),
        new("pool", row => row.Header.Pool),
        new("processes", row => row.Run.Costs.Processes),
        new("boot_mean_s", row => row.Run.Costs.BootMean?.TotalSeconds),
        new("worker_cpu_min_s", row => row.Run.Costs.WorkerCpuMin?.TotalSeconds),
        new("worker_cpu_max_s", row => row.Run.Costs.WorkerCpuMax?.TotalSeconds),
        new("worker_gc_pause_s", row => row.Run.Costs.GcPause?.TotalSeconds),
        new("executor_options", row => row.Header.ExecutorOptions.GetValueOrDefault(row.Configuration.Executor)),
        new("remarks", row => row.Remarks),
        new("isolated", row => Label.YesNo(row.Header.Isolated.Contains(row.Configuration.Executor))),
        new("seed", row => row.Header.Seed),
        new("inputs_digest", row => row.Header.Inputs),
        new("plan", row => row.Header.Plan),
        new("settings", row => row.Header.Settings),
        new("plugins", row => row.Header.Plugins),
        new("load_before", row => row.Run.Noise.LoadBefore),
        new("steal_s", row => row.Run.Noise.StealSeconds),
        new("throttled_s", row => row.Run.Noise.ThrottledSeconds),
        new("other_cpu_s", row => row.Run.Noise.OthersCpuSeconds),
        new("gc_pause_s", row => row.Run.Noise.GcPauseSeconds),
        new("machine", row => row.Header.Machine),
        new("on_battery", row => Label.YesNo(row.Run.Noise.OnBattery)),
        new("governor", row => row.Run.Noise.Governor),
        new("machine_cpus", row => row.Run.Noise.MachineCpus),
        new("usable_cpus", row => row.Run.Noise.UsableCpus),
        new("disturbances", row => DisturbanceText.Of(Disturbance.Of(row.Run))),
    ];

    /// <summary>An option's name as files have it.</summary>
    public static string NameOf(string option) => option.Replace('-', '_');

    /// <summary>The name of each column, for the workload of this session.</summary>
    public static string[] NamesFor(ReportHeader header)
    {
        var names = new string[All.Length + header.Parameters.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = i < All.Length ? All[i].Name : ParameterPrefix + NameOf(header.Parameters[i - All.Length].Name);
        return names;
    }

    /// <summary>What a run has in each of them.</summary>
    /// <remarks>Here and around it are loops: a query over a type of partime's own would be compiled at every start.</remarks>
    public static Field[] FieldsOf(RunRow row)
    {
        var fields = new Field[All.Length + row.Header.Parameters.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = i < All.Length ? All[i].Of(row) : row.Header.Parameters[i - All.Length].Value;
        return fields;
    }
}

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A run as the files show it.</summary>
/// <param name="Info">Its session.</param>
/// <param name="Run">The run.</param>
/// <param name="Serial">How it compares with a serial run; <see langword="null"/> if that is not known.</param>
internal sealed record RunRow(SessionInfo Info, RunRecord Run, AgainstSerial? Serial = null)
{
    public PlannedRun Planned => Run.Planned;

    public Configuration Configuration => Run.Planned.Configuration;

    /// <summary>The remarks on the workload, on the executor and on the run itself.</summary>
    public string Remarks
    {
        get
        {
            if (Info.Remarks.Count == 0 && Run.Costs is { Remark: null, EndFault: null })
                return "";
            var executor = Configuration.Executor;
            var texts = Info.Remarks.Where(remark => remark.IsAbout(executor)).Select(remark => remark.Text).ToList();
            if (Run.Costs.Remark is { } own)
                texts.Add(own);
            if (Run.Costs.EndFault is { } fault)
                texts.Add(fault.Text);
            return string.Join("; ", texts.Distinct().Select(text => text.TrimEnd('.')));
        }
    }
}

/// <summary>The columns of the runs, in CSV and JSON alike: those that people sort and pivot by, the options and the metrics of the workload, what else was measured, and at
/// the far end what is the same in all rows of a session.</summary>
internal static class RunColumns
{
    public const int CurrentSchema = 2;

    /// <summary>The first columns, which keep their places. All others are found by their names.</summary>
    public const int FirstCount = 12;

    /// <summary>Before the name of an option of the workload.</summary>
    public const string ParameterPrefix = "param_";

    private static readonly Column<RunRow>[] First =
    [
        new("workload", row => row.Info.Workload, "the name of the workload"),
        new("variant", row => row.Info.Variant, "the workload with the options that were set, as `http-fetch (timeout=5s)`; its name if none was"),
        new("executor", row => row.Configuration.Executor, "the name of the executor"),
        new("workers", row => row.Configuration.Workers, "the requested number of workers"),
        new("chunk_size", row => row.Configuration.ChunkSize.Number, "how many consecutive tasks a worker claimed at once; empty for `auto`"),
        new("tasks", row => row.Run.Tasks.Count, "the number of tasks of the run; under weak scaling it grows with `workers`"),
        new("phase", row => Label.Of(row.Planned.Phase), "`warmup` or `measure`; only `measure` counts in summaries"),
        new("round", row => row.Planned.Round, "the round within the phase, from 1"),
        new("wall_s", row => row.Run.Times.WallSeconds, "from the request for the pool until it was gone: `startup_s` + `run_s` + `shutdown_s`"),
        new("speedup", row => row.Serial?.SpeedUp,
            "the wall time of the latest `serial` run before this row, divided by `wall_s`; under weak scaling, times the ratio of their tasks. Empty without such a run in this phase, or if not all tasks are ok. The summary has the speed-up within each round"),
        new("cpu_s", row => row.Run.Costs.Cpu.TotalSeconds,
            "processor time during the run of partime, of its worker processes, and on Linux of programs that tasks have started and waited for. For an isolated run, of its process during the run, or of its whole life if it died"),
        new("status", row => Label.Of(row.Run.Status),
            "`ok`; `failed`: some tasks failed; `cancelled`: the session was interrupted; `suspended`: partime, a worker or the machine stood still meanwhile, so the run does not count and is measured again, at most twice; `error`: the executor failed, or the process of an isolated run died"),
    ];

    private static readonly Column<RunRow>[] Measured =
    [
        new("started_utc", row => Field.Of(row.Run.StartedUtc), "when the run began, by the computer's clock"),
        new("order", row => row.Planned.Order, "the position of the run within its round, from 1; it is random"),
        new("startup_s", row => row.Run.Times.StartupSeconds, "until the pool was ready; with worker processes, until the first of them was, because it works at once"),
        new("run_s", row => row.Run.Times.RunSeconds, "until every task had a verdict"),
        new("shutdown_s", row => row.Run.Times.ShutdownSeconds, "until the pool was gone"),
        new("work_s", row => Ticks.ToSeconds(row.Run.Totals.WorkTicks), "the sum of the durations of all tasks"),
        new("ideal_s", row => row.Run.Totals.IdealSeconds(row.Configuration.Workers),
            "lower bound for any schedule of tasks with these durations: the larger of `work_s` / `workers` and the longest task"),
        new("concurrency_mean", row => row.Run.Totals.ConcurrencyMean, "the mean number of tasks under way, from the start of the first to the end of the last"),
        new("concurrency_max", row => row.Run.Totals.ConcurrencyMax, "the highest number of tasks under way at the same moment"),
        new("tasks_ok", row => row.Run.Totals.Ok, "the number of tasks with a result"),
        new("tasks_failed", row => row.Run.Totals.Failed, "the number of tasks without a result"),
        new("error", row => row.Run.Error, "what failed, if it was not a task"),
        new("remarks", row => row.Remarks,
            "remarks on the numbers, joined by `; `: the workload or the executor was built in Debug, or there were fewer worker processes than requested"),
        new("disturbances", row => RunRemarks.Of(Disturbance.Of(row.Run)),
            "what makes the time of this run doubtful, joined by `; `; mostly empty. `other programs 36%`: of the CPU time of the whole machine; `host 5%`, `quota 30%`: of the run's time; `2 workers per CPU`: more workers were computing than there are CPUs; `battery`. [Thresholds](doctor.md#disturbances)"),
        new("pool", row => Label.OfPool(row.Info.IsWarm), "`cold`: the times include starting and ending the workers; `warm`: the workers stay for all runs of their configuration, and `startup_s` and `shutdown_s` are 0"),
        new("isolated", row => Label.YesNo(row.Info.Isolated.Contains(row.Configuration.Executor)),
            "`yes`: a fresh process was started for the run; `no`: it ran in partime's process, or in worker processes, which are fresh for every run anyway"),
        new("executor_options", row => row.Info.ExecutorOptions.GetValueOrDefault(row.Configuration.Executor),
            "the options of the executor in effect, as `key=value; key=value`. Options without a value are left out"),
        .. LossColumns.OfRuns,
        new("cpu_system_s", row => row.Run.Costs.Cpu.System.TotalSeconds, "the part of `cpu_s` in kernel mode; the rest is in user mode"),
        new("peak_rss_bytes", row => row.Run.Costs.PeakRssBytes,
            "the sum of the peak memory of all worker processes, or the peak of an isolated run's process. Otherwise empty, because the system reports it for a process and not for a run within one"),
        new("processes", row => row.Run.Costs.Processes, "how many worker processes were started, or belong to a warm pool; empty without worker processes"),
        new("boot_mean_s", row => row.Run.Costs.BootMean?.TotalSeconds, "the mean time from starting a worker process until it was ready; empty without worker processes"),
        new("worker_cpu_min_s", row => row.Run.Costs.WorkerCpuMin?.TotalSeconds,
            "the lowest processor time of a worker, including all processes that succeeded one another as this worker"),
        new("worker_cpu_max_s", row => row.Run.Costs.WorkerCpuMax?.TotalSeconds, "the highest processor time of a worker"),
        new("worker_gc_pause_s", row => row.Run.Costs.GcPause?.TotalSeconds,
            "how long the garbage collector stopped the workers, summed; for an isolated run, its process during the run"),
        new("gc_pause_s", row => row.Run.Noise.GcPauseSeconds, "how long the garbage collector stopped partime and its workers during the run"),
        new("allocated_bytes", row => row.Run.Noise.AllocatedBytes, "what the processes that ran the tasks allocated on the managed heap: partime's own during the run, worker processes while they had tasks; empty if one of them died in a task"),
        new("waits", row => row.Run.Noise.Waits, "how often a thread of partime's process gave up its CPU to wait for something; empty if other processes ran the tasks"),
        new("compiled_methods", row => row.Run.Noise.CompiledMethods,
            "how many methods partime and its workers compiled during the run, some of them again to make them faster. Code is slow until then: many of them, run after run, mean cold code"),
        new("compile_s", row => row.Run.Noise.CompileSeconds, "how long that took, summed over threads"),
        new("load_before", row => row.Run.Noise.LoadBefore,
            "how many programs wanted a CPU in the minute before the run, on average; empty where the system does not report it"),
        new("steal_s", row => row.Run.Noise.StealSeconds, "time that the host gave to other machines during the run, summed over all CPUs; in steps of 10 ms; empty where the system does not report it"),
        new("throttled_s", row => row.Run.Noise.ThrottledSeconds, "time for which the quota of the container stopped the run, summed over threads; empty without a quota"),
        new("other_cpu_s", row => row.Run.Noise.OthersCpuSeconds,
            "processor time of all other programs (not partime and its workers) on all CPUs, in steps of 10 ms. It says little about a run shorter than 50 ms. Empty for an isolated run, because the time that its process took besides the run is unknown"),
        new("on_battery", row => Label.YesNo(row.Run.Noise.OnBattery), "`yes`: the machine was on battery just before or after the run; `no`; empty without a battery"),
        new("governor", row => row.Run.Noise.Governor,
            "the frequency governor just before and after the run, `performance, then powersave` if it changed; empty where the system does not report it"),
        new("machine_cpus", row => row.Run.Noise.MachineCpus, "the number of CPUs of the machine, over which `steal_s` and `other_cpu_s` are summed"),
        new("usable_cpus", row => row.Run.Noise.UsableCpus, "how many of these CPUs partime may use by affinity and quota; it may be a fraction"),
        new("gc_gen0", row => row.Run.Noise.Gen0Collections, "how often the processes that ran the tasks collected generation 0 alone. A collection counts in one of the three columns"),
        new("gc_gen1", row => row.Run.Noise.Gen1Collections, "how often they collected generations 0 and 1"),
        new("gc_gen2", row => row.Run.Noise.Gen2Collections, "how often they collected the whole heap"),
        new("longest_task_s", row => Ticks.ToSeconds(row.Run.Totals.LongestTicks), "the duration of the longest task"),
    ];

    /// <summary>What a continued session, a report and a comparison need, and people rarely.</summary>
    private static readonly Column<RunRow>[] OfSession =
    [
        new("result_digest", row => Label.OfDigest(row.Run.Totals.ResultDigest),
            "XxHash3 over the digests of all results in task order, 0 for a task without a result. Equal digests mean equal results"),
        new("run", row => row.Planned.Number, "the number of the run in the session, from 1"),
        new("session", row => row.Info.Id, "the id of the session: its start and ten random digits"),
        new("session_seed", row => row.Info.Seed, "the seed of the random order of every round; see [statistics.md](statistics.md)"),
        new("session_inputs_digest", row => row.Info.InputsDigest, "XxHash3 over all inputs and how often each runs. Equal digests mean equal inputs"),
        new("session_plan", row => ConfigurationList.TextOf(row.Info.Configurations), "the configurations of a round, as `executor:workers:chunk size`. Neighbours that differ only in workers or chunk size share a word, joined by blanks: `threads:1..9:1,100` is 1 to 8 workers, each with the chunk sizes 1 and 100. Three or more consecutive numbers are a range, without its end; `auto` is an empty `chunk_size`"),
        new("session_variants", row => string.Join(RunsReader.VariantSeparator, row.Info.Variants), "what `variant` may be in this session, joined by a vertical bar between blanks; empty if there is only one"),
        new("session_settings", row => row.Info.Settings?.ToString(),
            "the planned rounds and the limits of tasks and workers, as `6 rounds; 1 to warm up; no timeout; 0 retries`; `100 tasks per worker`, `10 warm tasks per worker`, `fail fast` and `weak scaling` only if requested"),
        new("session_plugins", row => string.Join("; ", row.Info.Plugins),
            "the assemblies whose code ran: name, version, and the beginning of a SHA-512 over the code in their folder (assemblies, native libraries, `.deps.json` and `.runtimeconfig.json`); for partime itself, the number of its build"),
        new("session_machine", row => row.Info.Machine, "the name of the machine, processor, CPUs, quota, kernel, .NET and the kind of garbage collection"),
        new("schema", _ => CurrentSchema, "2: the version of this description"),
    ];

    /// <summary>The name that a column had in schema 1; <see langword="null"/> if it had none or the same.</summary>
    public static string? FormerName(string column) => column.StartsWith("session_", StringComparison.Ordinal) ? column["session_".Length..] : null;

    /// <summary>Whether an earlier version of partime has written a file with these columns.</summary>
    public static bool AreOfSchema1(IReadOnlyList<string> columns) => columns is ["schema", "session", ..];

    /// <summary>The columns for all variants of a session.</summary>
    public static Column<RunRow>[] For(SessionInfo info)
    {
        var columns = new List<Column<RunRow>>(First);
        foreach (var name in info.ParameterNames)
            columns.Add(new Column<RunRow>(ParameterPrefix + SessionInfo.NameInFiles(name), row => row.Info.ValueOf(name),
                "each option of the workload with its value in effect, hyphens in its name written as `_`. Durations as `1.5s`, sizes in bytes, lists as `1,2,3` (of texts as `a; b`), `***` for a secret. The same holds in `executor_options`"));
        columns.AddRange(MetricColumns.OfRuns(info));
        columns.AddRange(Measured);
        columns.AddRange(OfSession);
        columns.AddRange(MetricColumns.OfSession(info));
        return [.. columns];
    }
}

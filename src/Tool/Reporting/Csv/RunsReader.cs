using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Reads a runs CSV, of this version or an older one with fewer columns.</summary>
internal static class RunsReader
{
    /// <summary>Without these columns, a row has no meaning.</summary>
    private static readonly string[] Required =
        ["schema", "session", "run", "phase", "round", "workload", "executor", "workers", "chunk_size", "tasks", "wall_s", "status"];

    private static readonly string[] SameInSession = ["schema", "workload", "pool", "seed", "inputs_digest", "plan", "settings", "plugins", "machine"];

    /// <summary>partime needs none of these columns, and other programs do.</summary>
    private static readonly string[] OtherSeconds = ["boot_mean_s", "worker_cpu_min_s", "worker_cpu_max_s", "worker_gc_pause_s"];
    private static readonly string[] OtherCounts = ["concurrency_max", "tasks_ok", "tasks_failed", "processes"];

    /// <summary>The lowest quota of Linux is a thousandth of a CPU.</summary>
    private const double MinCpus = 0.001;

    private static readonly Phase[] Phases = [Phase.Warmup, Phase.Measure];
    private static readonly RunStatus[] Statuses = [RunStatus.Ok, RunStatus.Suspended, RunStatus.Failed, RunStatus.Cancelled, RunStatus.Error];

    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="isStrict">Whether to refuse what other programs make of a file that partime has written.</param>
    public static RunsFile Read(string path, bool isStrict = false)
    {
        var table = CsvTable.Read(path, Required, isStrict);
        var sessions = new Dictionary<string, SessionInfo>();
        var firstLines = new Dictionary<string, CsvLine>();
        var runs = new List<Observation>();
        var complete = new HashSet<(string, Phase, int, Configuration)>();
        foreach (var line in table.Lines)
        {
            if (line.Whole("schema") is var schema && schema > RunColumns.CurrentSchema)
                throw new PartimeException($"{table.Name} is from a newer partime: its schema is {schema}, and this one knows {RunColumns.CurrentSchema}. Update partime.");
            var id = line.RequiredText("session");
            if (!sessions.TryGetValue(id, out var session))
            {
                sessions[id] = session = SessionOf(id, line, table.Columns);
                firstLines[id] = line;
            }
            if (OfSession(table.Columns).FirstOrDefault(column => line.Text(column) != firstLines[id].Text(column)) is { } changed)
                throw line.Differs(changed, firstLines[id]);
            Array.ForEach(OtherSeconds, column => line.Seconds(column));
            Array.ForEach(OtherCounts, column => line.WholeFromZero(column));
            var run = RunOf(session, line);
            var planned = run.Planned;
            if (run.IsComplete && !complete.Add((id, planned.Phase, planned.Round, planned.Configuration)))
                throw line.Duplicate($"{new ConfigurationNames([planned.Configuration]).Of(planned.Configuration)} in round {planned.Round} of session {id}");
            AddExecutor(session, run);
            runs.Add(run);
        }
        return new RunsFile(table.Name, table.Columns, [.. sessions.Values], runs, table.Remark);
    }

    /// <summary>The columns that are the same in all rows of a session.</summary>
    private static IEnumerable<string> OfSession(IReadOnlyList<string> columns) => columns.Where(column => SameInSession.Contains(column)
        || column.StartsWith(RunColumns.ParameterPrefix, StringComparison.Ordinal));

    private static Observation RunOf(SessionInfo session, CsvLine line)
    {
        var configuration = new Configuration(
            line.RequiredText("executor"),
            line.Count("workers", min: 1),
            line.Text("chunk_size") is null ? ChunkSize.Auto : line.Count("chunk_size", min: 1));
        var planned = new PlannedRun(
            line.Count("run", min: 1),
            line.Word("phase", Phases, Label.Of),
            line.Count("round", min: 1),
            line.Text("order") is null ? 0 : line.Count("order", min: 1),
            configuration);
        var scenario = Scenario.Of(session, configuration.Workers, TasksOf(session, configuration, line));
        var times = new TimeParts(line.RequiredSeconds("wall_s"), PartOf(line, "startup_s"), PartOf(line, "run_s"), PartOf(line, "shutdown_s"));
        return new Observation(scenario, session.Id, planned, times, line.Word("status", Statuses, Label.Of))
        {
            EndsAtFailure = session.Settings?.Rules.FailFast == true,
            ExecutorOptions = line.Text("executor_options") ?? "",
            IsIsolated = line.Flag("isolated") == true,
            ResultDigest = Label.DigestFrom(line.Text("result_digest")),
            ConcurrencyMean = line.NumberFromZero("concurrency_mean"),
            CpuSeconds = line.Seconds("cpu_user_s") + line.Seconds("cpu_system_s"),
            WorkSeconds = line.Seconds("work_s"),
            IdealSeconds = line.Seconds("ideal_s"),
            PeakRssBytes = line.WholeFromZero("peak_rss_bytes"),
            WorkerTime = LossColumns.Read(line, configuration.Workers, times.Wall),
            Remarks = line.Text("remarks") ?? "",
            Noise = NoiseOf(line),
        };
    }

    private static long TasksOf(SessionInfo session, Configuration configuration, CsvLine line)
    {
        var tasks = line.LongCount("tasks", min: 0);
        return session.Settings?.Scale == Scale.Weak && tasks % configuration.Workers != 0
            ? throw line.Wrong("tasks", $"a multiple of its {configuration.Workers} workers, as the session has weak scaling") : tasks;
    }

    private static RunNoise NoiseOf(CsvLine line) => new()
    {
        MachineCpus = line.Text("machine_cpus") is null ? null : line.Count("machine_cpus", min: 1),
        UsableCpus = line.Number("usable_cpus", MinCpus, int.MaxValue, "a number of CPUs above 0"),
        LoadBefore = line.NumberFromZero("load_before"),
        StealSeconds = line.Seconds("steal_s"),
        ThrottledSeconds = line.Seconds("throttled_s"),
        OthersCpuSeconds = line.Seconds("other_cpu_s"),
        GcPauseSeconds = line.Seconds("gc_pause_s"),
        CompiledMethods = line.WholeFromZero("compiled_methods"),
        CompileSeconds = line.Seconds("compile_s"),
        AllocatedBytes = line.WholeFromZero("allocated_bytes"),
        Waits = line.WholeFromZero("waits"),
        OnBattery = line.Flag("on_battery"),
        Governor = line.Text("governor"),
    };

    private static double PartOf(CsvLine line, string column) => line.Seconds(column) ?? double.NaN;

    private static SessionInfo SessionOf(string id, CsvLine line, IEnumerable<string> columns) => new()
    {
        Id = id,
        Workload = line.RequiredText("workload"),
        Parameters =
        [
            .. from column in columns
               where column.StartsWith(RunColumns.ParameterPrefix, StringComparison.Ordinal)
               select (column[RunColumns.ParameterPrefix.Length..], line.Text(column) ?? ""),
        ],
        IsWarm = line.Text("pool") is not null && line.Word("pool", [false, true], Label.OfPool),
        StartedUtc = line.Time("started_utc"),
        Seed = line.Whole("seed"),
        InputsDigest = line.Text("inputs_digest") ?? "",
        Configurations = [.. (line.Text("plan") ?? "").Split(' ').Select(Configuration.FromText).OfType<Configuration>()],
        Settings = line.Text("settings") is { } settings ? SessionSettings.Parse(settings) : null,
        Plugins = line.Text("plugins")?.Split("; ") ?? [],
        Machine = line.Text("machine") ?? "",
        ExecutorOptions = new Dictionary<string, string>(),
        Isolated = new HashSet<string>(),
    };

    /// <summary>What a session does under one executor stands in the rows of that executor.</summary>
    private static void AddExecutor(SessionInfo session, Observation run)
    {
        var executor = run.Planned.Configuration.Executor;
        ((Dictionary<string, string>)session.ExecutorOptions).TryAdd(executor, run.ExecutorOptions);
        if (run.IsIsolated)
            ((HashSet<string>)session.Isolated).Add(executor);
    }
}

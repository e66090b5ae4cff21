using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Reads a runs CSV: of this version, of an older one with other columns, or with only some of the columns.</summary>
internal static class RunsReader
{
    /// <summary>Without these columns, a row has no meaning.</summary>
    private static readonly string[] Required = ["workload", "executor", "workers", "chunk_size", "tasks", "phase", "round", "wall_s", "status"];

    /// <summary>Between the names in <c>session_variants</c>.</summary>
    public const string VariantSeparator = " | ";

    private const string Session = "session";

    private static readonly string[] SameInSession =
        ["schema", "pool", "session_seed", "session_inputs_digest", "session_variants", "session_settings", "session_machine"];

    /// <summary>Each variant of a session has its own; of a session of one variant they are the same in all rows.</summary>
    private static readonly string[] SameInVariant = ["workload", "variant", "session_plan", "session_plugins", MetricColumns.Declarations];

    /// <summary>partime needs none of these columns, and other programs do.</summary>
    private static readonly string[] OtherSeconds = ["cpu_system_s", "boot_mean_s", "worker_cpu_min_s", "worker_cpu_max_s", "worker_gc_pause_s"];
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
        List<string> ofVariant = [.. SameInVariant, .. table.Columns.Where(IsParameter)];
        var numbers = new Dictionary<string, int>();
        foreach (var line in table.Lines)
        {
            if (line.Whole("schema") is var schema && schema > RunColumns.CurrentSchema)
                throw new PartimeException($"{table.Name} is from a newer partime: its schema is {schema}, and this one knows {RunColumns.CurrentSchema}. Update partime.");
            var id = line.Has(Session) ? line.RequiredText(Session) : line.Part == 1 ? table.Name : $"{table.Name}, part {line.Part}";
            var variants = line.Text("session_variants")?.Split(VariantSeparator) ?? [];
            // A file of only some columns tells variants apart by their names alone.
            var variant = variants.Length > 0 ? $"{id} {line.Word("variant", variants, name => name)}" : line.Has(Session) ? id : $"{id} {line.Text("variant")}";
            if (!sessions.TryGetValue(variant, out var session))
            {
                sessions[variant] = session = SessionOf(id, line, table.Columns) with { Variants = variants };
                firstLines[variant] = line;
                firstLines.TryAdd(id, line);
            }
            if (SameInSession.FirstOrDefault(column => line.Text(column) != firstLines[id].Text(column)) is { } ofSession)
                throw line.Differs(ofSession, firstLines[id]);
            if (ofVariant.Find(column => line.Text(column) != firstLines[variant].Text(column)) is { } changed)
                throw line.Differs(changed, firstLines[variant]);
            Array.ForEach(OtherSeconds, column => line.Seconds(column));
            Array.ForEach(OtherCounts, column => line.WholeFromZero(column));
            numbers[id] = numbers.GetValueOrDefault(id) + 1;
            var run = RunOf(session, line, numbers[id]);
            var planned = run.Planned;
            if (run.IsComplete && !complete.Add((variant, planned.Phase, planned.Round, planned.Configuration)))
                throw line.Duplicate($"{new ConfigurationNames([planned.Configuration]).Of(planned.Configuration)} in round {planned.Round} of session {id}");
            AddExecutor(session, run);
            runs.Add(run);
        }
        return new RunsFile(table.Name, table.Columns, [.. sessions.Values], runs, table.Lines, RemarkOf(table));
    }

    private static string? RemarkOf(CsvTable table) => table.Columns.Contains(Session) ? table.Remark
        : $"{table.Name} has only some of the columns: it does not tell its session, inputs, plugins and machine, so that differences between these go unnoticed."
            + (table.Remark is null ? "" : $" {table.Remark}");

    private static bool IsParameter(string column) => column.StartsWith(RunColumns.ParameterPrefix, StringComparison.Ordinal);

    private static Observation RunOf(SessionInfo session, CsvLine line, int number)
    {
        var configuration = new Configuration(
            line.RequiredText("executor"),
            line.Count("workers", min: 1),
            line.Text("chunk_size") is null ? ChunkSize.Auto : line.Count("chunk_size", min: 1));
        var planned = new PlannedRun(
            line.Text("run") is null ? number : line.Count("run", min: 1),
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
            CpuSeconds = line.Seconds("cpu_s") ?? line.Seconds("cpu_user_s") + line.Seconds("cpu_system_s"),
            WorkSeconds = line.Seconds("work_s"),
            IdealSeconds = line.Seconds("ideal_s"),
            LongestTaskSeconds = line.Seconds("longest_task_s"),
            PeakRssBytes = line.WholeFromZero("peak_rss_bytes"),
            WorkerTime = LossColumns.Read(line, configuration.Workers, times.Wall),
            Metrics = MetricColumns.Read(session.Metrics, line),
            Error = line.Text("error") ?? "",
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
        Gen0Collections = line.WholeFromZero("gc_gen0"),
        Gen1Collections = line.WholeFromZero("gc_gen1"),
        Gen2Collections = line.WholeFromZero("gc_gen2"),
        Waits = line.WholeFromZero("waits"),
        OnBattery = line.Flag("on_battery"),
        Governor = line.Text("governor"),
    };

    private static double PartOf(CsvLine line, string column) => line.Seconds(column) ?? double.NaN;

    private static SessionInfo SessionOf(string id, CsvLine line, IReadOnlyList<string> columns) => new()
    {
        Id = id,
        Workload = line.RequiredText("workload"),
        Variant = line.Text("variant") ?? "",
        Parameters = ParametersOf(line, columns),
        Metrics = MetricColumns.ReadDeclarations(line),
        IsWarm = line.Text("pool") is not null && line.Word("pool", [false, true], Label.OfPool),
        StartedUtc = line.Time("started_utc"),
        Seed = line.Whole("session_seed"),
        InputsDigest = line.Text("session_inputs_digest") ?? "",
        Configurations = [.. ConfigurationList.Parse(line.Text("session_plan") ?? "")],
        Settings = line.Text("session_settings") is { } settings ? SessionSettings.Parse(settings) : null,
        Plugins = line.Text("session_plugins")?.Split("; ") ?? [],
        Machine = line.Text("session_machine") ?? "",
        ExecutorOptions = new Dictionary<string, string>(),
        Isolated = new HashSet<string>(),
    };

    /// <summary>From their columns; without any, those that the name of the variant tells.</summary>
    private static List<(string Name, string Value)> ParametersOf(CsvLine line, IReadOnlyList<string> columns)
    {
        var parameters = new List<(string Name, string Value)>();
        foreach (var column in columns.Where(IsParameter))
            parameters.Add((column[RunColumns.ParameterPrefix.Length..], line.Text(column) ?? ""));
        if (parameters.Count == 0 && line.Text("variant") is [.. var variant, ')'] && variant.IndexOf(" (", StringComparison.Ordinal) is > 0 and var start)
            foreach (var part in variant[(start + 2)..].Split("; "))
                if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                    parameters.Add((part[..equals], part[(equals + 1)..]));
                else if (parameters is [.., var last])
                    parameters[^1] = (last.Name, $"{last.Value}; {part}");
        return parameters;
    }

    /// <summary>What a session does under one executor stands in the rows of that executor.</summary>
    private static void AddExecutor(SessionInfo session, Observation run)
    {
        var executor = run.Planned.Configuration.Executor;
        ((Dictionary<string, string>)session.ExecutorOptions).TryAdd(executor, run.ExecutorOptions);
        if (run.IsIsolated)
            ((HashSet<string>)session.Isolated).Add(executor);
    }
}

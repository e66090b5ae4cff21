using System.Text;
using System.Text.Json;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Advice as a document for programs; docs/advice.md describes it, and docs/advice.schema.json is its JSON schema.</summary>
internal static class AdviceJson
{
    private const int Schema = 1;

    /// <summary>What to choose, of the session and of each variant. Without a choice, programs find a verdict all the same.</summary>
    private static readonly Column<Analysis.Advice?>[] Choice =
    [
        new("verdict", advice => Label.Of(advice?.Verdict ?? AdviceVerdict.Inconclusive), "`parallel`, `serial` or `inconclusive`"),
        new("executor", advice => advice?.Chosen.Configuration.Executor, "the executor to use, as far as the rounds tell"),
        new("workers", advice => advice?.Chosen.Configuration.Workers, "the fewest workers that take at most `within` longer than the fastest configuration"),
        new("chunk_size", advice => advice is null ? (string?)null : FieldOf(advice.Chosen.Configuration.ChunkSize), "the chunk size: a number, or the text `auto`"),
        new("expected_wall_s", advice => advice?.Chosen.Wall?.Median.Value, "the median of its `wall_s`"),
        new("low_s", advice => advice?.Chosen.Wall?.Median.Interval?.Low, "lower end of the 95% confidence interval of this median; from 3 rounds"),
        new("high_s", advice => advice?.Chosen.Wall?.Median.Interval?.High, "upper end of this interval"),
        new("speedup", advice => advice?.SpeedUp?.Value, "how many times as fast as `serial` it is, paired by round; null if `serial` is what to use or was not measured"),
        new("cpu_s", advice => advice?.Chosen.Typical.CpuSeconds, "the CPU time of its median round"),
        new("peak_rss_bytes", advice => advice?.Chosen.Typical.PeakRssBytes, "the peak memory of its worker processes, summed; null without any"),
        new("rounds", advice => advice?.Chosen.Rounds, "the number of rounds in which it was measured"),
        new("within", advice => advice?.Within, "how much longer than the fastest it may take, as a fraction"),
    ];

    public static readonly Column<Analysis.Advice?>[] Advice =
    [
        .. Choice,
        new("variant", advice => advice?.Variant, "the variant to use, and with numbers of tasks that vary, the one to use with the largest number; null if there is only one"),
    ];

    public static readonly Column<Rival>[] Rivals =
    [
        new("executor", rival => rival.Summary.Configuration.Executor, "an executor that may be faster by more than `within`, as far as the rounds tell"),
        new("workers", rival => rival.Summary.Configuration.Workers, "its number of workers"),
        new("chunk_size", rival => FieldOf(rival.Summary.Configuration.ChunkSize), "its chunk size"),
        new("ratio", rival => rival.Gain.Value, "how many times as long the advised configuration takes"),
        new("max_ratio", rival => rival.MaxGain, "the upper end of what the rounds allow"),
        new("variant", rival => rival.Variant, "its variant, which may be another than that of the advice; null if there is only one"),
    ];

    public static readonly Column<Work>[] Evidence =
    [
        new("cpu_share", work => work.CpuShare, "CPU time divided by the wall time of the serial run, without its waits for a CPU and what compiled code"),
        new("allocated_bytes_per_second", work => work.AllocationRate, "bytes allocated on the managed heap per second of the serial run"),
        new("gc_share", work => work.GcShare, "the share of the serial runs during which the garbage collector stopped them"),
        new("waits_per_task", work => work.WaitsPerTask, "how often a task of the serial run gave up its CPU to wait"),
        new("slowdown", work => work.Slowdown, "how many times as long tasks take side by side, without waiting for a CPU or the garbage collector"),
        new("cpu_growth", work => work.CpuGrowth, "how many times the CPU time they need side by side"),
        new("instructions_per_cycle", work => work.InstructionsPerCycle, "how many instructions the CPU executed per cycle in the serial run; null where the system does not count them"),
        new("instructions_per_cycle_side_by_side", work => work.InstructionsPerCycleTogether, "the same side by side: fewer where CPUs wait for memory"),
        new("side_by_side", work => work.SideBySide?.Configuration.ToString(), "the configuration that was compared with the serial run for these, as `executor:workers:chunk size`"),
        new("spin_slowdown", work => work.SpinSlowdown, "how many times as long a computation without memory takes on all CPUs of this machine at once; null if it was not measured"),
    ];

    public static readonly Column<BreakEven>[] BreakEvens =
    [
        new("executor", point => point.Arm.Configuration.Executor, "the executor"),
        new("workers", point => point.Arm.Configuration.Workers, "its number of workers"),
        new("chunk_size", point => FieldOf(point.Arm.Configuration.ChunkSize), "its chunk size"),
        new("pool_s", point => point.PoolSeconds, "what starting and ending its pool takes"),
        new("handing_out_s", point => point.TaskSeconds, "what handing out one task takes a worker; null if no worker had two tasks"),
        new("min_task_s", point => point.MinTaskSeconds, "from which duration of each task on it is faster than `serial`, for as many tasks; null for never"),
        new("min_tasks", point => point.MinTasks, "from which number of tasks on it is faster than `serial`, for tasks as long as these; null for never"),
    ];

    public static readonly Column<Summary>[] Losses =
    [
        new("executor", summary => summary.Configuration.Executor, "the executor"),
        new("workers", summary => summary.Configuration.Workers, "its number of workers"),
        new("chunk_size", summary => FieldOf(summary.Configuration.ChunkSize), "its chunk size"),
        new("wall_s", summary => summary.Typical.Times.Wall, "the wall time of the round that is shown, the one with the median"),
        .. LossColumns.Of<Summary>(summary => summary.Losses, "where the time of its workers went in that round, as in the [runs CSV](csv.md): the parts add up to `wall_s` × `workers`, and null counts as 0", "how well the time of its workers was used, as in the [runs CSV](csv.md)"),
    ];

    /// <summary>The advice on each, and how it compares.</summary>
    public static readonly Column<VariantAdvice>[] Variants =
    [
        new("variant", variant => variant.Name, "what tells the variant from others"),
        new("tasks", variant => variant.Scenario.Tasks, "the number of tasks of its runs"),
        .. Choice.Select(column => new Column<VariantAdvice>(column.Name, variant => column.Value(variant.Advice), "the same as in `advice`, for this variant")),
        new("kind", variant => variant.Advice?.Work is { } work ? Label.Of(work.Kind) : null, "the kind of its work, as `work.kind`"),
        new("times_as_long", variant => variant.TimesAsLong?.Value, "how many times as long it takes as the fastest variant with as many tasks, each with its own executor and workers, paired by round; null for the fastest one"),
        new("times_as_long_low", variant => variant.TimesAsLong?.Interval?.Low, "lower end of the 95% confidence interval of this ratio; from 3 rounds in common"),
        new("times_as_long_high", variant => variant.TimesAsLong?.Interval?.High, "upper end of this interval"),
    ];

    public static string Of(Conclusion conclusion)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, SessionJson.ManyLines))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WritePropertyName("advice");
            Advice.Write(json, conclusion.Advice);
            Write(json, "rival", Rivals, conclusion.Advice?.Rival);
            WriteWork(json, conclusion.Advice?.Work);
            BreakEvens.WriteAll(json, "break_even", conclusion.Advice?.BreakEvens ?? []);
            Losses.WriteAll(json, "losses", conclusion.Variants.Count == 0 ? conclusion.Summaries : conclusion.Summaries.Where(summary => summary.Scenario == conclusion.Advice?.Chosen.Scenario));
            Variants.WriteAll(json, "variants", conclusion.Variants);
            JsonHead.WriteTexts(json, "problems", conclusion.Problems);
            json.WriteBoolean("budget_spent", conclusion.IsBudgetSpent);
            json.WriteBoolean("complete", conclusion.IsComplete);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static Field FieldOf(ChunkSize size) => size.Number is { } number ? number : ChunkSize.AutoName;

    private static void WriteWork(Utf8JsonWriter json, Work? work)
    {
        if (work is null)
        {
            json.WriteNull("work");
            return;
        }
        json.WriteStartObject("work");
        json.WriteString("kind", Label.Of(work.Kind));
        Write(json, "evidence", Evidence, work);
        json.WriteEndObject();
    }

    private static void Write<TRow>(Utf8JsonWriter json, string name, Column<TRow>[] columns, TRow? row)
        where TRow : class
    {
        json.WritePropertyName(name);
        if (row is null)
            json.WriteNullValue();
        else
            columns.Write(json, row);
    }
}

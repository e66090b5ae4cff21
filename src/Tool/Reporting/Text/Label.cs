using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The words for values in files and tables.</summary>
internal static class Label
{
    private const string DigestPrefix = "xxh3:";

    public static string Of(Phase phase) => phase == Phase.Warmup ? "warmup" : "measure";

    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Ok => "ok",
        RunStatus.Suspended => "suspended",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        _ => "error",
    };

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Error => "error",
        Verdict.Crashed => "crashed",
        Verdict.Timeout => "timeout",
        _ => "cancelled",
    };

    /// <summary>Why a task has no result.</summary>
    /// <param name="errorType">Empty where the message says all.</param>
    /// <param name="message">The message.</param>
    public static string Of(string? errorType, string? message) => string.IsNullOrEmpty(errorType) ? message ?? "" : $"{errorType}: {message}";

    /// <summary>In the order of the enumeration.</summary>
    private static readonly string[] Aggregates = ["mean", "sum", "min", "max", "median", "p95", "p99", "none"];

    public static string Of(MetricAggregate aggregate) => Aggregates[(int)aggregate];

    /// <returns><see langword="null"/> if a run has no such number.</returns>
    public static MetricAggregate? AggregateFrom(string label) => (MetricAggregate)Array.IndexOf(Aggregates, label) is not MetricAggregate.None and var aggregate && Enum.IsDefined(aggregate) ? aggregate : null;

    public static string Phrase(MetricAggregate aggregate) => aggregate switch
    {
        MetricAggregate.Min => "the lowest number",
        MetricAggregate.Max => "the highest number",
        MetricAggregate.P95 => "the 95th percentile",
        MetricAggregate.P99 => "the 99th percentile",
        _ => $"the {Of(aggregate)}",
    };

    public static string Of(Difference difference) => difference switch
    {
        Difference.Faster => "faster",
        Difference.Slower => "slower",
        _ => "no difference shown",
    };

    public static string Of(ScheduleKind kind) => kind switch
    {
        ScheduleKind.Static => "static",
        ScheduleKind.Dynamic => "dynamic",
        ScheduleKind.Guided => "guided",
        _ => "longest-first",
    };

    public static string Of(ScalingLaw law) => law switch
    {
        ScalingLaw.Amdahl => "amdahl",
        ScalingLaw.Usl => "usl",
        _ => "gustafson",
    };

    public static string Of(Scale scale) => scale == Scale.Weak ? "weak" : "strong";

    /// <summary>For people.</summary>
    public static string OfTasks(Scenario scenario) => scenario.Scale == Scale.Weak ? $"weak scaling, {Readable.Tasks(scenario.Tasks)} per worker" : Readable.Tasks(scenario.Tasks);

    public static string Of(WorkKind kind) => kind switch
    {
        WorkKind.CpuBound => "cpu-bound",
        WorkKind.Waiting => "waiting",
        WorkKind.Contended => "contended",
        WorkKind.MemoryBound => "memory-bound",
        WorkKind.Allocating => "allocating",
        _ => "mixed",
    };

    public static string Of(AdviceVerdict verdict) => verdict switch
    {
        AdviceVerdict.Parallel => "parallel",
        AdviceVerdict.Serial => "serial",
        _ => "inconclusive",
    };

    /// <summary>For people.</summary>
    public static string Of(LossKind loss) => loss switch
    {
        LossKind.Startup => "start-up",
        LossKind.Dispatch => "dispatch",
        LossKind.Contention => "contention",
        LossKind.CpuWait => "CPU wait",
        LossKind.Gc => "garbage collection",
        LossKind.Imbalance => "imbalance",
        LossKind.Retries => "retries",
        LossKind.Shutdown => "shutdown",
        LossKind.NodeWait => "node wait",
        LossKind.Failed => "failed tasks",
        _ => "other",
    };

    public static string OfPool(bool isWarm) => isWarm ? "warm" : "cold";

    [return: NotNullIfNotNull(nameof(flag))]
    public static string? YesNo(bool? flag) => flag switch
    {
        true => "yes",
        false => "no",
        null => null,
    };

    /// <summary>Starts with the algorithm, so that no spreadsheet reads the digits as a number and rounds them.</summary>
    public static string OfDigest(ulong digest) => $"{DigestPrefix}{digest:x16}";

    /// <returns><see langword="null"/> if the text is not a digest.</returns>
    public static ulong? DigestFrom(string? text) =>
        text?.StartsWith(DigestPrefix, StringComparison.Ordinal) == true
        && ulong.TryParse(text.AsSpan(DigestPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digest)
            ? digest
            : null;
}

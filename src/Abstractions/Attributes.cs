namespace Partime;

/// <summary>Makes an <see cref="IWorkload"/> known to partime. It is read from metadata, which runs none of your code.</summary>
/// <param name="name">The name that users type: lower case, words joined by hyphens, such as <c>word-count</c>.</param>
/// <param name="description">One sentence for <c>list</c> and <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WorkloadAttribute(string name, string description) : Attribute
{
    /// <summary>The name that users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>list</c> and <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The inputs of a run without inputs, written as for <c>--inputs</c>: <c>1,2,3</c> or <c>0..100</c>. Default: none, so that
    /// users must name inputs.</summary>
    public string? SampleInputs { get; init; }

    /// <summary>Whether the same input always gives the same value. If <see langword="false"/>, results are not compared between
    /// executors. Default: <see langword="true"/>.</summary>
    public bool Deterministic { get; init; } = true;
}

/// <summary>Declares a number that each task of the workload measures besides its duration. It becomes the column
/// <c>metric_name</c> of the tasks CSV and, added up over the tasks of each run as <see cref="Aggregate"/> says, of the runs CSV.</summary>
/// <param name="name">The name, which ends with the unit if there is one: <c>bytes</c>, <c>slept_s</c>.</param>
/// <param name="unit">The symbol of the unit in which it is reported (<c>s</c>, <c>B</c>); empty for a plain number. Tables show <c>s</c> as durations
/// and <c>B</c> as sizes (<c>12.3 ms</c>, <c>4.5 MB</c>), and any other symbol behind the number; files have the number as it is reported.</param>
/// <param name="description">One sentence for <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MetricAttribute(string name, string unit, string description = "") : Attribute
{
    /// <summary>The name, as passed to <see cref="WorkResult.With"/>.</summary>
    public string Name { get; } = name;

    /// <summary>The symbol of the unit, without semicolons; empty for a plain number.</summary>
    public string Unit { get; } = unit;

    /// <summary>One sentence for <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>How the numbers of the tasks make up the number of a run. Default: <see cref="MetricAggregate.Mean"/>.</summary>
    public MetricAggregate Aggregate { get; init; }
}

/// <summary>How the numbers that tasks report for a metric make up one number of the run, in the same unit. Only tasks with a result that reported the metric
/// count, and not those of a <see cref="WorkFailedException"/>; if none did, the run has no number. If one of them is NaN, so is the number of the run.</summary>
public enum MetricAggregate
{
    /// <summary>The arithmetic mean, for what describes a task: a duration, a ratio. The default.</summary>
    Mean = 0,

    /// <summary>The sum, for what a run has in all: bytes, requests, retries.</summary>
    Sum = 1,

    /// <summary>The lowest number.</summary>
    Min = 2,

    /// <summary>The highest number.</summary>
    Max = 3,

    /// <summary>The median: half of the tasks have at most this number. Interpolated between the two in the middle.</summary>
    Median = 4,

    /// <summary>The 95th percentile: 95% of the tasks have at most this number. Interpolated between neighbours.</summary>
    P95 = 5,

    /// <summary>The 99th percentile, likewise.</summary>
    P99 = 6,

    /// <summary>No number of a run: the metric is only in the tasks CSV, for what means nothing together, such as a status code.</summary>
    None = 7,
}

/// <summary>Makes an <see cref="IExecutor"/> known to partime. It is read from metadata, which runs none of your code.</summary>
/// <param name="name">The name that users type: lower case, words joined by hyphens, such as <c>thread-pool</c>.</param>
/// <param name="description">One sentence for <c>list</c> and <c>describe</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExecutorAttribute(string name, string description) : Attribute
{
    /// <summary>The name that users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>list</c> and <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The maximum number of workers; 0 for any number. <c>serial</c> has 1, so a list of worker counts gives one configuration
    /// of it and not several. Default: 0.</summary>
    public int MaxWorkers { get; init; }

    /// <summary>The number of workers when the user gives none, written as for <c>--workers</c>. <c>tasks</c> means one worker per task,
    /// for up to 64 tasks. Default: one worker per task for up to 8 tasks, one per CPU for more.</summary>
    public string? DefaultWorkers { get; init; }

    /// <summary>The number of consecutive tasks that a worker claims at once when the user gives none, written as for
    /// <c>--chunk-size</c>. Default: 1.</summary>
    public string? DefaultChunkSize { get; init; }
}

/// <summary>Makes a public settable property an option: <c>--set name=value</c> for a workload,
/// <c>--executor-set executor.name=value</c> for an executor.</summary>
/// <remarks>
/// <para>The property's type is <see cref="string"/>, <see cref="bool"/>, a number, an enum, a <see cref="TimeSpan"/>
/// (<c>500ms</c>, <c>5s</c>, <c>2m</c>, <c>1h</c>, <c>7d</c>), a <see cref="ByteSize"/> (<c>64KiB</c>, <c>10MB</c>), a <see cref="DateTimeOffset"/> (<c>2026-11-29</c>,
/// <c>2026-11-29T12:30:00+01:00</c>; UTC without an offset), an absolute <see cref="Uri"/>, a <see cref="Guid"/>, or the nullable form of one of these, where
/// <see langword="null"/> means that the option is not set.</para>
/// <para>An array, a <see cref="List{T}"/> or an <see cref="IReadOnlyList{T}"/> of one of these types is a list. Users repeat the setting, <c>--set size=1KiB --set size=1MiB</c>, or separate the values
/// with commas, <c>--set size=1KiB,1MiB</c>. A list of <see cref="string"/> or <see cref="Uri"/> has no such commas, because its
/// texts may contain commas.</para>
/// <para>A list of <see cref="string"/> can also take what users write without a name: the words after <c>--</c> with <see cref="Rest"/>, and settings of names that the workload
/// does not declare with <see cref="Others"/>.</para>
/// </remarks>
/// <param name="name">The name that users type: lower case, words joined by hyphens or underscores.</param>
/// <param name="description">One sentence for <c>describe</c>, which shows the type, the default and the range beside it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name, string description) : Attribute
{
    /// <summary>The name that users type.</summary>
    public string Name { get; } = name;

    /// <summary>One sentence for <c>describe</c>.</summary>
    public string Description { get; } = description;

    /// <summary>The value that partime sets when the user sets none, written as a user writes it. Without it, the property keeps the value
    /// of the constructor, which <c>describe</c> cannot show. For an array of <see cref="string"/> it is a single text, even with
    /// commas.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the user must set the option: a run without it is refused. A required option has no <see cref="Default"/>.
    /// Default: <see langword="false"/>.</summary>
    public bool Required { get; init; }

    /// <summary>The minimum, written as a user writes it: <c>1</c>, <c>0.5</c>, <c>10ms</c>, <c>4KiB</c>. For numbers, durations and sizes;
    /// in a list it applies to each value. Checked before the first measurement. Default: none.</summary>
    public string? Min { get; init; }

    /// <summary>The maximum, in the same form as <see cref="Min"/>. Default: none.</summary>
    public string? Max { get; init; }

    /// <summary>Whether files and reports must not contain the value, as for a password. Default: <see langword="false"/>.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether the option takes the words after <c>--</c> at the end of the command line, exactly as they are written. At most one option of a workload, and a list of
    /// <see cref="string"/>. A workload without one refuses such words. Default: <see langword="false"/>.</summary>
    public bool Rest { get; init; }

    /// <summary>Whether the option takes each setting whose name no option of the workload has, as <c>name=value</c>: from <c>--set</c>, and from <c>--vary</c> one value at a time.
    /// At most one option of a workload, and a list of <see cref="string"/>. Files show each of them like an option of its own. A workload without one refuses such settings.
    /// Default: <see langword="false"/>.</summary>
    public bool Others { get; init; }
}

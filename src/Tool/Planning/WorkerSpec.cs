using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>A number of workers as users write it: <c>2</c> · <c>auto</c> · <c>tasks</c>, in lists such as <c>1,2,4</c> and ranges such as
/// <c>1..9</c> (1 to 8).</summary>
internal sealed record WorkerSpec
{
    /// <summary>Each worker is a thread, a task in flight, or a process: a larger number is a typing error.</summary>
    public const int Max = 10_000;

    public const int MaxForTasks = 64;

    /// <summary>By default, up to this number of tasks get a worker each.</summary>
    private const int MaxTasksWithOneEach = 8;

    private readonly Rule rule;
    private readonly int number;

    private WorkerSpec(Rule rule) => this.rule = rule;

    public WorkerSpec(int number) => (rule, this.number) = (Rule.Number, number);

    private enum Rule
    {
        Default,
        Number,
        Auto,
        Tasks,
    }

    public static WorkerSpec Default { get; } = new(Rule.Default);

    /// <summary>Reads comma-separated lists.</summary>
    public static IReadOnlyList<WorkerSpec> ParseList(IEnumerable<string> lists) =>
        [.. lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries).SelectMany(piece => Parse(piece, list)))];

    /// <summary>Whether it gives this many tasks a number of workers.</summary>
    public bool Allows(long tasks) => rule != Rule.Tasks || tasks <= MaxForTasks;

    /// <param name="tasks">The number of tasks.</param>
    /// <param name="cpus">The number of CPUs that this process may use.</param>
    /// <param name="scale">Whether the tasks grow with the workers, and so say nothing about their number.</param>
    public int For(long tasks, int cpus, Scale scale = Scale.Strong) => rule switch
    {
        Rule.Number => number,
        Rule.Auto => cpus,
        Rule.Tasks when scale == Scale.Weak => throw new PartimeException("The number of workers cannot be 'tasks' under weak scaling, where the tasks grow with the workers. Write 2, 1,2,4, 1..9 (1 to 8) or auto."),
        Rule.Default when scale == Scale.Weak => cpus,
        Rule.Tasks => tasks <= MaxForTasks
            ? Math.Max(1, (int)tasks)
            : throw new PartimeException($"One worker per task would be {tasks:N0} workers; the limit is {MaxForTasks}. Set the number of workers.") { Lacks = Argument.Workers },
        _ => tasks is > 0 and <= MaxTasksWithOneEach ? (int)tasks : cpus,
    };

    private static IEnumerable<WorkerSpec> Parse(string piece, string list)
    {
        if (piece == "auto")
            return [new WorkerSpec(Rule.Auto)];
        if (piece == "tasks")
            return [new WorkerSpec(Rule.Tasks)];
        if (IntegerRange.Parse(piece) is { } range)
            return range.Count is > 0 and <= Max
                ? Enumerable.Range(0, (int)range.Count).Select(offset => Checked(range[offset], piece))
                : throw new PartimeException($"The range of workers '{piece}' has {range.Count:N0} numbers, as its end is excluded. Give 1 to {Max:N0} numbers.");
        return long.TryParse(piece, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? [Checked(count, piece)]
            : throw new PartimeException($"'{piece}' in the workers '{list}' is not a number of workers. Write 2, 1,2,4, 1..9 (1 to 8), auto or tasks.");
    }

    private static WorkerSpec Checked(long count, string piece) =>
        count is >= 1 and <= Max
            ? new WorkerSpec((int)count)
            : throw new PartimeException($"The number of workers '{piece}' must be from 1 to {Max:N0}.");
}

using System.Globalization;

namespace Partime.Tool.Planning;

/// <summary>Reads what <c>--workers</c> says: <c>2</c> · <c>1,2,4</c> · <c>1..9</c> (1 to 8) · <c>auto</c> · <c>tasks</c>.</summary>
internal static class WorkerSpec
{
    /// <summary>More is a slip of the finger: each worker is a thread, a task in flight, or a process.</summary>
    public const int Most = 10_000;

    /// <summary>So few tasks get a worker each, unless the user says otherwise.</summary>
    public const int FewTasks = 8;

    /// <summary>The CPUs that this process may use, after affinity and cgroup limits.</summary>
    public static int Auto => Environment.ProcessorCount;

    /// <summary>One worker per task is meant for a few tasks.</summary>
    public const int MostForTasks = 64;

    public static IReadOnlyList<int> Parse(IReadOnlyList<string> specs, string? usual, long tasks)
    {
        if (specs.Count == 0)
            return usual is null ? [tasks is > 0 and <= FewTasks ? (int)tasks : Auto] : Parse([usual], null, tasks);
        var counts = new List<int>();
        foreach (var spec in specs)
            foreach (var piece in spec.Split(',', StringSplitOptions.TrimEntries))
                counts.AddRange(ParsePiece(piece, spec, tasks));
        return [.. counts.Distinct()];
    }

    private static IEnumerable<int> ParsePiece(string piece, string spec, long tasks)
    {
        if (piece == "auto")
            return [Auto];
        if (piece == "tasks")
            return tasks <= MostForTasks
                ? [Math.Max(1, (int)tasks)]
                : throw new PartimeException($"One worker for each of {tasks:N0} tasks is more than {MostForTasks} at once: say how many with --workers.");
        if (IntegerRange.Parse(piece) is { } range)
            return range.Count is > 0 and <= Most
                ? Enumerable.Range(0, (int)range.Count).Select(offset => Checked(range[offset], piece))
                : throw new PartimeException($"The workers '{piece}' are {range.Count:N0} numbers, as the end of a range is excluded: give 1 to {Most:N0}.");
        return long.TryParse(piece, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? [Checked(count, piece)]
            : throw new PartimeException($"'{piece}' in the workers '{spec}' is not a number: write 2, 1,2,4, 1..9 (1 to 8), auto or tasks.");
    }

    private static int Checked(long count, string piece) =>
        count is >= 1 and <= Most
            ? (int)count
            : throw new PartimeException($"The workers '{piece}' are out of range: give 1 to {Most:N0}.");
}

using System.Globalization;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>How a session measures: its rounds, and the rules for tasks and workers. Files have it as one text of several parts.</summary>
internal sealed record SessionSettings(RoundsSpec Rounds, int Warmup, TaskRules Rules)
{
    private const string PartSeparator = "; ";
    private const string WarmupEnd = " to warm up";
    private const string NoTimeout = "no timeout";
    private const string TimeoutStart = "timeout ";
    private const string FailFast = "fail fast";
    private const string Weak = "weak scaling";

    /// <summary>Whether the tasks grow with the workers.</summary>
    public Scale Scale { get; init; }

    /// <summary>Each part stands for itself, so that two sessions can be compared part by part.</summary>
    public IReadOnlyList<string> Parts =>
    [
        $"{Rounds}",
        Counted(Warmup, WarmupEnd, WarmupEnd),
        Rules.Timeout is { } timeout ? TimeoutStart + Duration.Format(timeout) : NoTimeout,
        Counted(Rules.Retries, " retry", " retries"),
        .. Rules.MaxTasksPerWorker > 0 ? [Counted(Rules.MaxTasksPerWorker, " task per worker", " tasks per worker")] : (string[])[],
        .. Rules.WarmTasks > 0 ? [Counted(Rules.WarmTasks, " warm task per worker", " warm tasks per worker")] : (string[])[],
        .. Rules.FailFast ? [FailFast] : (string[])[],
        .. Scale == Scale.Weak ? [Weak] : (string[])[],
    ];

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Join(PartSeparator, Parts);

    /// <returns><see langword="null"/> if the text is from another version or was edited.</returns>
    public static SessionSettings? Parse(string text)
    {
        var parts = text.Split(PartSeparator);
        if (RoundsSpec.FromText(parts[0]) is not { } rounds)
            return null;
        var (warmup, rules, scale) = (0, new TaskRules(), Scale.Strong);
        foreach (var part in parts.Skip(1))
            if (CountIn(part, WarmupEnd) is { } warmups)
                warmup = warmups;
            else if ((CountIn(part, " retry") ?? CountIn(part, " retries")) is { } retries)
                rules = rules with { Retries = retries };
            else if ((CountIn(part, " task per worker") ?? CountIn(part, " tasks per worker")) is { } tasks)
                rules = rules with { MaxTasksPerWorker = tasks };
            else if ((CountIn(part, " warm task per worker") ?? CountIn(part, " warm tasks per worker")) is { } warmTasks)
                rules = rules with { WarmTasks = warmTasks };
            else if (part.StartsWith(TimeoutStart, StringComparison.Ordinal) && Duration.TryParse(part.AsSpan(TimeoutStart.Length), out var timeout))
                rules = rules with { Timeout = timeout };
            else if (part == FailFast)
                rules = rules with { FailFast = true };
            else if (part == Weak)
                scale = Scale.Weak;
            else if (part != NoTimeout)
                return null;
        return new SessionSettings(rounds, warmup, rules) { Scale = scale };
    }

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count}{(count == 1 ? one : many)}");

    private static int? CountIn(string part, string end) =>
        part.EndsWith(end, StringComparison.Ordinal) && int.TryParse(part.AsSpan(0, part.Length - end.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}

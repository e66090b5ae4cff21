using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a dry run says below its table: how many rounds, in which order, and how long.</summary>
internal static class PlanText
{
    /// <summary>Further rounds are just as random.</summary>
    private const int RoundsShown = 3;

    /// <param name="plan">The plan.</param>
    /// <param name="expected">By configuration, how long a run of it takes, in seconds.</param>
    /// <param name="variants">The names of the variants, if there are several.</param>
    /// <param name="finished">How many runs of a session that continues are finished.</param>
    /// <param name="isSeedDrawn">Whether the seed was drawn at random, so that the run would draw another.</param>
    public static IEnumerable<string> Of(Plan plan, IReadOnlyDictionary<Configuration, double> expected, IReadOnlyList<string>? variants = null, int finished = 0, bool isSeedDrawn = false)
    {
        var hasOrder = plan.Configurations.Count > 1;
        var isOnlyOne = plan.Rounds.Fixed is null && RoundOf(plan, expected) > plan.Rounds.Budget.TotalSeconds;
        yield return $"{(isOnlyOne ? "1 round" : Rounds(plan.Rounds))}, {(plan.Warmup > 0 ? $"after {Readable.Count(plan.Warmup)} to warm up" : "no warm-up")}; seed {plan.Seed}"
            + (isSeedDrawn && hasOrder ? $", drawn for this dry run: the same seed repeats this order." : ".");
        if (plan.Scale == Scale.Weak)
            yield return $"Weak scaling: {Readable.Tasks(plan.Inputs.Count)} per worker.";
        foreach (var line in hasOrder ? Order(plan, variants, isOnlyOne ? 1 : plan.Rounds.Fixed) : [])
            yield return line;
        if (finished > 0)
            yield return $"{Finished(plan, finished)}; the time is for all runs.";
        yield return Time(plan, expected);
        if (isOnlyOne)
            yield return StoppingText.OneRound(plan.Rounds, isOver: false);
    }

    /// <summary>How many runs of a session that continues are finished and, if known, how many are left.</summary>
    public static string Finished(Plan plan, int finished)
    {
        var left = plan.RunCount is { } all ? Math.Max(0, all - finished) : (long?)null;
        return $"{Readable.Counted(finished, "run")} {Are(finished)} finished{(left is { } more ? $", and {Readable.Count(more)} {Are(more)} left" : "")}";

        static string Are(long count) => count == 1 ? "is" : "are";
    }

    /// <param name="plan">The plan.</param>
    /// <param name="variants">The names of the variants, if there are several.</param>
    /// <param name="rounds">How many measured rounds there are, if known.</param>
    private static IEnumerable<string> Order(Plan plan, IReadOnlyList<string>? variants, int? rounds)
    {
        var names = new ConfigurationNames(plan.Configurations, variants);
        for (var round = 1; round <= Math.Min(RoundsShown, plan.Warmup); round++)
            yield return $"Warm-up {round}: {Line(Phase.Warmup, round)}";
        if (More(plan.Warmup, "more round to warm up", "more rounds to warm up") is { } moreToWarmUp)
            yield return moreToWarmUp;
        for (var round = 1; round <= Math.Min(RoundsShown, rounds ?? RoundsShown); round++)
            yield return $"Round {round}: {Line(Phase.Measure, round)}";
        if (rounds is null)
            yield return "… and so on, each round in a random order of its own.";
        else if (More(rounds.Value, "more round", "more rounds") is { } more)
            yield return more;

        string Line(Phase phase, int round) => names.List(plan.Round(phase, round).Select(run => run.Configuration));

        static string? More(int all, string one, string several) => (all - RoundsShown) switch
        {
            <= 0 => null,
            1 => $"… and 1 {one}, in a random order of its own.",
            var left => $"… and {Readable.Count(left)} {several}, each in a random order of its own.",
        };
    }

    private static string Rounds(RoundsSpec rounds) => rounds.Fixed is { } number
        ? Readable.Counted(number, "round")
        : $"{RoundsSpec.MinAuto} to {RoundsSpec.MaxAuto} rounds, until every median is precise to ±{Readable.Percent(rounds.Precision)}";

    /// <summary>How long one round takes; <see langword="null"/> unless known of every configuration.</summary>
    private static double? RoundOf(Plan plan, IReadOnlyDictionary<Configuration, double> expected) =>
        plan.Configurations.All(expected.ContainsKey) ? plan.Configurations.Sum(configuration => expected[configuration]) : null;

    private static string Time(Plan plan, IReadOnlyDictionary<Configuration, double> expected)
    {
        if (RoundOf(plan, expected) is not { } round)
            return plan.Rounds.Fixed is not null ? "Estimated time: unknown until the runs CSV has runs of these configurations."
                : $"Estimated time: up to the budget of {Duration.Format(plan.Rounds.Budget)}{(plan.Warmup > 0 ? ", plus the warm-up" : "")}. "
                    + $"If {RoundsSpec.MinAuto} rounds take longer, only these are measured; if the first round takes longer, only that one.";
        if (plan.Rounds.Fixed is { } number)
            return $"Estimated time: {Readable.Duration(round * (plan.Warmup + number))}, from the runs in the file.";
        var min = round * (plan.Warmup + (round > plan.Rounds.Budget.TotalSeconds ? 1 : RoundsSpec.MinAuto));
        var max = Math.Max(min, Math.Min(plan.Rounds.Budget.TotalSeconds, RoundsSpec.MaxAuto * round) + (round * plan.Warmup));
        return $"Estimated time: {(min < max ? $"{Readable.Duration(min)} to {Readable.Duration(max)}" : Readable.Duration(max))}, from the runs in the file.";
    }
}

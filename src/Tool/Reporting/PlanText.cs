using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What <c>--dry-run</c> says below its table: how many rounds, in which order, and how long.</summary>
internal static class PlanText
{
    /// <summary>More rounds are as random as these.</summary>
    private const int RoundsShown = 3;

    /// <param name="plan">The plan.</param>
    /// <param name="expected">By configuration, how long a run of it takes, in seconds.</param>
    /// <param name="finished">How many runs are there already, as the session is to be continued.</param>
    public static IEnumerable<string> Of(Plan plan, IReadOnlyDictionary<Configuration, double> expected, int finished = 0)
    {
        yield return $"{Rounds(plan.Rounds)}, {(plan.Warmup > 0 ? $"after {Readable.Count(plan.Warmup)} to warm up" : "no warm-up")}; seed {plan.Seed}.";
        var names = new ConfigurationNames(plan.Configurations);
        if (plan.Configurations.Count > 1)
            for (var round = 1; round <= Math.Min(RoundsShown, plan.Rounds.Fixed ?? RoundsShown); round++)
                yield return $"Round {round}: {string.Join(", ", plan.Round(Phase.Measure, round).Select(run => names.Of(run.Configuration)))}";
        if (finished > 0)
            yield return $"{Readable.Count(finished)} runs are finished{(plan.RunCount is { } all ? $", and {Readable.Count(Math.Max(0, all - finished))} are left" : "")}; the time is that of all.";
        yield return Time(plan, expected);
    }

    private static string Rounds(RoundsSpec rounds) => rounds.Fixed switch
    {
        1 => "1 round",
        { } number => $"{Readable.Count(number)} rounds",
        null => $"{RoundsSpec.FewestAuto} to {RoundsSpec.MostAuto} rounds, until every median is known to ±{Readable.Percent(rounds.Precision)}",
    };

    private static string Time(Plan plan, IReadOnlyDictionary<Configuration, double> expected)
    {
        var budget = Readable.Duration(plan.Rounds.Budget.TotalSeconds);
        if (plan.Configurations.Any(configuration => !expected.ContainsKey(configuration)))
            return plan.Rounds.Fixed is null
                ? $"Estimated time: about {budget} of measured time at most; {RoundsSpec.FewestAuto} rounds if they take longer, and a single one if that alone does."
                : "Estimated time: unknown, unless --csv or --resume names a file with runs of these configurations.";
        var round = plan.Configurations.Sum(configuration => expected[configuration]);
        if (plan.Rounds.Fixed is { } number)
            return $"Estimated time: {Readable.Duration(round * (plan.Warmup + number))}, by the runs in the file.";
        var least = round * (plan.Warmup + (round > plan.Rounds.Budget.TotalSeconds ? 1 : RoundsSpec.FewestAuto));
        var most = Math.Max(least, Math.Min(plan.Rounds.Budget.TotalSeconds, RoundsSpec.MostAuto * round) + (round * plan.Warmup));
        return $"Estimated time: {(least < most ? $"{Readable.Duration(least)} to {Readable.Duration(most)}" : Readable.Duration(most))}, by the runs in the file.";
    }
}

using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What there is to say when a session ended before it was as precise as it should be.</summary>
internal static class StoppingText
{
    /// <summary>That a single round is all that the budget allows.</summary>
    /// <param name="rounds">What was asked for.</param>
    /// <param name="isOver">Whether it has been measured already.</param>
    public static string OneRound(RoundsSpec rounds, bool isOver) =>
        $"One round alone {(isOver ? "took" : "takes")} longer than the budget of {Duration.Format(rounds.Budget)}, so there {(isOver ? "was" : "is")} only one "
        + "and nobody can say how well its times are known: raise --budget.";

    public static IEnumerable<string> Of(StoppingRule stopping, Plan plan, ConfigurationNames names, bool isDisturbed)
    {
        if (stopping.Reason == StopReason.OneRound)
            yield return OneRound(plan.Rounds, isOver: true);
        else if (stopping.Reason == StopReason.Failures)
            yield return $"Tasks failed, so there were no more than {RoundsSpec.MinAuto} rounds: mend that first, or say with --rounds how many there are to be.";
        else if (stopping.Reason is StopReason.Budget or StopReason.MaxRounds && stopping.LeastPrecise() is var (configuration, precision) && precision is not null)
            yield return $"{names.Of(configuration)} is known to ±{Readable.Precision(precision)} and not to ±{Readable.Percent(plan.Rounds.Precision)}: "
                + (stopping.Reason == StopReason.Budget
                    ? $"{(isDisturbed ? "measure on a quiet machine, or " : "")}raise --budget ({Duration.Format(plan.Rounds.Budget)})."
                    : $"{RoundsSpec.MaxAuto} rounds were not enough; make runs longer, with more tasks.");
    }
}

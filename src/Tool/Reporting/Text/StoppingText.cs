using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Why a session ended before it reached its target precision, and what to do about it.</summary>
internal static class StoppingText
{
    /// <summary>The budget allows a single round only.</summary>
    public static string OneRound(RoundsSpec rounds, bool isOver) =>
        $"One round {(isOver ? "took" : "takes")} longer than the budget of {Duration.Format(rounds.Budget)}, so there {(isOver ? "was" : "is")} only one, "
        + "and the precision of its times is unknown: raise the budget.";

    public static IEnumerable<string> Of(StoppingRule stopping, Plan plan, ConfigurationNames names, bool isDisturbed)
    {
        if (stopping.Reason == StopReason.OneRound)
            yield return OneRound(plan.Rounds, isOver: true);
        else if (stopping.Reason == StopReason.Failures)
            yield return $"Tasks failed, so there were no more than {RoundsSpec.MinAuto} rounds: fix them first, or set the number of rounds.";
        else if (stopping.Reason is StopReason.Budget or StopReason.MaxRounds && stopping.LeastPrecise() is var (configuration, precision) && precision is not null)
            yield return $"{names.Of(configuration)} reached a precision of ±{Readable.Precision(precision)}, not ±{Readable.Percent(plan.Rounds.Precision)}: "
                + (stopping.Reason == StopReason.Budget
                    ? $"{(isDisturbed ? "measure on a quiet machine, or " : "")}raise the budget of {Duration.Format(plan.Rounds.Budget)}."
                    : $"{RoundsSpec.MaxAuto} rounds were not enough. Make runs longer, with more tasks.");
    }
}

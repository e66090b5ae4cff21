using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What there is to say when a session ended before it was as precise as it should be.</summary>
internal static class StoppingText
{
    public static IEnumerable<string> Of(StoppingRule stopping, Plan plan, ConfigurationNames names, bool isDisturbed)
    {
        var budget = Readable.Duration(plan.Rounds.Budget.TotalSeconds);
        if (stopping.Reason == StopReason.OneRound)
            yield return $"One round alone took longer than the budget of {budget}, so there was only one and nobody can say how well its times are known: raise --budget.";
        else if (stopping.Reason == StopReason.Failures)
            yield return $"Tasks failed, so there were no more than {RoundsSpec.FewestAuto} rounds: mend that first, or say with --rounds how many there are to be.";
        else if (stopping.Reason is StopReason.Budget or StopReason.MostRounds && stopping.LeastPrecise() is var (configuration, precision) && precision is not null)
            yield return $"{names.Of(configuration)} is known to ±{Readable.Precision(precision)} and not to ±{Readable.Percent(plan.Rounds.Precision)}: "
                + (stopping.Reason == StopReason.Budget ? $"{(isDisturbed ? "measure on a quiet machine, or " : "")}raise --budget ({budget})." : $"{RoundsSpec.MostAuto} rounds were not enough; make runs longer, with more tasks.");
    }
}

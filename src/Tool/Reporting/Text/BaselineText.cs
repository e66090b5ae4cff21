using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>How something compares with its baseline, as people say it.</summary>
internal static class BaselineText
{
    /// <summary>What to use, or otherwise the fastest configuration, and the baseline that the user has chosen.</summary>
    /// <param name="summaries">Of one scenario.</param>
    /// <param name="names">Their names.</param>
    /// <param name="best">What to use; <see langword="null"/> if there is no advice.</param>
    /// <returns>No sentence if the user has chosen none.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<Summary> summaries, ConfigurationNames names, Summary? best)
    {
        if (summaries is not [{ Compared.Baseline: { } baseline }, ..])
            return [];
        var shown = best is { Compared.Difference: not null } ? best : summaries.Where(summary => summary.Compared is { Difference: not null }).MinBy(summary => summary.Wall?.Median.Value);
        return shown?.Compared is not { SpeedUp: { } speedUp, Difference: { } difference, With: { } with }
            ? [$"Nothing is compared with {baseline.Name}: no other configuration ran all of its tasks in the same rounds."]
            : [Sentence(names.Of(shown.Configuration), baseline.Variant is null ? names.Of(with) : baseline.Name, speedUp, difference, isScaled: shown.Scenario.Scale == Scale.Weak)];
    }

    /// <param name="other">What is compared.</param>
    /// <param name="baseline">What it is compared with.</param>
    /// <param name="speedUp">How many times as fast it is.</param>
    /// <param name="difference">Whether that is shown.</param>
    /// <param name="place">Where both ran, as <c> under threads × 2</c>.</param>
    /// <param name="isScaled">Whether more workers had more tasks.</param>
    public static string Sentence(string other, string baseline, Estimate speedUp, Difference difference, string place = "", bool isScaled = false)
    {
        var (ratio, interval) = (speedUp.Value, speedUp.Interval);
        if (interval is not null && difference == Difference.NotShown)
            return $"No difference between {other} and {baseline} is shown{place}: {other} {Times(ratio, "")} ({Ends(interval)}).";
        var (winner, loser) = ratio >= 1 ? (other, baseline) : (baseline, other);
        var shown = ratio >= 1 ? (ratio, interval) : (1 / ratio, interval is { } ends ? new Interval(1 / ends.High, 1 / ends.Low) : null);
        return $"{winner} {Times(shown.Item1, loser)}{place}{(shown.Item2 is null ? ", in too few rounds for an interval" : $" ({Ends(shown.Item2)})")}.";

        string Times(double number, string than) => isScaled ? $"did {Readable.Number(number)} times the work{(than.Length > 0 ? $" of {than}" : "")} in the same time"
            : $"ran {Readable.Number(number)} times as fast{(than.Length > 0 ? $" as {than}" : "")}";
    }

    private static string Ends(Interval? interval) => $"{Readable.Number(interval?.Low)} to {Readable.Number(interval?.High)}";
}

using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>What a search measures next, and why.</summary>
internal static class SearchText
{
    /// <returns><see langword="null"/> if it only measures the same once more.</returns>
    public static string? Of(SearchStep step)
    {
        if (step.Added.Count + step.Dropped.Count == 0)
            return null;
        var names = new ConfigurationNames(step.Measured.Concat(step.Dropped.Select(dropped => dropped.Configuration)));
        var added = step.Added.Count == 0 ? null : $"{(step.Round == 1 ? "" : "also ")}{names.List(step.Added)}";
        var dropped = step.Dropped.Count == 0 ? null : $"no longer {string.Join(", ", step.Dropped.Select(drop => $"{names.Of(drop.Configuration)} (takes {Readable.Number(drop.Ratio)} times as long as the fastest)"))}";
        return $"Round {step.Round}: {string.Join("; ", ((string?[])[added, dropped]).OfType<string>())}.";
    }
}

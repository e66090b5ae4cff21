using Partime.Tool.Analysis;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a search measures next, and why.</summary>
internal static class SearchText
{
    /// <returns><see langword="null"/> if it only measures the same once more.</returns>
    public static string? Of(SearchStep step)
    {
        if (step.Added.Count + step.Dropped.Count == 0)
            return null;
        var names = new ConfigurationNames(step.Measured.Concat(step.Dropped.Select(dropped => dropped.Configuration)), step.Variants);
        var added = step.Added.Count == 0 ? null : $"{(step.Round == 1 ? "" : "also ")}{Added(step, names)}";
        var dropped = step.Dropped.Count == 0 ? null : $"no longer {string.Join(", ", step.Dropped.Select(drop => $"{names.Of(drop.Configuration)} (takes {Readable.Number(drop.Ratio)} times as long as the fastest{(step.Variants.Count == 0 ? "" : " there")})"))}";
        return $"Round {step.Round}: {string.Join("; ", ((string?[])[added, dropped]).OfType<string>())}.";
    }

    /// <summary>Variants with the same configurations share a list.</summary>
    private static string Added(SearchStep step, ConfigurationNames names)
    {
        if (step.Variants.Count == 0)
            return names.List(step.Added);
        var lists = step.Added.GroupBy(configuration => configuration.Variant, (variant, own) => (Variant: variant, List: string.Join(", ", own.Select(names.InVariant)))).GroupBy(one => one.List, one => one.Variant);
        return string.Join("; ", lists.Select(list => $"{list.Key} of {(list.Count() == step.Variants.Count ? "each variant" : string.Join(" and ", list.Select(names.OfVariant)))}"));
    }
}

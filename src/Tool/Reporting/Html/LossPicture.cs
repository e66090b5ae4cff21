using System.Text.Json;
using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>Where the time of the workers went: a bar per configuration, of the shares of its wall time times its workers.</summary>
internal static class LossPicture
{
    private const string Useful = "useful";

    private static readonly LossKind[] Kinds = Enum.GetValues<LossKind>();

    /// <summary>A part that is smaller in every bar is left out of the legend and counts as "other".</summary>
    private const double MinShare = 0.001;

    /// <param name="summaries">A bar each.</param>
    /// <param name="parallel">What the advice says the losses of; <see langword="null"/> for the fastest.</param>
    /// <returns><see langword="null"/> if the times are not known.</returns>
    public static HtmlPicture? Of(IReadOnlyList<Summary> summaries, Summary? parallel = null)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        var shown = summaries.Where(summary => summary is { Wall: not null, Losses.Sum: > 0 }).Select(summary => new Bar(names.Of(summary.Configuration), summary, summary.Losses!)).ToList();
        if (shown.Count == 0)
            return null;
        var kinds = Kinds.Where(kind => shown.Exists(bar => bar.ShareOf(kind) >= MinShare)).ToList();
        var table = new HtmlTable(
            ["configuration", Useful, .. kinds.Select(kind => Label.Of(kind)), "wall × workers"],
            [.. shown.Select(bar => (string[])[bar.Name, Readable.Percent(bar.Losses.Useful / bar.Losses.Sum), .. kinds.Select(kind => Readable.Percent(bar.ShareOf(kind))), Readable.Duration(bar.Losses.Sum)])]);
        return new HtmlPicture("losses", "Where the time went", Finding(shown, parallel), table, json => Write(json, shown, kinds))
        {
            Note = $"Each bar is the wall time of all workers in the round with the median wall time. Useful is what {Summary.Baseline} needs for the same tasks; all else is lost. 'dotnet partime docs insight' says what each loss is and what helps.",
        };
    }

    private static string Finding(List<Bar> shown, Summary? chosen)
    {
        var parallel = shown.Where(bar => bar.Summary.Configuration.Workers > 1).ToList();
        var bar = shown.Find(bar => bar.Summary == chosen) ?? (parallel.Count > 0 ? parallel : shown).MinBy(bar => bar.Summary.Wall!.Median.Value)!;
        var worst = Kinds.MaxBy(bar.ShareOf);
        return $"{bar.Name}: {Readable.Percent(bar.Losses.Useful / bar.Losses.Sum)} of the workers' time is useful"
            + (bar.ShareOf(worst) >= MinShare ? $"; the largest loss is {Label.Of(worst)}, {Readable.Percent(bar.ShareOf(worst))}." : ".");
    }

    private static void Write(Utf8JsonWriter json, List<Bar> shown, List<LossKind> kinds)
    {
        json.WriteStartArray("parts");
        json.WriteStringValue(Useful);
        foreach (var kind in kinds)
            json.WriteStringValue(Label.Of(kind));
        json.WriteEndArray();
        // Each part has its colour on every page.
        json.WriteStartArray("places");
        json.WriteNumberValue(0);
        foreach (var kind in kinds)
            json.WriteNumberValue((int)kind + 1);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var bar in shown)
        {
            json.WriteStartObject();
            json.WriteString("name", bar.Name);
            json.WriteStartArray("shares");
            json.WriteNumberValue(SpeedUpPicture.Rounded(bar.Losses.Useful / bar.Losses.Sum));
            foreach (var kind in kinds)
                json.WriteNumberValue(SpeedUpPicture.Rounded(bar.ShareOf(kind)));
            json.WriteEndArray();
            json.WriteStartArray("texts");
            json.WriteStringValue(Text(bar.Losses.Useful, bar));
            foreach (var kind in kinds)
                json.WriteStringValue(Text(bar.Losses.Of(kind) ?? 0, bar));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Text(double seconds, Bar bar) => $"{Readable.Percent(seconds / bar.Losses.Sum)}, {Readable.Duration(seconds)}";

    private sealed record Bar(string Name, Summary Summary, Losses Losses)
    {
        public double ShareOf(LossKind kind) => (Losses.Of(kind) ?? 0) / Losses.Sum;
    }
}

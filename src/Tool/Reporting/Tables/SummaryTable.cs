using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The table of the summaries: a line per configuration.</summary>
internal static class SummaryTable
{
    /// <summary>Before a speed-up that is not shown to differ from 1.</summary>
    public const string NoDifference = "~";

    /// <summary>Before the row of what to choose.</summary>
    private const string Mark = "▸ ";

    /// <summary>What is the same in all lines, so that it needs no columns.</summary>
    public static string Heading(IReadOnlyList<Summary> summaries, int warmup, string? name = null)
    {
        var scenario = summaries[0].Scenario;
        // Executors may differ; the CSV tells.
        var chunkSize = summaries[0].Configuration.ChunkSize;
        var chunks = summaries.All(summary => summary.Configuration.ChunkSize == chunkSize) ? Chunks(chunkSize) : "";
        // Always shown, because the first runs of a workload include its compilation and its connections.
        var warm = warmup > 0 ? $"{Readable.Count(warmup)} to warm up" : "no warm-up";
        return $"{name ?? scenario.Workload}: {Label.OfTasks(scenario)}{chunks}, {Rounds(summaries)}, {warm}";
    }

    /// <param name="summaries">A row each.</param>
    /// <param name="best">What to choose; <see langword="null"/> if no row stands out.</param>
    /// <param name="isDetailed">With the parts of the time and the tasks under way, which the files have anyway.</param>
    public static TextTable Of(IReadOnlyList<Summary> summaries, Summary? best = null, bool isDetailed = false)
    {
        var names = new ConfigurationNames(summaries.Select(summary => summary.Configuration));
        var columns = new List<TextColumn<Summary>>
        {
            new("executor × workers", summary => (best is null ? "" : summary == best ? Mark : "  ") + names.Of(summary.Configuration), CellKind.Name)
            {
                Tone = summary => summary == best ? Tone.Strong : Tone.Plain,
            },
            TextColumn<Summary>.OfSeconds("wall", summary => summary.Wall?.Median.Value ?? summary.Typical.Times.Wall),
            new("±", summary => Readable.Precision(summary.Wall?.Precision)) { Expendable = isDetailed ? 7 : 2 },
        };
        if (isDetailed)
            columns.AddRange(
            [
                TextColumn<Summary>.OfSeconds("start-up", summary => summary.Typical.Times.Startup) with { Expendable = 4 },
                TextColumn<Summary>.OfSeconds("run", summary => summary.Typical.Times.Run) with { Expendable = 3 },
                TextColumn<Summary>.OfSeconds("shutdown", summary => summary.Typical.Times.Shutdown) with { Expendable = 5 },
                new("in flight", summary => Readable.Number(summary.Typical.ConcurrencyMean)) { Expendable = 6 },
            ]);
        columns.AddRange(SpeedUp(summaries, isDetailed));
        columns.AddRange(Gc(summaries, isDetailed));
        if (summaries.Any(summary => summary.WorstStatus != RunStatus.Ok))
            columns.Add(new("status", summary => Label.Of(summary.WorstStatus), CellKind.Name) { Tone = summary => summary.WorstStatus == RunStatus.Ok ? Tone.Plain : Tone.Bad });
        return TextTable.Of(columns, summaries) with { Padding = (0, 1) };
    }

    private static string Rounds(IReadOnlyList<Summary> summaries)
    {
        var (min, max) = (int.MaxValue, 0);
        foreach (var summary in summaries)
            (min, max) = (Math.Min(min, summary.Rounds), Math.Max(max, summary.Rounds));
        return max <= 1 ? "1 round"
            : min == max ? $"medians of {Readable.Count(max)} rounds"
            : $"medians of {Readable.Count(min)} to {Readable.Count(max)} rounds";
    }

    /// <summary>Nothing if every chunk is one task.</summary>
    private static string Chunks(ChunkSize size) => size.Number switch
    {
        null => " in chunks of automatic size",
        1 => "",
        var number => $" in chunks of {Readable.Count(number.Value)}",
    };

    /// <summary>Under weak scaling the efficiency is what matters: that the time stays the same.</summary>
    private static IEnumerable<TextColumn<Summary>> SpeedUp(IReadOnlyList<Summary> summaries, bool isDetailed)
    {
        var speedUps = new SpeedUps(summaries);
        var isScaled = summaries[0].Scenario.Scale == Scale.Weak;
        var max = 0.0;
        foreach (var summary in summaries)
            max = Math.Max(max, speedUps.Of(summary)?.Value ?? 0);
        if (max == 0)
            yield break;
        yield return new($"{(isScaled ? "scaled " : "")}vs {speedUps.Over("1 worker")}", summary => (speedUps.DifferenceOf(summary) == Difference.NotShown ? NoDifference : "") + Readable.SpeedUp(speedUps.Of(summary)?.Value))
        {
            Tone = summary => ToneOf(speedUps.DifferenceOf(summary)),
        };
        if (summaries.Count > 1)
            yield return TextColumn<Summary>.OfBars(isScaled ? "scaled speed-up" : "speed-up", summary => (speedUps.Of(summary)?.Value ?? 0) / max) with { Expendable = isDetailed ? 9 : 3, Tone = summary => ToneOf(speedUps.DifferenceOf(summary)) };
        yield return new("95% interval", summary => Readable.SpeedUpInterval(speedUps.DifferenceOf(summary) is null ? null : speedUps.Of(summary))) { Expendable = isDetailed ? 8 : 1 };
        if (isScaled)
            yield return new("efficiency", summary => Readable.Number((summaries.Any(other => other.SpeedUp is not null) ? summary.Efficiency : summary.EfficiencyOverOne)?.Value));
    }

    /// <summary>Only where much of the time went there.</summary>
    private static IEnumerable<TextColumn<Summary>> Gc(IReadOnlyList<Summary> summaries, bool isDetailed)
    {
        var matters = GcText.Matters(summaries);
        if (!matters && !isDetailed)
            yield break;
        yield return new("in GC", summary => Readable.Percent(summary.Typical.GcShare)) { Expendable = matters ? 1 : 8, Tone = summary => GcText.Matters(summary) ? Tone.Warning : Tone.Plain };
        yield return new("allocated/task", summary => Readable.Bytes(summary.Typical.BytesPerTask)) { Expendable = isDetailed ? 8 : 2 };
    }

    private static Tone ToneOf(Difference? difference) => difference switch
    {
        Difference.Faster => Tone.Good,
        Difference.Slower => Tone.Bad,
        _ => Tone.Plain,
    };
}

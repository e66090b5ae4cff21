using System.Globalization;
using System.Text.Json;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>Speed-up against workers: a line per executor, with intervals, the ideal, and the laws of scaling that fit. With one number of workers each, a row per
/// configuration.</summary>
/// <param name="summaries">Those of one scenario.</param>
/// <param name="models">Those of the same scenario.</param>
/// <param name="chosen">What the advice chooses; <see langword="null"/> for nothing.</param>
internal sealed class SpeedUpPicture(IReadOnlyList<Summary> summaries, IReadOnlyList<ScalingModel> models, Summary? chosen = null)
{
    private const int PointsOfCurve = 48;
    private const string OtherRounds = "from different rounds";

    /// <summary>Less is not worth a sentence.</summary>
    private const double SmallDifference = 0.01;

    private readonly ConfigurationNames names = new(summaries.Select(summary => summary.Configuration));
    private readonly SpeedUps speedUps = new(summaries);
    private readonly bool isWeak = summaries.Count > 0 && summaries[0].Scenario.Scale == Scale.Weak;
    private readonly double? baselineSeconds = summaries.FirstOrDefault(summary => summary.Configuration.Executor == Summary.Baseline)?.Wall?.Median.Value;

    private string Over => speedUps.Over("one worker");

    /// <returns><see langword="null"/> if nothing can be compared.</returns>
    public HtmlPicture? Picture()
    {
        var shown = summaries.Where(summary => Of(summary) is not null).ToList();
        if (shown.Count < 2)
            return null;
        var lines = shown.GroupBy(summary => names.ExecutorOf(summary.Configuration)).ToList();
        // The ideal and the laws of scaling are known over serial and one worker.
        var isScaling = lines.Exists(line => line.Count() > 1) && !speedUps.AreOverChosen;
        return new HtmlPicture(isScaling ? "speedUp" : "ratios", isWeak ? "Scaled speed-up" : "Speed-up", Finding(shown), Table(shown), json =>
        {
            json.WriteString("axis", isWeak ? $"times the work that {Over} does in the time" : $"times as fast as {Over}");
            if (isScaling)
                WriteLines(json, lines);
            else
                WriteRows(json, shown);
        })
        {
            Note = (!isScaling ? $"Points are medians within rounds; bars are 95% confidence intervals, and the line at 1 is {Over}."
                : $"Points are medians within rounds, compared with {Over}; bars are 95% confidence intervals. The dashed line is ideal: twice the workers, {(isWeak ? "twice the work in the same time" : "half the time")}."
                    + (models.Any(model => model.Law is not null) ? " Dotted curves are the fitted laws of scaling, up to twice the workers that were measured." : ""))
                + (shown.Exists(IsOfOtherRounds) ? $" Of what was measured in no round together with {Over}, it is the ratio of the medians." : ""),
            Sentences = isScaling || !speedUps.AreOverChosen ? [.. ModelText.All(models)] : [],
        };
    }

    /// <summary>A search drops the baseline when others are faster, and then tries more: the advice judges them by their medians, and so does the picture.</summary>
    private Estimate? Of(Summary summary) => speedUps.Of(summary)
        ?? (speedUps.AreOverSerial && !isWeak && baselineSeconds is { } seconds && summary is { WorstStatus: RunStatus.Ok, Wall.Median.Value: > 0 and var median } ? new Estimate(seconds / median, null, 0) : null);

    private bool IsOfOtherRounds(Summary summary) => speedUps.AreOverSerial && summary.SpeedUp is null;

    private string Finding(List<Summary> shown)
    {
        var best = shown.MaxBy(summary => Of(summary)!.Value)!;
        // Over one worker, each executor is compared with itself.
        var first = (speedUps.AreOverSerial ? shown.Find(summary => summary.Configuration == chosen?.Configuration && summary.Configuration.Executor != Summary.Baseline) : null) ?? best;
        if (Of(first)!.Value <= 1 && (first.Configuration.Executor == Summary.Baseline || speedUps.AreOverChosen))
            return $"Nothing is faster than {Over}.";
        var sentence = $"{names.Of(first.Configuration)} {(isWeak ? "does" : "is")} {Readable.Number(Of(first)!.Value)} times {(isWeak ? $"the work of {Over} in the same time" : $"as fast as {Over}")}{Between(Of(first)!.Interval)}"
            + (first.Configuration.Workers > 1 && !speedUps.AreOverChosen ? $": {Readable.Percent(Of(first)!.Value / first.Configuration.Workers)} of the ideal for {first.Configuration.Workers} workers." : ".");
        return Of(best)!.Value <= Of(first)!.Value * (1 + SmallDifference) ? sentence
            : $"{sentence} The point of {names.Of(best.Configuration)} is higher, {Readable.Number(Of(best)!.Value)}: 'dotnet partime docs advice' says what is chosen.";
    }

    private static string Between(Interval? interval) => interval is { } ends && ends.High > ends.Low ? $" (95% between {Readable.Number(ends.Low)} and {Readable.Number(ends.High)})" : "";

    private HtmlTable Table(List<Summary> shown) => new(
        ["executor", "workers", $"{(isWeak ? "scaled " : "")}speed-up over {Over}", "95% between", "efficiency", "rounds"],
        [
            .. shown.Select(summary => (string[])
            [
                names.ExecutorOf(summary.Configuration), Readable.Count(summary.Configuration.Workers), Readable.Number(Of(summary)!.Value), Readable.Interval(Of(summary)!.Interval),
                Readable.Percent(Of(summary)!.Value / summary.Configuration.Workers), Readable.Count(summary.Rounds),
            ]),
        ]);

    private void WriteLines(Utf8JsonWriter json, List<IGrouping<string, Summary>> lines)
    {
        json.WriteStartArray("lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Key);
            json.WriteStartArray("points");
            foreach (var summary in line.OrderBy(summary => summary.Configuration.Workers))
                WritePoint(json, summary);
            json.WriteEndArray();
            WriteLaw(json, models.FirstOrDefault(model => names.ExecutorOf(model.Configuration) == line.Key));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteRows(Utf8JsonWriter json, List<Summary> shown)
    {
        json.WriteStartArray("rows");
        foreach (var summary in shown)
            WritePoint(json, summary);
        json.WriteEndArray();
    }

    private void WritePoint(Utf8JsonWriter json, Summary summary)
    {
        var estimate = Of(summary)!;
        json.WriteStartObject();
        json.WriteString("name", names.Of(summary.Configuration));
        json.WriteNumber("workers", summary.Configuration.Workers);
        json.WriteNumber("value", estimate.Value);
        if (estimate.Interval is { } ends && double.IsFinite(ends.High))
        {
            json.WriteNumber("low", ends.Low);
            json.WriteNumber("high", ends.High);
        }
        json.WriteString("verdict", IsOfOtherRounds(summary) ? OtherRounds : summary.WorstStatus == RunStatus.Ok ? VerdictOf(speedUps.DifferenceOf(summary)) : Label.Of(summary.WorstStatus));
        json.WriteString("label", $"{Readable.Number(estimate.Value)}×");
        json.WriteString("text", $"{Readable.Number(estimate.Value)} times {(isWeak ? "the work" : "as fast")}{Between(estimate.Interval)}");
        json.WriteEndObject();
    }

    private static string VerdictOf(Difference? difference) => difference is { } known ? Label.Of(known) : "";

    /// <summary>The law's speed-up over one worker, in terms of what the points are compared with.</summary>
    private void WriteLaw(Utf8JsonWriter json, ScalingModel? model)
    {
        if (model?.Fit is not { } fit)
            return;
        json.WriteStartArray("curve");
        for (var i = 0; i <= PointsOfCurve; i++)
        {
            var workers = Math.Pow(model.Horizon, i / (double)PointsOfCurve);
            json.WriteStartArray();
            json.WriteNumberValue(Rounded(workers));
            json.WriteNumberValue(Rounded(speedUps.AreOverSerial && baselineSeconds is { } seconds ? (isWeak ? workers : 1) * seconds / fit.SecondsWith(workers) : fit.SpeedUpWith(workers)));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    /// <summary>To the digits that a picture shows.</summary>
    public static double Rounded(double value) => double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

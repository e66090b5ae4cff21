using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>What a page says of one scenario: the answer, the table, the pictures, what failed and what to know.</summary>
internal sealed record HtmlChapter
{
    /// <summary>A sentence quotes inputs and errors, which have lengths of their own.</summary>
    public const int MaxSentence = 2_000;

    /// <summary>What it is about; by default its workload.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<Summary> Summaries { get; init; }

    /// <summary>The runs behind the summaries.</summary>
    public required IReadOnlyList<Observation> Runs { get; init; }

    public required int Warmup { get; init; }

    public IReadOnlyList<ScalingModel> Models { get; init; } = [];

    public Analysis.Advice? Advice { get; init; }

    public bool IsBudgetSpent { get; init; }

    public bool IsComplete { get; init; } = true;

    public IReadOnlyList<Timeline> Timelines { get; init; } = [];

    public TimelineInputs Inputs { get; init; } = new();

    public IReadOnlyList<HtmlFailure> Failures { get; init; } = [];

    /// <summary>What went wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>How far the numbers can be trusted, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public string Heading => SummaryTable.Heading(Summaries, Warmup, Name);

    private bool IsWeak => Summaries[0].Scenario.Scale == Scale.Weak;

    private ConfigurationNames Names => new(Summaries.Select(summary => summary.Configuration));

    /// <summary>Of a single configuration, of failures, and under weak scaling, the shortest time is no choice.</summary>
    private Summary? Best => IsWeak ? null : Advice?.Chosen;

    /// <summary>Parts of the answer come first, then what they are made of.</summary>
    /// <param name="html">Where to write it.</param>
    /// <param name="pictures">Gets the pictures, whose data come at the end of the page.</param>
    public void Write(HtmlText html, List<HtmlPicture> pictures)
    {
        html.Markup("<section>\n").Element("h2", Heading);
        if (Summaries[0].Scenario.Parameters is { Length: > 0 } parameters)
            html.Element("p class=\"parameters\"", HtmlText.Short(parameters));
        WriteAnswer(html);
        if (Problems.Count > 0)
            html.Markup("<div class=\"problems\">\n").Element("h3", "What went wrong").List("ul", Problems.Select(problem => HtmlText.Short(problem, MaxSentence))).Markup("</div>\n");
        html.Element("h3", "Results");
        Table().Write(html, "Results");
        if (new MetricsTable(Summaries) is { IsEmpty: false } metrics)
        {
            html.Element("h3", MetricsTable.Heading);
            new HtmlTable(metrics.Headings, metrics.Rows).Write(html, MetricsTable.Heading);
        }
        var (names, first) = (Names, Timelines.FirstOrDefault(timeline => timeline.Planned.Configuration == Best?.Configuration));
        foreach (var picture in ((HtmlPicture?[])
        [
            new SpeedUpPicture(Summaries, Models, Advice?.Chosen).Picture(), LossPicture.Of(Summaries, Advice?.Parallel), new TimelinePicture(Timelines, Inputs, names).Picture(first), RoundsPicture.Of(Summaries, Runs),
        ]).OfType<HtmlPicture>())
        {
            picture.Write(html, pictures.Count);
            pictures.Add(picture);
        }
        WriteFailures(html);
        html.Remarks("Good to know", Remarks);
        html.Markup("</section>\n");
    }

    private void WriteAnswer(HtmlText html)
    {
        var lines = AdviceText.Of(Summaries, Advice, IsBudgetSpent, IsComplete);
        html.Markup($"<div class=\"answer{(Advice is null ? "" : $" {Label.Of(Advice.Verdict)}")}\">\n").Element("p class=\"lead\"", lines[0]);
        if (lines.Count > 1)
            html.List("ul", lines.Skip(1));
        html.Markup("</div>\n");
        if (Best is not { Wall: { } wall } best)
            return;
        html.Markup("<dl class=\"figures\">\n");
        // It breaks at other places than before the number.
        Figure(Advice!.Verdict == AdviceVerdict.Inconclusive ? "likely choice" : "best choice", Names.Of(best.Configuration).Replace(" × ", "\u00a0×\u00a0", StringComparison.Ordinal));
        Figure("wall time", Readable.Duration(wall.Median.Value));
        if ((best.Compared is null ? Advice.SpeedUp : best.Compared.SpeedUp) is { } speedUp)
            Figure($"times as fast as {best.Compared?.Baseline.Name ?? Summary.Baseline}", Readable.Number(speedUp.Value));
        if (best.Losses is { Sum: > 0 } losses)
            Figure("of the workers' time is useful", Readable.Percent(losses.Useful / losses.Sum));
        html.Markup("</dl>\n");

        // The figure is larger, but a list of terms has them first.
        void Figure(string term, string value) => html.Markup("<div>").Element("dt", term).Element("dd", value).Markup("</div>");
    }

    private HtmlTable Table()
    {
        var (names, speedUps) = (Names, new SpeedUps(Summaries));
        var (isOk, hasGc) = (Summaries.All(summary => summary.WorstStatus == RunStatus.Ok), GcText.Matters(Summaries));
        return new HtmlTable(
            ["executor", "workers", "wall", "±", "start-up", "run", "shutdown", $"{(IsWeak ? "scaled " : "")}speed-up{(speedUps.AreOverChosen ? $" over {speedUps.Over("")}" : "")}", "95% between", "in flight", "rounds",
                .. hasGc ? (string[])["in GC", "allocated/task"] : [], .. isOk ? (string[])[] : ["status"]],
            [
                .. Summaries.Select(summary => (string[])
                [
                    names.ExecutorOf(summary.Configuration), Readable.Count(summary.Configuration.Workers), Readable.Duration(summary.Wall?.Median.Value ?? summary.Typical.Times.Wall),
                    Readable.Precision(summary.Wall?.Precision), Readable.Duration(summary.Typical.Times.Startup), Readable.Duration(summary.Typical.Times.Run), Readable.Duration(summary.Typical.Times.Shutdown),
                    (speedUps.DifferenceOf(summary) == Difference.NotShown ? SummaryTable.NoDifference : "") + Readable.Number(speedUps.Of(summary)?.Value),
                    Readable.Interval(speedUps.DifferenceOf(summary) is null ? null : speedUps.Of(summary)?.Interval),
                    Readable.Number(summary.Typical.ConcurrencyMean), Readable.Count(summary.Rounds),
                    .. hasGc ? (string[])[Readable.Percent(summary.Typical.GcShare), Readable.Bytes(summary.Typical.BytesPerTask)] : [], .. isOk ? (string[])[] : [Label.Of(summary.WorstStatus)],
                ]),
            ])
        {
            Best = Best is null ? -1 : Summaries.ToList().IndexOf(Best),
        };
    }

    private void WriteFailures(HtmlText html)
    {
        if (Failures.Count == 0)
            return;
        html.Element("h3", "Failures");
        new HtmlTable(["configuration", "round", "failed", "of", "task", "input", "error"],
        [
            .. Failures.Select(failure => (string[])
            [
                Names.Of(failure.Planned.Configuration), failure.Planned.Phase == Phase.Warmup ? "warm-up" : Readable.Count(failure.Planned.Round), failure.Failed is { } failed ? Readable.Count(failed) : "–", Readable.Tasks(failure.Tasks), failure.Task is { } task ? Readable.Count(task) : "–",
                HtmlText.Short(failure.Input ?? ""), HtmlText.Short(failure.Error, MaxSentence),
            ]),
        ])
        { Words = 7 }.Write(html, "Failures");
    }
}

/// <summary>A run in which something failed.</summary>
/// <param name="Planned">Which run.</param>
/// <param name="Failed">How many of its tasks have no result; <see langword="null"/> if it is not known.</param>
/// <param name="Tasks">How many it had.</param>
/// <param name="Task">The first task without a result; <see langword="null"/> if it is not known.</param>
/// <param name="Input">The input of that task.</param>
/// <param name="Error">Why it has no result.</param>
internal sealed record HtmlFailure(PlannedRun Planned, long? Failed, long Tasks, long? Task, string? Input, string Error)
{
    public static IReadOnlyList<HtmlFailure> Of(Findings findings) =>
    [
        .. findings.Failures.Select(failure => new HtmlFailure(failure.Planned, failure.Failed, failure.Tasks, failure.FirstInput?.Index, failure.FirstInput?.Shown(),
            string.Join(". ", ((string?[])[failure.RunError, failure.FirstFault is { } fault ? Label.Of(fault.Type, fault.Message) : null]).OfType<string>()))),
    ];
}

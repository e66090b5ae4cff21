using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>How much a command shows.</summary>
internal enum Verbosity
{
    Normal,
    Quiet,
    Verbose,
}

/// <summary>The results for people: the answer first, then the table behind it, where the time went, and why.</summary>
internal sealed class ResultText(ReportChapter chapter)
{
    private readonly LossBars losses = new(chapter.Summaries);

    private readonly MetricsTable metrics = new(chapter.Summaries);

    public ResultText(Conclusion conclusion, string machine)
        : this(ReportChapter.Of(conclusion, machine))
    {
    }

    /// <summary>The tutorial says itself what to learn.</summary>
    public void ShowNumbers(Terminal terminal, bool isDetailed = false)
    {
        terminal.WriteLine(Heading, Tone.Strong);
        ShowTable(terminal, isDetailed);
    }

    /// <summary>How variants compare, if there are several, and then each on its own.</summary>
    public static void ShowAll(Terminal terminal, IReadOnlyList<ReportChapter> chapters, VariantsText? variants, Verbosity verbosity)
    {
        variants?.Show(terminal);
        foreach (var chapter in chapters)
            if (variants is not null && verbosity != Verbosity.Verbose)
                new ResultText(chapter).ShowShort(terminal);
            else
                new ResultText(chapter).Show(terminal, isDetailed: verbosity == Verbosity.Verbose, isOneOfSeveral: chapters.Count > 1);
    }

    /// <summary>Of one variant among others: what to choose, and the table behind it.</summary>
    private void ShowShort(Terminal terminal)
    {
        terminal.WriteLine(Heading, Tone.Strong);
        foreach (var sentence in Answer())
            terminal.WriteLine(sentence);
        foreach (var origin in chapter.Origins.Where(origin => origin.Length > 0))
            terminal.WriteLine(origin, Tone.Faint);
        terminal.Write(SummaryTable.Of(chapter.Summaries, Best));
        metrics.Show(terminal);
    }

    /// <summary>Nothing if only warm-up rounds were measured.</summary>
    public void Show(Terminal terminal, bool isDetailed = false, bool isOneOfSeveral = false)
    {
        if (chapter.Summaries.Count == 0)
            return;
        // Whose answer it is.
        if (isOneOfSeveral)
            terminal.WriteLine(Heading, Tone.Strong);
        foreach (var sentence in Answer())
            terminal.WriteLine(sentence, Tone.Strong);
        terminal.WriteLine("");
        if (!isOneOfSeveral)
            terminal.WriteLine(Heading, Tone.Strong);
        ShowTable(terminal, isDetailed);
        metrics.Show(terminal);
        terminal.WriteGroup("Why", Reasons(isDetailed));
    }

    /// <summary>In five lines, and one for each further variant, without the numbers of each configuration.</summary>
    public static void ShowAdvice(Terminal terminal, Conclusion conclusion)
    {
        IReadOnlyList<string> lines = [.. AdviceText.Caveat(conclusion.ResultsDiffer), .. conclusion.Variants.Count > 0 ? VariantAdviceText.Of(conclusion) : AdviceText.Of(conclusion.Summaries, conclusion.Advice, conclusion.IsBudgetSpent, conclusion.IsComplete)];
        for (var i = 0; i < lines.Count; i++)
            terminal.WriteLine(lines[i], i == 0 ? Tone.Strong : Tone.Plain);
    }

    /// <summary>All variants of a session, and how they compare.</summary>
    public static string MarkdownOf(Conclusion conclusion, string machine, IReadOnlyList<string> remarks)
    {
        var chapters = ReportChapter.AllOf(conclusion, machine);
        return VariantsText.Of(conclusion)?.Markdown()
            + string.Join('\n', chapters.Select(chapter => new ResultText(chapter).Markdown(chapter == chapters[^1] ? remarks : [])));
    }

    public string Markdown(IEnumerable<string> remarks)
    {
        var above = ((string[])[chapter.Scenario.Parameters, .. chapter.Origins]).Where(text => text.Length > 0).Distinct();
        return MarkdownText.Heading(Heading)
            + $"**{MarkdownText.Escape(string.Join(' ', Answer()))}**\n\n"
            + string.Concat(above.Select(text => MarkdownText.Escape(text) + "\n\n"))
            + SummaryTable.Of(chapter.Summaries, Best, isDetailed: true).Markdown()
            + metrics.Markdown()
            + losses.ForMarkdown()
            + MarkdownText.List([.. Reasons(isDetailed: true), .. remarks]);
    }

    private void ShowTable(Terminal terminal, bool isDetailed)
    {
        foreach (var origin in chapter.Origins)
            terminal.WriteLine(origin, Tone.Faint);
        terminal.Write(SummaryTable.Of(chapter.Summaries, Best, isDetailed));
        terminal.WriteGroup("Where the time of the workers went", losses.ForTerminal);
    }

    private string Heading => SummaryTable.Heading(chapter.Summaries, chapter.Warmup, chapter.Name);

    /// <summary>An inconclusive advice has a favourite, too, but no row stands out.</summary>
    private Summary? Best => chapter.Advice is { Verdict: not AdviceVerdict.Inconclusive } advice ? advice.Chosen : null;

    private ConfigurationNames Names => new(chapter.Summaries.Select(summary => summary.Configuration));

    private IReadOnlyList<string> Answer() =>
        [.. AdviceText.Caveat(chapter.ResultsDiffer), .. BaselineText.Of(chapter.Summaries, Names, chapter.Advice?.Chosen), .. chapter.Advice is { } advice ? new AdviceText(advice, Names).Answer : [AdviceText.WithoutChoice(chapter.Summaries, Names, chapter.IsComplete, isOneOfSeveral: chapter.Name != chapter.Scenario.Workload)]];

    /// <summary>Why no law of scaling fits is a detail.</summary>
    private IReadOnlyList<string> Reasons(bool isDetailed) =>
        [.. chapter.Advice is { } advice ? new AdviceText(advice, Names).Reasons : [], .. ModelText.All([.. chapter.Models.Where(model => isDetailed || model.Refusal is null)])];
}

using Partime.Tool.Analysis;

namespace Partime.Tool.Reporting;

/// <summary>The page about runs that were read from files.</summary>
internal static class FilesPage
{
    /// <param name="chapters">What is shown, scenario by scenario.</param>
    /// <param name="variants">How they compare; <see langword="null"/> if they do not.</param>
    /// <param name="runs">The runs of all of them.</param>
    /// <param name="remarks">About the files as a whole.</param>
    /// <param name="files">Where the runs are from.</param>
    /// <param name="tasksFiles">Tasks CSV files, for the timelines.</param>
    public static HtmlReport Of(IReadOnlyList<ReportChapter> chapters, VariantsText? variants, IReadOnlyList<Observation> runs, IReadOnlyList<string> remarks, IReadOnlyList<RunsFile> files,
        IReadOnlyList<string> tasksFiles)
    {
        var summaries = chapters.SelectMany(chapter => chapter.Summaries).ToList();
        var tasks = new TimelineReader(TimelineLimits.For(summaries.Count)).Read(tasksFiles, runs, summaries.Select(summary => summary.Typical));
        var page = new HtmlReport(string.Join(", ", chapters.Select(chapter => chapter.Scenario.Workload).Distinct()), chapters.SelectMany(chapter => chapter.Origins).Distinct());
        page.Add(variants);
        foreach (var chapter in chapters)
            page.Add(new HtmlChapter
            {
                Name = chapter.Name,
                Summaries = chapter.Summaries,
                Runs = [.. runs.Where(run => run.Scenario == chapter.Scenario)],
                Warmup = chapter.Warmup,
                Models = chapter.Models,
                Advice = chapter.Advice,
                Timelines = [.. chapter.Summaries.Select(summary => tasks.TimelineOf(summary.Typical)).OfType<Timeline>()],
                Inputs = tasks.InputsOf(chapter.Scenario),
                Failures =
                [
                    .. tasks.FailuresOf(chapter.Scenario),
                    .. runs.Where(run => run.Scenario == chapter.Scenario && run.Error.Length > 0).Select(run => new HtmlFailure(run.Planned, null, run.Tasks, null, null, run.Error)),
                ],
                Remarks = [.. SummaryRemarks.Of(chapter.Summaries, chapter.Advice)],
            });
        return page.Add("About the files", [.. remarks, .. tasks.Remarks]).AddOrigin(Facts(files), []);
    }

    /// <summary>Of one session everything; of several what tells them apart.</summary>
    public static IReadOnlyList<HtmlFact> Facts(IReadOnlyList<RunsFile> files) =>
    [
        .. files.Select(file => new HtmlFact("file", file.Name)),
        .. files.SelectMany(file => file.Sessions).ToList() is [var only] ? HtmlFact.Of(only)
            : files.SelectMany(file => file.Sessions.SelectMany(session => HtmlFact.Of(session).Take(3).Select(fact => fact with { Name = $"{file.Name}: {fact.Name}" }))).Take(60),
    ];
}

using System.Globalization;
using Partime.Tool.Analysis;
using Partime.Tool.Files;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>The page of a session: what its tasks were is noted after each run, and the page is written at the end.</summary>
internal sealed class SessionPage(string path, SessionInfo info, SessionDetails details) : IDisposable
{
    private readonly OutputFile output = OutputFile.Open(path);
    private readonly TimelineRecorder recorder = new(info.AllConfigurations.Count, info.Settings?.Scale ?? Scale.Strong);

    /// <summary>Must get each run before the next one starts.</summary>
    public void Add(RunRecord run) => recorder.Add(run);

    public void Conclude(Conclusion conclusion, Findings findings)
    {
        var report = new HtmlReport(info.Workloads, OriginText.Of([info]));
        if (conclusion.Summaries.Count == 0)
            report.Add("Nothing was measured", [.. conclusion.Problems, .. conclusion.Remarks]);
        report.Add("What to choose", [.. AdviceText.Caveat(conclusion.ResultsDiffer), .. VariantAdviceText.Of(conclusion)]);
        if (VariantsText.Of(conclusion) is { } variants)
            report.Add(variants).Add("What went wrong", conclusion.Problems).Add("Good to know", conclusion.Remarks);
        var order = info.AllConfigurations.ToList();
        foreach (var chapter in conclusion.Summaries.Count == 0 ? [] : ReportChapter.AllOf(conclusion, info.Machine))
        {
            var own = chapter.Summaries.Select(summary => summary.Configuration).ToHashSet();
            var isOnly = info.Others.Count == 0;
            report.Add(new HtmlChapter
            {
                Name = chapter.Name,
                Summaries = chapter.Summaries,
                Runs = [.. conclusion.Runs.Where(run => run.Scenario == chapter.Scenario)],
                Warmup = conclusion.Warmup,
                Models = chapter.Models,
                Advice = chapter.Advice,
                IsBudgetSpent = conclusion.IsBudgetSpent,
                IsComplete = conclusion.IsComplete,
                Timelines = [.. recorder.Timelines.Where(timeline => own.Contains(timeline.Planned.Configuration)).OrderBy(timeline => order.IndexOf(timeline.Planned.Configuration))],
                Inputs = recorder.Inputs,
                Failures = [.. HtmlFailure.Of(findings).Where(failure => isOnly || own.Contains(failure.Planned.Configuration))],
                Problems = isOnly ? conclusion.Problems : [],
                Remarks = isOnly ? conclusion.Remarks : [],
            });
        }
        report.AddOrigin([.. HtmlFact.Of(info), .. Environment()], details.CommandLine).WriteTo(output);
    }

    public void Dispose() => output.Dispose();

    private IEnumerable<HtmlFact> Environment()
    {
        if (details.Machine is not { } machine)
            yield break;
        yield return new HtmlFact("CPUs", string.Join(", ", ((string?[])
        [
            machine.Processor.LogicalCpus is { } logical ? $"{Readable.Count(logical)} logical" : null,
            machine.Processor.PhysicalCores is { } cores ? $"{Readable.Count(cores)} cores" : null,
            string.Create(CultureInfo.InvariantCulture, $"{machine.UsableCpus:0.##} usable"),
        ]).OfType<string>()));
        yield return new HtmlFact("memory", machine.UsableMemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB") : "");
        yield return new HtmlFact("system", $"{machine.Os}, {machine.Kernel}");
        yield return new HtmlFact("frequency governor", machine.Power.Governor ?? "");
        yield return new HtmlFact(".NET", $"{machine.DotNet}, {(machine.IsServerGc ? "server" : "workstation")} GC{(machine.IsConcurrentGc ? ", concurrent" : "")}");
        yield return new HtmlFact(".NET settings", string.Join(", ", machine.Settings));
        yield return new HtmlFact("partime", details.ToolVersion);
    }
}

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
    private readonly TimelineRecorder recorder = new(info.Configurations.Count, info.Settings?.Scale ?? Scale.Strong);

    /// <summary>Must get each run before the next one starts.</summary>
    public void Add(RunRecord run) => recorder.Add(run);

    public void Conclude(Conclusion conclusion, Findings findings)
    {
        var report = new HtmlReport(info.Workload, OriginText.Of([info]));
        if (conclusion.Summaries.Count == 0)
            report.Add("Nothing was measured", [.. conclusion.Problems, .. conclusion.Remarks]);
        foreach (var scenario in conclusion.Summaries.GroupBy(summary => summary.Scenario))
        {
            var own = scenario.Select(summary => summary.Configuration).ToHashSet();
            report.Add(new HtmlChapter
            {
                Summaries = [.. scenario],
                Runs = [.. conclusion.Runs.Where(run => run.Scenario == scenario.Key)],
                Warmup = conclusion.Warmup,
                Models = [.. conclusion.Models.Where(model => model.Largest.Scenario == scenario.Key)],
                Advice = conclusion.Advice,
                IsBudgetSpent = conclusion.IsBudgetSpent,
                IsComplete = conclusion.IsComplete,
                Timelines = [.. recorder.Timelines.Where(timeline => own.Contains(timeline.Planned.Configuration)).OrderBy(timeline => info.Configurations.ToList().IndexOf(timeline.Planned.Configuration))],
                Inputs = recorder.Inputs,
                Failures = HtmlFailure.Of(findings),
                Problems = conclusion.Problems,
                Remarks = conclusion.Remarks,
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

using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <summary>What a session has come to so far: its runs, what was found out about them, and whether there are to be more.</summary>
/// <param name="papers">What is the same in all of its runs.</param>
/// <param name="plan">What it was to run.</param>
/// <param name="band">What difference matters.</param>
/// <param name="findings">Where to collect what goes wrong.</param>
/// <param name="finished">The runs that it had before, if it is continued.</param>
internal sealed class SessionOutcome(SessionInfo papers, Plan plan, EquivalenceBand band, Findings findings, IReadOnlyList<Observation> finished)
{
    private readonly List<Observation> runs = [.. finished];
    private readonly StoppingRule stopping = new(plan.Rounds);

    /// <summary>What its configurations are called.</summary>
    public ConfigurationNames Names { get; } = new(plan.Configurations);

    public Findings Findings => findings;

    /// <summary>How many runs there will be, by what is known now.</summary>
    public long ExpectedRuns => ((long)plan.Warmup + stopping.ExpectedRounds) * plan.Configurations.Count;

    public bool IsComplete => stopping.Reason is not null && runs is not [.., { IsCutShort: true }];

    /// <summary>Whether everything had been there already.</summary>
    public bool WasComplete => finished.Count > 0 && IsComplete && runs.Count == finished.Count;

    public int RunCount => runs.Count;

    /// <summary>Without one that was cut short.</summary>
    public int FinishedCount => runs.Count(run => !run.IsCutShort);

    /// <summary>The runs that are still to be measured. The stopping rule hears of the others where they stand in the plan, as it did then: of all
    /// of them at once, it would judge the third round by the time of the sixth.</summary>
    /// <param name="find">What came out when a run was run; <see langword="null"/> if it still has to be.</param>
    public IEnumerable<PlannedRun> Remaining(Func<PlannedRun, Observation?> find)
    {
        foreach (var run in plan.Runs(stopping.WantsRound))
            if (find(run) is { } former)
                stopping.Add(former);
            else
                yield return run;
    }

    public void Add(RunRecord run)
    {
        findings.Add(run);
        var observation = papers.Observe(run);
        stopping.Add(observation);
        runs.Add(observation);
    }

    public Conclusion Conclude()
    {
        var summaries = Summary.Of(runs, band, plan.Configurations);
        return new Conclusion(summaries, plan.Warmup, [.. Remarks(summaries), .. FindingsText.Of(findings, Names)], Disturbances, IsComplete);
    }

    /// <summary>The table, with what there is to say of its numbers.</summary>
    public void Show(Terminal terminal)
    {
        if (runs.Count == 0)
            return;
        var summaries = Summary.Of(runs, band, plan.Configurations);
        if (summaries.Count > 0)
        {
            terminal.WriteLine(SummaryTable.Heading(summaries, plan.Warmup));
            terminal.WriteLine(papers.Header.Machine);
            terminal.Write(SummaryTable.Of(summaries, terminal.Width));
        }
        foreach (var sentence in Remarks(summaries))
            Message.WriteSentence(sentence);
    }

    public int ToExitCode() =>
        findings.ResultsDiffer ? ExitCode.ResultsDiffer
        : findings.Failures.Count > 0 || runs.Exists(run => run.Status is RunStatus.Failed or RunStatus.Error) ? ExitCode.TasksFailed
        : ExitCode.Ok;

    private IReadOnlyList<string> Disturbances => [.. DisturbanceText.Of(Arm.AllOf(runs))];

    private IEnumerable<string> Remarks(IReadOnlyList<Summary> summaries) =>
    [
        .. IsComplete ? StoppingText.Of(stopping, plan, Names, isDisturbed: Disturbances.Count > 0) : [],
        .. OutlierText.Of(summaries),
        .. papers.Header.Remarks.Select(remark => remark.Text).Distinct(),
        .. Disturbances,
    ];
}

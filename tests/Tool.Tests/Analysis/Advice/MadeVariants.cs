using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis.Advices;

/// <summary>Several kinds of work on one machine on paper, each a variant: <c>codec=a</c>, <c>codec=b</c> and so on. Where they have different numbers of tasks, these are their only difference.</summary>
internal sealed class MadeVariants(params MadeMachine[] machines)
{
    private readonly bool hasTaskCounts = machines.Any(machine => machine.Tasks != machines[0].Tasks);

    public Plan PlanOf(string executors = MadeMachine.AllExecutors, string workers = "1,2,4,8,16,32,64", string chunks = "1,auto") =>
        machines.MaxBy(machine => machine.Tasks)!.PlanOf(executors, workers, chunks, machines.Length, hasTaskCounts ? [.. machines.Select(machine => (long)machine.Tasks)] : null);

    public Observation Run(PlannedRun planned)
    {
        var run = machines[planned.Configuration.Variant].Run(planned);
        return run with { Scenario = run.Scenario with { Parameters = NameOf(planned.Configuration.Variant) } };
    }

    /// <param name="search">What chooses the runs.</param>
    /// <param name="change">What becomes of a run.</param>
    public List<Observation> Search(AdaptiveSearch search, Func<Observation, Observation>? change = null)
    {
        var runs = new List<Observation>();
        foreach (var planned in search.Runs())
        {
            runs.Add(change is null ? Run(planned) : change(Run(planned)));
            search.Add(runs[^1]);
        }
        return runs;
    }

    /// <summary>All rounds of all configurations.</summary>
    public List<Observation> Sweep(string executors = MadeMachine.AllExecutors, string workers = "4", int rounds = 5) => [.. PlanOf(executors, workers, "1").Runs(round => round <= rounds).Select(Run)];

    public Conclusion Conclude(IReadOnlyList<Observation> runs)
    {
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        var variants = VariantAdvice.Of([.. machines.Select((machine, variant) => (NameOf(variant), Run(new PlannedRun(1, Phase.Measure, 1, 1, new Configuration("serial", 1, 1) { Variant = variant })).Scenario))], runs, summaries, Advice.DefaultWithin, null);
        return new Conclusion
        {
            Summaries = summaries,
            Runs = runs,
            Warmup = 0,
            Remarks = [],
            Disturbances = [],
            Problems = [],
            IsComplete = true,
            Variants = variants,
            Advice = VariantAdvice.OverallOf(variants),
        };
    }

    private string NameOf(int variant) => hasTaskCounts ? $"tasks={machines[variant].Tasks}" : $"codec={(char)('a' + variant)}";
}

using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Measurement;

/// <summary>A plan over a range of tasks, one configuration per executor, and what runs it.</summary>
internal sealed record PlanRuns(Plan Plan, PlanRunner Runner)
{
    public static PlanRuns Create(IWorkload workload, int tasks, params IExecutor[] executors) => Create(workload, tasks, rounds: 1, executors);

    public static PlanRuns Create(IWorkload workload, int tasks, int rounds, params IExecutor[] executors)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, tasks, 1))], times: 1);
        var configurations = executors.Select((_, number) => new Configuration($"executor {number}", Workers: 1, ChunkSize: 1)).ToArray();
        var plan = new Plan(inputs, configurations, Warmup: 0, new RoundsSpec(rounds));
        return new PlanRuns(plan, new PlanRunner(
            plan,
            workload,
            configuration => executors[Array.IndexOf(configurations, configuration)],
            new PrivateBoardMemory(new BoardLayout(tasks, [], KeepValues: false)),
            new TaskRules()));
    }

    public IAsyncEnumerable<RunRecord> RunAsync(CancellationToken cancellationToken) =>
        Runner.RunAsync(Plan.Runs(round => round <= Plan.Rounds.Fixed), cancellationToken);

    /// <summary>All runs, each with the verdicts of its tasks as they were when it was yielded.</summary>
    public async Task<List<(RunRecord Run, Verdict[] Verdicts)>> AllRunsAsync(CancellationToken cancellationToken = default)
    {
        var runs = new List<(RunRecord, Verdict[])>();
        await foreach (var run in RunAsync(cancellationToken))
        {
            var verdicts = new Verdict[run.Tasks.Count];
            for (var task = 0; task < verdicts.Length; task++)
                verdicts[task] = run.Tasks[task].Verdict;
            runs.Add((run, verdicts));
        }
        return runs;
    }
}

using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Measurement;

/// <summary>Sessions over a range of tasks, one configuration per executor.</summary>
internal static class Sessions
{
    public static Session Create(IWorkload workload, int tasks, params IExecutor[] executors) => Create(workload, tasks, rounds: 1, executors);

    public static Session Create(IWorkload workload, int tasks, int rounds, params IExecutor[] executors)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, tasks, 1))], times: 1);
        var configurations = executors.Select((_, number) => new Configuration($"executor {number}", Workers: 1, ChunkSize: 1)).ToArray();
        return new Session(
            new Plan(inputs, configurations, Warmup: 0, new RoundsSpec(rounds)),
            workload,
            name => executors[Array.FindIndex(configurations, configuration => configuration.Executor == name)],
            new PrivateBoardMemory(new BoardLayout(tasks, [], KeepValues: false)),
            new SessionSettings());
    }

    /// <summary>All runs, each with the verdicts of its tasks as they were when it was yielded.</summary>
    public static async Task<List<(RunRecord Run, Verdict[] Verdicts)>> AllRunsAsync(this Session session, CancellationToken cancellationToken = default)
    {
        var runs = new List<(RunRecord, Verdict[])>();
        await foreach (var run in session.RunAsync(cancellationToken))
        {
            var verdicts = new Verdict[run.Tasks.Count];
            for (var task = 0; task < verdicts.Length; task++)
                verdicts[task] = run.Tasks[task].Verdict;
            runs.Add((run, verdicts));
        }
        return runs;
    }
}

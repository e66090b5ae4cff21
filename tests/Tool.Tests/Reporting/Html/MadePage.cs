using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Pages of sessions made by hand, with words in them that attack a page.</summary>
internal static class MadePage
{
    /// <summary>Ends a script and starts others, has handlers and quotes, separators of lines that JavaScript knows, marks that turn the direction of writing, the
    /// name of a part of the page, and a million letters.</summary>
    public static readonly string Hostile =
        "</script><script>hacked = 1</script><img src=x onerror=\"hacked = 1\"><!-- ' \" ` \u2028 \u2029 \u202e drow \u0000 \ud800 {{data}} {{script}} &lt;b&gt; " + new string('x', 1 << 20);

    private const int Rounds = 6;

    private static readonly (string Executor, int Workers)[] Configurations = [("serial", 1), ("threads", 1), ("threads", 2), ("threads", 4), ("process-pool", 2), ("process-pool", 4)];

    public static HtmlReport OfSession()
    {
        var runs = Runs();
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        return new HtmlReport("moons", [$"vm: {Hostile}"])
            .Add(new HtmlChapter
            {
                Summaries = summaries,
                Runs = runs,
                Warmup = 1,
                Models = ScalingModel.Of(Arm.AllOf(runs)),
                Advice = Advice.Of(runs, summaries),
                Timelines = [.. summaries.Select(summary => TimelineOf(summary.Typical, tasks: 40))],
                Inputs = InputsOf(40),
                Failures = [new HtmlFailure(new PlannedRun(1, Phase.Measure, 3, 0, summaries[^1].Configuration), 1, 40, 7, Hostile, Hostile)],
                Problems = [Hostile],
                Remarks = ["A remark.", Hostile],
            })
            .AddOrigin([new HtmlFact("machine", Hostile)], ["run", "moons", "--inputs", "it's", Hostile]);
    }

    /// <summary>Configurations with a number of rounds and of tasks in their timelines.</summary>
    public static HtmlReport OfSize(int configurations, int rounds, int tasks)
    {
        List<Observation> runs = [];
        for (var i = 0; i < configurations; i++)
            for (var round = 1; round <= rounds; round++)
                runs.Add(RunOf(i == 0 ? "serial" : $"executor-{i % 10}", i == 0 ? 1 : 1 + (i / 10), round));
        var summaries = Summary.Of(runs, EquivalenceBand.Default);
        return new HtmlReport("moons", []).Add(new HtmlChapter
        {
            Summaries = summaries,
            Runs = runs,
            Warmup = 0,
            Advice = Advice.Of(runs, summaries),
            Timelines = [.. summaries.Select(summary => TimelineOf(summary.Typical, tasks, TimelineLimits.For(configurations)))],
            Inputs = InputsOf(tasks),
        });
    }

    public static List<Observation> Runs() =>
        [.. from configuration in Configurations from round in Enumerable.Range(1, Rounds) select RunOf(configuration.Executor, configuration.Workers, round)];

    private static Observation RunOf(string executor, int workers, int round) => (new MadeRun
    {
        Executor = executor,
        Workers = workers,
        Round = round,
        Number = round,
        Seconds = (executor == "process-pool" ? 0.4 : 0.01, (8.0 / workers * (1 + (0.01 * (round % 3)))) + (round == 6 && workers == 2 ? 3 : 0), 0.05),
        Tasks = [new MadeTask("1", WorkResult.Of("1"))],
    }).Observation();

    private static TimelineInputs InputsOf(int tasks)
    {
        var inputs = new TimelineInputs();
        for (var task = 0; inputs.Want(tasks) && task < tasks; task++)
            inputs.Add(task, task == 3 ? Hostile : $"input {task}");
        return inputs;
    }

    /// <summary>Tasks one after the other, equally long, but for one that failed and was retried and one that failed.</summary>
    public static Timeline TimelineOf(Observation run, int tasks, TimelineLimits? limits = null)
    {
        var workers = run.Planned.Configuration.Workers;
        var timeline = new Timeline(run.Planned, run.Times, limits ?? TimelineLimits.For(1));
        var length = run.Times.Run / ((tasks + workers - 1) / workers) * 0.95;
        for (var task = 0; task < tasks; task++)
        {
            var started = run.Times.Startup + (task / workers * (length / 0.95));
            if (task == 5)
                timeline.Add(task, task % workers, started, started + (length / 2), TimelineState.Retried);
            timeline.Add(task, task % workers, task == 5 ? started + (length / 2) : started, started + length, task == 7 ? TimelineState.Failed : TimelineState.Ok);
        }
        return timeline;
    }
}

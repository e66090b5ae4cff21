using Partime.Tool.Analysis;
using Partime.Tool.Reporting;

namespace Partime.Tool.Cli;

/// <param name="Title">What it is about.</param>
/// <param name="Commands">The words behind <c>run</c>, of each command.</param>
/// <param name="LookAt">Which numbers matter.</param>
/// <param name="Reading">A sentence on the user's own numbers.</param>
internal sealed record TutorialStep(string Title, string[] Commands, string LookAt, Func<IReadOnlyList<Conclusion>, string> Reading);

/// <summary>The steps of the tutorial.</summary>
internal static class TutorialSteps
{
    public const int Count = 8;

    private const string Serial = Summary.Baseline;

    /// <param name="server">The address of a server that waits before it answers.</param>
    public static IReadOnlyList<TutorialStep> All(Uri server) =>
    [
        new("one task after the other",
            ["sleep -i 0.3,0.2,0.1 -e serial --rounds 1"],
            "wall: the time from the start to the end.",
            all => $"Here 3 tasks took {Wall(all[0], Serial, 1)}: serial takes as long as all tasks together, 600 ms, and every other executor is compared with it."),
        new("three processes at once",
            ["sleep -i 0.3,0.2,0.1 -e serial,process -w 3 --rounds 1"],
            "wall, and imbalance in the bars: workers that wait for the longest task.",
            all => $"Here three processes took {Wall(all[0], "process", 3)} in place of {Wall(all[0], Serial, 1)}: no less than the longest task, 300 ms, and {Over(all[0], "process", 3, 0.3)} more for starting and ending processes."),
        new("a loop that starts a process for each task",
            ["sleep -i 0.05 --times 5 -e serial,process -w 1 --rounds 1"],
            "the difference of the two wall times: it is the price of five processes.",
            all => $"Here a process costs {Readable.Duration(Math.Max(0, Median(all[0], "process", 1) - Median(all[0], Serial, 1)) / 5)} per task: a task must take far longer than that before a process of its own pays."),
        new("different inputs, and a pool that stays",
            ["sleep -i 0.4,0.1,0.1,0.1,0.1 -e serial,process-pool -w 2 --rounds 1"],
            "the bars: neither worker waits long for the other.",
            all => $"Here two workers took {Wall(all[0], "process-pool", 2)} for 800 ms of work: while one had the long task, the other took the four short ones, and the pool started two processes and not five."),
        new("computing with 1, 2 and 4 workers, in threads and in processes",
            ["sum-squares -i 0..20000 -e serial,threads,process-pool -w 1,2,4 --rounds 5 --warmup 1"],
            "speed-up: with as many workers as CPUs, and with more. ▸ marks what to choose, ~ a difference that these rounds do not show.",
            all => $"Here {Fastest(all[0])}, on {Readable.Counted(Environment.ProcessorCount, "CPU")}. {OfMoreWorkers(all[0])}"),
        new("tasks that are too small",
            ["sum-squares -i 0 --times 20000 -e serial,threads,process-pool -w 2 --rounds 5 --warmup 1"],
            "vs serial: handing out a task may cost more than the task, and then it says how many times slower that is.",
            all => $"Here an empty task costs {PerTask(all[0], Serial, 1)} under serial, {PerTask(all[0], "threads", 2)} under threads and {PerTask(all[0], "process-pool", 2)} under process-pool, start-up included: give workers larger tasks, or a larger --chunk-size."),
        new("waiting is not computing",
            ["sleep -i 0.02 --times 40 -e serial,threads -w 8 --rounds 1", "sum-squares -i 0..8000 -e serial,threads -w 8 --rounds 1"],
            "the speed-up of the same 8 threads in both tables.",
            all => $"Here 8 threads are {Ratio(all[0])} times as fast as serial when tasks wait, and {Ratio(all[1])} times when they compute: for tasks that wait, use far more workers than CPUs."),
        new("fetching from a server, which partime has started and ends after this step",
            [$"http-fetch -i {server} --times 12 -e serial,threads,async -w 6 --rounds 1"],
            "wall under threads and under async: both wait for several answers at once, and async blocks no thread meanwhile.",
            all => $"Here 12 fetches took {Wall(all[0], Serial, 1)} one after the other, {Wall(all[0], "threads", 6)} with 6 threads, and {Wall(all[0], "async", 6)} with 6 at once under async."),
    ];

    private static Summary Of(Conclusion result, string executor, int workers) =>
        result.Summaries.Single(summary => summary.Configuration.Executor == executor && summary.Configuration.Workers == workers);

    private static double Median(Conclusion result, string executor, int workers) => Of(result, executor, workers).Wall!.Median.Value;

    private static string Wall(Conclusion result, string executor, int workers) => Readable.Duration(Median(result, executor, workers));

    private static string Over(Conclusion result, string executor, int workers, double seconds) => Readable.Duration(Math.Max(0, Median(result, executor, workers) - seconds));

    private static string PerTask(Conclusion result, string executor, int workers) =>
        Readable.Duration(Median(result, executor, workers) / Of(result, executor, workers).Tasks);

    private static string Ratio(Conclusion result) => Readable.Number(Median(result, Serial, 1) / Median(result, "threads", 8));

    /// <summary>The lesson, unless the numbers show something else.</summary>
    private static string OfMoreWorkers(Conclusion result) => result.Summaries.MinBy(summary => summary.Wall!.Median.Value)!.Configuration.Workers switch
    {
        1 => "Several workers should be faster when tasks compute, unless there is only one CPU: here other programs used the CPUs, or chance decided.",
        var workers when workers <= Environment.ProcessorCount => "When tasks compute, more workers than CPUs bring nothing.",
        _ => "When tasks compute, more workers than CPUs should bring nothing: here chance or other programs decided, and more rounds would tell.",
    };

    private static string Fastest(Conclusion result)
    {
        var best = result.Summaries.MinBy(summary => summary.Wall!.Median.Value)!;
        var name = new ConfigurationNames(result.Summaries.Select(summary => summary.Configuration)).Of(best.Configuration);
        var time = Readable.Duration(best.Wall!.Median.Value);
        return best.Configuration.Executor == Serial ? $"serial was fastest with {time}: nothing else paid" : $"{name} was fastest with {time}, against {Wall(result, Serial, 1)} for serial";
    }
}

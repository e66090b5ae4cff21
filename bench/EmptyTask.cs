using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Partime.Bench;

/// <summary>What partime costs per task, beside loops written by hand that take the two time stamps and store them with a result: anything
/// less would not be a measurement.</summary>
internal static class EmptyTask
{
    private const int Rounds = 15;

    /// <summary>The ratio is near 1. So far above it, something is wrong that no busy machine explains.</summary>
    private const double MaxOnBusyMachine = 4;

    public static void Run(BenchRun run)
    {
        var tasks = run.Size(2_000_000, 20_000);
        var loops = new HandWrittenLoops(tasks);
        if (run.Size(false, true))
        {
            Guard(run, tasks, loops);
            return;
        }
        using var python = new Python();
        Compare("serial", "serial", [Peer.Limit("a loop by hand", loops.Serial, 1.2)]);
        Compare("threads × 2", "threads -w 2",
        [
            Peer.Limit("two threads by hand", loops.TwoThreads, 1.2),
            new Peer("Parallel.For", loops.ParallelFor),
            new Peer("Task.WhenAll", loops.WhenAll),
            new Peer("Python's ThreadPoolExecutor.map", () => python.Measure($"thread-map {tasks / 100}") * tasks),
        ]);

        // Warm-up rounds have the runtime optimise the workload's code.
        void Compare(string what, string executor, Peer[] peers) => run.Compare($"empty task, {what}", "ns", 1e9 / tasks, Rounds,
            () => run.Tool.Run($"empty -i 0..{tasks} -e {executor} --warmup 2", "run_s"), peers);
    }

    /// <summary>Others load the machine meanwhile, so runs are as short as a turn on a CPU, and the fastest of many on each side are compared. Two threads have no turn at once there.</summary>
    private static void Guard(BenchRun run, int tasks, HandWrittenLoops loops)
    {
        const int Runs = 20;
        var ours = run.Tool.Rows($"run empty -i 0..{tasks} -e serial,threads -w 1 --warmup 1 --rounds {Runs} -q --csv - --columns executor,phase,run_s --plugin {PublishedTool.Plugin("Empty")}");
        foreach (var (executor, loop) in new (string, Func<double>)[] { ("serial", loops.Serial), ("threads", loops.OneThread) })
        {
            var ratio = ours.Where(row => row["executor"] == executor && row["phase"] == "measure").Min(row => PublishedTool.Number(row, "run_s")) / Enumerable.Range(0, Runs).Min(_ => loop());
            if (ratio > MaxOnBusyMachine)
                throw new InvalidOperationException($"An empty task under {executor} takes {ratio:F1} times as long as in a loop by hand; {MaxOnBusyMachine} are allowed here.");
        }
    }
}

/// <summary>Compiled optimised from the first call on, as partime's own loop is.</summary>
internal sealed class HandWrittenLoops(int tasks)
{
    private readonly Stamps[] slots = new Stamps[tasks];
    private long next;

    public double Serial() => Seconds(RunAll);

    public double OneThread() => Threads(1);

    public double TwoThreads() => Threads(2);

    public double ParallelFor() => Seconds(() => Parallel.For(0, slots.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, RunOne));

    /// <summary>A task of .NET's for each, as many programs have it.</summary>
    public double WhenAll() => Seconds(() => Task.WhenAll(Enumerable.Range(0, slots.Length).Select(index => Task.Run(() => RunOne(index)))).Wait());

    private double Threads(int count) => Seconds(() =>
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Claim))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    });

    private double Seconds(Action action)
    {
        Array.Clear(slots);
        next = 0;
        return BenchRun.Seconds(action);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunAll()
    {
        for (var index = 0; index < slots.Length; index++)
            slots[index] = Stamp(index);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Claim()
    {
        long index;
        while ((index = Interlocked.Increment(ref next) - 1) < slots.Length)
            slots[index] = Stamp(index);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunOne(int index) => slots[index] = Stamp(index);

    private static Stamps Stamp(long index)
    {
        var started = Stopwatch.GetTimestamp();
        var result = index;
        return new Stamps(started, Stopwatch.GetTimestamp(), result);
    }

    private readonly record struct Stamps(long Started, long Ended, long Result);
}

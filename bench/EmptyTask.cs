using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Partime.Bench;

/// <summary>What partime costs per task, beside loops written by hand that take the two time stamps and store them with a result: anything
/// less would not be a measurement.</summary>
internal static class EmptyTask
{
    private const int Rounds = 15;

    private const int GuardRounds = 4;

    /// <summary>It is about 2: all of the process counts, and its code is not optimised at first. Three times that is no noise.</summary>
    private const double MaxCpuRatio = 6;

    public static void Run(BenchRun run)
    {
        var tasks = run.Size(2_000_000, 200_000);
        var loops = new HandWrittenLoops(tasks);
        if (run.Size(false, true))
        {
            if (OperatingSystem.IsLinux())
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

    /// <summary>Tests load the machine meanwhile, so what counts is the CPU time of one thread, in the best of several runs on each side, and only a gross loss is one.</summary>
    private static void Guard(BenchRun run, int tasks, HandWrittenLoops loops)
    {
        var ours = run.Tool.Rows($"run empty -i 0..{tasks} -e serial,threads -w 1 --warmup 1 --rounds {GuardRounds} -q --csv - --columns executor,phase,cpu_s --plugin {PublishedTool.Plugin("Empty")}");
        foreach (var (executor, loop) in new (string, Action)[] { ("serial", () => loops.Serial()), ("threads", () => loops.OneClaimer()) })
        {
            var best = ours.Where(row => row["executor"] == executor && row["phase"] == "measure").Min(row => PublishedTool.Number(row, "cpu_s"));
            var ratio = best / Enumerable.Range(0, GuardRounds).Min(_ => CpuSeconds(loop));
            if (ratio > MaxCpuRatio)
                throw new InvalidOperationException($"An empty task under {executor} takes {ratio:F1} times the CPU time of one in a loop by hand; {MaxCpuRatio} are allowed here.");
        }
    }

    /// <summary>Of this thread, as the scheduler of Linux counts it.</summary>
    private static double CpuSeconds(Action action)
    {
        var before = Now();
        action();
        return Now() - before;

        static double Now() => double.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
    }
}

/// <summary>Compiled optimised from the first call on, as partime's own loop is.</summary>
internal sealed class HandWrittenLoops(int tasks)
{
    private readonly Stamps[] slots = new Stamps[tasks];
    private long next;

    public double Serial() => Seconds(RunAll);

    /// <summary>On the calling thread.</summary>
    public double OneClaimer() => Seconds(Claim);

    public double TwoThreads() => Seconds(() =>
    {
        var threads = new[] { new Thread(Claim), new Thread(Claim) };
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    });

    public double ParallelFor() => Seconds(() => Parallel.For(0, slots.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, RunOne));

    /// <summary>A task of .NET's for each, as many programs have it.</summary>
    public double WhenAll() => Seconds(() => Task.WhenAll(Enumerable.Range(0, slots.Length).Select(index => Task.Run(() => RunOne(index)))).Wait());

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

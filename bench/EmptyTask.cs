using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Partime.Bench;

/// <summary>What partime costs per task, beside loops written by hand that take the two time stamps and store them with a result: anything
/// less would not be a measurement.</summary>
internal static class EmptyTask
{
    public static void Run(BenchRun run)
    {
        var tasks = run.Size(2_000_000, 10_000);
        var loops = new HandWrittenLoops(tasks);
        Compare("serial", "serial", loops.Serial);
        Compare("threads, 2 workers", "threads -w 2", loops.TwoThreads);

        // Warm-up rounds have the runtime optimise the workload's code.
        void Compare(string what, string executor, Func<double> peer) => run.Compare($"empty task, {what} / by hand", "ns", 1e9 / tasks, 15,
            () => run.Tool.Run($"empty -i 0..{tasks} -e {executor} --warmup 2", "run_s"), peer);
    }
}

/// <summary>Compiled optimised from the first call on, as partime's own loop is.</summary>
internal sealed class HandWrittenLoops(int tasks)
{
    private readonly Stamps[] slots = new Stamps[tasks];
    private long next;

    public double Serial() => Seconds(RunAll);

    public double TwoThreads() => Seconds(() =>
    {
        var threads = new[] { new Thread(Claim), new Thread(Claim) };
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
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

    private static Stamps Stamp(long index)
    {
        var started = Stopwatch.GetTimestamp();
        var result = index;
        return new Stamps(started, Stopwatch.GetTimestamp(), result);
    }

    private readonly record struct Stamps(long Started, long Ended, long Result);
}

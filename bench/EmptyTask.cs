using System.Diagnostics;
using System.Runtime.CompilerServices;
using Partime.Tool.Execution;
using Partime.Tool.Planning;

namespace Partime.Bench;

/// <summary>What partime costs per task, against loops written by hand that take the two time stamps and store
/// them with a result: anything less would not be a measurement. Both are compiled optimised from the first call on.</summary>
internal static class EmptyTask
{
    private const int Tasks = 2_000_000;
    private const int Pairs = 15;

    private static readonly Stamps[] Slots = new Stamps[Tasks];
    private static long next;

    public static Task CompareAsync()
    {
        var layout = new BoardLayout(Tasks, [], KeepValues: false);
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, Tasks, 1))], times: 1);
        var board = new Board(new EmptyWorkload(), inputs.Item, layout);
        Paired.Compare("empty task, serial", "ns", 1e9 / Tasks, Pairs, () => Prepare(board), () => Run(board, new SerialExecutor(), 1), HandWrittenSerial);
        Paired.Compare("empty task, threads, 2 workers", "ns", 1e9 / Tasks, Pairs, () => Prepare(board), () => Run(board, new ThreadsExecutor(), 2), HandWrittenThreads);
        return Task.CompletedTask;
    }

    /// <summary>The loop of two threads alone, for those who measure something else beside it.</summary>
    public static double HandWrittenThreadsSeconds()
    {
        Array.Clear(Slots);
        next = 0;
        var start = Stopwatch.GetTimestamp();
        HandWrittenThreads();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Prepare(Board board)
    {
        board.Reset(workers: 2, chunkSize: 1);
        Array.Clear(Slots);
        next = 0;
    }

    private static void Run(Board board, IExecutor executor, int workers)
    {
        var pool = executor.StartAsync(new PoolRequest { Workers = workers }, default).AsTask().Result;
        pool.RunAsync(board, default).AsTask().Wait();
        pool.DisposeAsync().AsTask().Wait();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HandWrittenSerial()
    {
        for (var index = 0; index < Slots.Length; index++)
            Slots[index] = Stamp(index);
    }

    private static void HandWrittenThreads()
    {
        var threads = new[] { new Thread(Claim), new Thread(Claim) };
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Claim()
    {
        long index;
        while ((index = Interlocked.Increment(ref next) - 1) < Slots.Length)
            Slots[index] = Stamp(index);
    }

    private static Stamps Stamp(long index)
    {
        var started = Stopwatch.GetTimestamp();
        var result = index;
        return new Stamps(started, Stopwatch.GetTimestamp(), result);
    }

    private readonly record struct Stamps(long Started, long Ended, long Result);
}

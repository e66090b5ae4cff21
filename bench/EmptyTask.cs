using System.Diagnostics;
using Partime.Tool.Execution;

namespace Partime.Bench;

/// <summary>What partime costs per task, against loops written by hand that take the two time stamps, call an empty method and
/// store the stamps: anything less would not be a measurement.</summary>
internal static class EmptyTask
{
    private const int Tasks = 2_000_000;
    private const int Pairs = 15;

    private static readonly Stamps[] Slots = new Stamps[Tasks];
    private static long next;

    public static Task CompareAsync()
    {
        var layout = new BoardLayout(Tasks, [], KeepValues: false);
        var board = new Board(new EmptyWorkload(), index => new WorkItem(index, index), layout);
        Paired.Compare("empty task, serial", "ns", 1e9 / Tasks, Pairs, () => Prepare(board), () => Run(board, new SerialExecutor(), 1), HandWrittenSerial);
        Paired.Compare("empty task, threads, 2 workers", "ns", 1e9 / Tasks, Pairs, () => Prepare(board), () => Run(board, new ThreadsExecutor(), 2), HandWrittenThreads);
        return Task.CompletedTask;
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

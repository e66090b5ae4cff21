using System.Collections.Concurrent;

namespace Partime.Tool.Tests.Execution;

/// <summary>Which threads the executors use.</summary>
[Collection(nameof(Executors))]
public sealed class ThreadingTests
{
    [Fact]
    public async Task SerialRunsEverythingOnTheThreadThatAsks()
    {
        var asking = 0;
        var threads = new ConcurrentBag<int>();
        var board = Bundled.Board(Noting(threads), 20, 1);
        await Bundled.Guarded(async () =>
        {
            asking = Environment.CurrentManagedThreadId;
            await using var pool = await Bundled.Create("serial").StartAsync(new PoolRequest { Workers = 1 }, default);
            await pool.RunAsync(board, default);
        });
        Assert.Equal([asking], threads.Distinct());
    }

    [Fact]
    public async Task ThreadsAreTheSameForAllRunsOfAPoolAndGoneAfterwards()
    {
        var threads = new ConcurrentDictionary<Thread, int>();
        await Bundled.Guarded(async () =>
        {
            await using var pool = await Bundled.Create("threads").StartAsync(new PoolRequest { Workers = 3 }, default);
            for (var run = 0; run < 2; run++)
                await pool.RunAsync(Bundled.Board(new MeetingOf(3, threads), 3, 3), default);
        });
        Assert.Equal(3, threads.Count);
        Assert.All(threads.Keys, thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public async Task TheThreadPoolExecutorRunsInTheThreadPoolAndLeavesItAsItWas()
    {
        ThreadPool.GetMinThreads(out var before, out var portsBefore);
        var inPool = new ConcurrentBag<bool>();
        var wanted = before + 5;
        var board = Bundled.Board(Work.Of(_ =>
        {
            ThreadPool.GetMinThreads(out var now, out var _);
            inPool.Add(Thread.CurrentThread.IsThreadPoolThread && now > wanted);
            return default;
        }), 20, wanted);
        await Bundled.RunAsync("thread-pool", board, wanted);
        Assert.Equal(20, inPool.Count);
        Assert.DoesNotContain(false, inPool);
        ThreadPool.GetMinThreads(out var after, out var portsAfter);
        Assert.Equal((before, portsBefore), (after, portsAfter));
    }

    [Theory]
    [InlineData("thread-pool")]
    [InlineData("parallel")]
    public async Task AMaximumThatAPluginHasLoweredIsRaisedForTheRun(string executor)
    {
        var lowered = Environment.ProcessorCount;
        var workers = lowered + 6;
        ThreadPool.GetMaxThreads(out var before, out var ports);
        ThreadPool.GetMinThreads(out var min, out var minPorts);
        ThreadPool.SetMinThreads(1, minPorts);
        Assert.True(ThreadPool.SetMaxThreads(lowered, ports));
        try
        {
            await Bundled.RunAsync(executor, Bundled.Board(new Meeting(workers), workers, workers), workers);
            ThreadPool.GetMaxThreads(out var after, out _);
            Assert.Equal(lowered, after);
        }
        finally
        {
            ThreadPool.SetMaxThreads(before, ports);
            ThreadPool.SetMinThreads(min, minPorts);
        }
    }

    [Theory]
    [InlineData("serial", true)]
    [InlineData("threads", true)]
    [InlineData("thread-pool", true)]
    [InlineData("async", false)]
    [InlineData("parallel", false)]
    public async Task ExecutorsThatMayBlockCallTheBlockingMethod(string executor, bool isBlocking)
    {
        var workload = new BothForms();
        await Bundled.RunAsync(executor, Bundled.Board(workload, 10, 1), 1);
        Assert.Equal(isBlocking ? (10, 0) : (0, 10), (workload.Blocking, workload.Asynchronous));
    }

    private static IWorkload Noting(ConcurrentBag<int> threads) => Work.Of(_ =>
    {
        threads.Add(Environment.CurrentManagedThreadId);
        return default;
    });

    /// <summary>A meeting that records its threads.</summary>
    private sealed class MeetingOf(int size, ConcurrentDictionary<Thread, int> threads) : IBlockingWorkload
    {
        private readonly Meeting meeting = new(size);

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            threads.TryAdd(Thread.CurrentThread, 0);
            return meeting.Run(item, cancellationToken);
        }
    }

    private sealed class BothForms : IBlockingWorkload
    {
        public int Blocking { get; private set; }

        public int Asynchronous { get; private set; }

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            Blocking++;
            return default;
        }

        ValueTask<WorkResult> IWorkload.RunAsync(WorkItem item, CancellationToken cancellationToken)
        {
            Asynchronous++;
            return default;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Partime.TestPlugins;

[Workload("planted-lock", "Sleeps for as many seconds as the input says, and holds a lock meanwhile: workers wait for each other.")]
public sealed class PlantedLock : IBlockingWorkload
{
    private readonly Lock only = new();

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        lock (only)
            Thread.Sleep(TimeSpan.FromSeconds(item.Parse<double>()));
        return WorkResult.Of(item.Index);
    }
}

[Workload("planted-flaky", "Every first attempt at a task fails after as many seconds as the input says, and every second one succeeds after as many.")]
public sealed class PlantedFlaky : IBlockingWorkload
{
    private readonly ConcurrentDictionary<long, int> attempts = [];

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        Thread.Sleep(TimeSpan.FromSeconds(item.Parse<double>()));
        return attempts.AddOrUpdate(item.Index, 1, (_, before) => before + 1) % 2 == 1 ? throw new InvalidOperationException("planted") : WorkResult.Of(item.Index);
    }
}

[Workload("planted-start", "Sleeps for as many seconds as the input says, after a start that takes a while in every process.")]
public sealed class PlantedStart : IBlockingWorkload
{
    [Option("start", "How long the start takes.")]
    public TimeSpan Start { get; set; }

    public async ValueTask StartAsync(CancellationToken cancellationToken) => await Task.Delay(Start, cancellationToken);

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        Thread.Sleep(TimeSpan.FromSeconds(item.Parse<double>()));
        return WorkResult.Of(item.Index);
    }
}

[Workload("planted-compute", "Computes for as many million steps as the input says, however long that takes. If told to, some tasks collect garbage in between.")]
[Metric("collecting", "s")]
public sealed class PlantedCompute : IBlockingWorkload
{
    /// <summary>What a collection has to look at, so that it takes a while.</summary>
    private readonly List<object[]> heap = [];

    [Option("collections", "How many times every other task collects garbage.", Min = "0")]
    public int Collections { get; set; }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 1_000_000 && Collections > 0; i++)
            heap.Add([i]);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var collecting = 0.0;
        var parts = Collections + 1;
        for (var part = 0; part < parts; part++)
        {
            Compute((long)(item.Parse<double>() * 1e6 / parts));
            if (part < Collections && item.Index % 2 == 0)
                collecting += SecondsOfACollection();
        }
        return WorkResult.Of(item.Index).With("collecting", collecting);
    }

    private static double SecondsOfACollection()
    {
        var start = Stopwatch.GetTimestamp();
        GC.Collect();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    internal static void Compute(long steps)
    {
        var state = 1UL;
        for (var step = 0L; step < steps; step++)
            state = (state * 6364136223846793005) + 1442695040888963407;
        GC.KeepAlive(state);
    }
}

namespace Partime.TestPlugins;

[Workload("planted-serialised", "Computes for as many million steps as the input says, and holds a lock meanwhile: threads gain nothing.")]
public sealed class PlantedSerialised : IBlockingWorkload
{
    private readonly Lock only = new();

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        lock (only)
            PlantedCompute.Compute((long)(item.Parse<double>() * 1e6));
        return WorkResult.Of(item.Index);
    }
}

[Workload("planted-garbage", "Allocates as many megabytes as the input says, a kilobyte at a time, and keeps none.")]
public sealed class PlantedGarbage : IBlockingWorkload
{
    private const int Size = 1_000;

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        for (var left = (long)(item.Parse<double>() * 1e6); left > 0; left -= Size)
            GC.KeepAlive(new byte[Size]);
        return WorkResult.Of(item.Index);
    }
}

[Workload("planted-walk", "Reads one number per cache line of a buffer, as many times as the input says.")]
public sealed class PlantedWalk : IBlockingWorkload
{
    /// <summary>Numbers between two cache lines.</summary>
    private const int Step = 8;

    private const double GoldenRatio = 0.618;

    private long[] buffer = [];

    [Option("megabytes", "The size of the buffer: larger than the last cache, so that the way to memory decides.", Min = "1", Max = "1024")]
    public int Megabytes { get; set; } = 256;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        buffer = new long[Megabytes * 1_000_000 / sizeof(long)];
        // A page that was never written to is the same page of zeros, and in the cache.
        Array.Fill(buffer, 1);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        // Each task begins elsewhere. From the same place, one would walk through the lines that another has just brought into the cache.
        var start = (int)(item.Index * GoldenRatio % 1 * (buffer.Length / Step)) * Step;
        var sum = 0L;
        for (var time = item.Parse<int>(); time > 0; time--)
        {
            for (var i = start; i < buffer.Length; i += Step)
                sum += buffer[i];
            for (var i = 0; i < start; i += Step)
                sum += buffer[i];
        }
        return WorkResult.Of(sum);
    }
}

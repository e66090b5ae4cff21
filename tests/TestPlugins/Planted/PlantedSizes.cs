using System.Diagnostics;

namespace Partime.TestPlugins;

[Workload("planted-busy", "Looks at the clock until a time is over that may be very short.")]
public sealed class PlantedBusy : IBlockingWorkload
{
    private long ticks;

    [Option("ns", "How many nanoseconds a task takes.", Min = "0")]
    public long Nanoseconds { get; set; }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        ticks = (long)(Nanoseconds * 1e-9 * Stopwatch.Frequency);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        if (ticks > 0)
            for (var end = Stopwatch.GetTimestamp() + ticks; Stopwatch.GetTimestamp() < end;)
            {
                // Until the time is over.
            }
        return WorkResult.Of(item.Index);
    }
}

[Workload("planted-text", "Has a result of as many bytes as the option says.")]
public sealed class PlantedText : IBlockingWorkload
{
    private string text = "";

    [Option("bytes", "The length of each result.", Min = "0")]
    public int Bytes { get; set; } = 1 << 20;

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        text = new string('x', Bytes);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(text);
}

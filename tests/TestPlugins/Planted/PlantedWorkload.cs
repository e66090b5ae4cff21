using System.Diagnostics;

namespace Partime.TestPlugins;

/// <summary>Work whose speed-up is known beforehand. Only for executors within one process, which all draw from the same factors.</summary>
public abstract class PlantedWorkload : IBlockingWorkload
{
    private PlantedRun? runs;

    [Option("tasks", "How many tasks a run has.", Required = true, Min = "1")]
    public int Tasks { get; set; }

    [Option("noise", "The standard deviation of the logarithm of each run's time.", Min = "0", Max = "1")]
    public double Noise { get; set; }

    [Option("seed", "What the noise follows from.")]
    public int Seed { get; set; }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        runs = new PlantedRun(Tasks, Noise, Seed);
        return ValueTask.CompletedTask;
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var (run, factor) = runs!.Begin();
        Run(item, run, item.Parse<double>() * factor);
        return WorkResult.Of(item.Index);
    }

    private protected abstract void Run(WorkItem item, int run, double seconds);

    private protected static void Spin(double seconds)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            // Until the time is over.
        }
    }
}

[Workload("planted-spin", "Spins for as many seconds as the input says: W workers on W CPUs are W times as fast.")]
public sealed class PlantedSpin : PlantedWorkload
{
    private protected override void Run(WorkItem item, int run, double seconds) => Spin(seconds);
}

[Workload("planted-sleep", "Sleeps for as many seconds as the input says: W workers are W times as fast, whatever the CPUs.")]
public sealed class PlantedSleep : PlantedWorkload
{
    private protected override void Run(WorkItem item, int run, double seconds) => Thread.Sleep(TimeSpan.FromSeconds(seconds));
}

[Workload("planted-serial-fraction", "The first task sleeps for as long as its input says, and the others begin theirs when it is over: Amdahl's law.")]
public sealed class PlantedSerialFraction : PlantedWorkload
{
    private readonly Dictionary<int, ManualResetEventSlim> gates = [];

    private protected override void Run(WorkItem item, int run, double seconds)
    {
        if (item.Index > 0)
            GateOf(run).Wait();
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        if (item.Index == 0)
            GateOf(run).Set();
    }

    private ManualResetEventSlim GateOf(int run)
    {
        lock (gates)
        {
            if (!gates.TryGetValue(run, out var gate))
                gates[run] = gate = new ManualResetEventSlim();
            return gate;
        }
    }
}

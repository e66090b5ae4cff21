using System.Globalization;
using Partime.Network;

namespace Partime.Bench;

/// <summary>The executor cluster with two workers: beside dask.distributed, beside worker processes, and at rest.</summary>
internal static class Cluster
{
    private const int Pairs = 7;

    /// <summary>The clock of processes counts hundredths of a second.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public static void Run(BenchRun run)
    {
        using (var dask = new Python("dask_peer.py", run.Size<string[]>([], ["in-process"])))
        {
            CompareEmptyTasks(run, dask);
            // The short form of cluster-faults has nodes and hosts, too.
            if (run.Size(false, true))
                return;
            CompareStarts(run, dask);
        }
        CompareSpeedUps(run);
    }

    private static void CompareEmptyTasks(BenchRun run, Python dask)
    {
        foreach (var (size, ours, theirs, max) in run.Size<(int, int, int, double)[]>([(1, 1_000_000, 1_000, 1.0 / 25), (1000, 5_000_000, 100_000, 1.0 / 80)], [(1000, 1_000, 1_000, 1)]))
        {
            run.Compare($"empty task, cluster × 2, chunks of {size}", "µs", 1e6, Pairs, () => PerTask("cluster"),
            [
                new Peer("dask.distributed", () => dask.Measure($"map {theirs} {size}"), max),
                Peer.Limit("process-pool × 2 here", () => PerTask("process-pool")),
            ]);

            double PerTask(string executor) => run.Tool.Run($"empty -i 0..{ours} -e {executor} -w 2 --chunk-size {size} --pool warm --warmup {run.Size(1, 0)}", "run_s") / ours;
        }
    }

    /// <summary>From the start of a program to its first task, on nodes that wait.</summary>
    private static void CompareStarts(BenchRun run, Python dask)
    {
        using var nodes = new WaitingNodes(run, 2);
        run.Compare("cluster, from the start to the first task / dask.distributed", "ms", 1e3, Pairs, FirstTask, () => dask.Measure("first-task"), 1);
        var before = nodes.CpuSeconds(0);
        var rest = run.Size(Rest, TimeSpan.FromMilliseconds(20));
        Thread.Sleep(rest);
        run.Print("a node that waits", "share of a core", [(nodes.CpuSeconds(0) - before) / rest.TotalSeconds], 0.02);

        double FirstTask()
        {
            var started = DateTimeOffset.UtcNow;
            var row = nodes.Run("empty -i 0..2 -e cluster -w 2 --executor-set cluster.nodes=2");
            return (DateTimeOffset.Parse(row["started_utc"], CultureInfo.InvariantCulture) - started).TotalSeconds + PublishedTool.Number(row, "startup_s");
        }
    }

    /// <summary>Two hosts with a millisecond of cable, beside two processes here.</summary>
    private static void CompareSpeedUps(BenchRun run)
    {
        if (!Hosts.ArePossible)
        {
            run.Omit("sum-squares on two hosts", "it needs root and /dev/net/tun");
            return;
        }
        using var nodes = new WaitingNodes(run, 2, onHosts: true);
        nodes.Hosts!.Cables.ForEach(cable => cable.Delay = TimeSpan.FromMilliseconds(1));
        var work = $"sum-squares -i 0..{run.Size(20_000, 200)} -w 2 --pool warm --warmup 2 -e";
        run.Compare("sum-squares on two hosts / process-pool", "ms", 1e3, Pairs,
            () => PublishedTool.Number(nodes.Run($"{work} cluster"), "run_s"), () => run.Tool.Run($"{work} process-pool", "run_s"), 1 / 0.9);
    }
}

using System.Diagnostics;
using Partime.Network;

namespace Partime.Bench;

/// <summary>Sessions on three hosts, each of which meets a fault at a random moment. Every task must be recorded once, with the results of serial.</summary>
internal static class ClusterFaults
{
    private const int Sessions = 50;
    private const string Right = "right";

    private static readonly (string Name, Action<WaitingNodes, int, Random> Happen)[] Faults =
    [
        ("a node is killed", (nodes, node, _) => Kill(nodes, node)),
        ("a node is frozen, and goes on", (nodes, node, random) => Freeze(nodes.Nodes[node], random)),
        ("a cable is cut, and plugged again", (nodes, node, random) => Cut(nodes.Hosts!.Cables[node], random)),
        ("a cable is slow and loses packets", (nodes, node, _) => (nodes.Hosts!.Cables[node].Delay, nodes.Hosts.Cables[node].Loss) = (TimeSpan.FromMilliseconds(100), 0.01)),
        ("a node comes late", (nodes, node, random) => ComeLate(nodes, node, random)),
    ];

    public static void Run(BenchRun run)
    {
        if (!Hosts.ArePossible)
        {
            Console.WriteLine("cluster-faults is skipped, because it needs root and /dev/net/tun.");
            return;
        }
        var random = new Random(run.Size(Environment.TickCount, 1));
        var tasks = run.Size(6_000, 300);
        var work = $"sum-squares -i 1000000..{1_000_000 + tasks}";
        var expected = run.Tool.Run($"{work} -e serial")["result_digest"];
        var outcomes = new List<string>();
        var count = run.Size(3, 2);
        using var nodes = new WaitingNodes(run, count, onHosts: true);
        for (var session = 0; session < run.Size(Sessions, 1); session++)
        {
            var (name, happen) = Faults[session % Faults.Length];
            nodes.Hosts!.Cables.ForEach(cable => (cable.Delay, cable.Loss) = (TimeSpan.FromMilliseconds(session % 2 == 0 ? 1 : 20), 0));
            var node = random.Next(count);
            var disturbing = Task.Run(() =>
            {
                Thread.Sleep(TimeSpan.FromSeconds(run.Size(1 + (2 * random.NextDouble()), 0)));
                happen(nodes, node, random);
            });
            var outcome = Measure(nodes, work, tasks, expected);
            disturbing.Wait();
            outcomes.Add(outcome);
            run.Print($"{name,-36} node {node + 1}   {outcome}");
        }
        var right = outcomes.Count(outcome => outcome.StartsWith(Right, StringComparison.Ordinal));
        run.Judge($"{right} of {outcomes.Count} sessions with every task recorded once and the results of serial", "all", right == outcomes.Count);
        if (right < outcomes.Count && run.Size(false, true))
            throw new InvalidOperationException(outcomes[^1]);
    }

    private static string Measure(WaitingNodes nodes, string work, int tasks, string expected)
    {
        var started = Stopwatch.StartNew();
        try
        {
            var (run, rows) = nodes.RunWithTasks($"{work} -e cluster -w 2 --executor-set cluster.silence=1s --executor-set cluster.join-timeout=5m");
            var recorded = rows.Select(row => row["task"]).Distinct().Count();
            return run["status"] != "ok" ? $"status {run["status"]}: {run["error"]}"
                : recorded != tasks || rows.Count != tasks ? $"{rows.Count} rows of {recorded} tasks instead of {tasks}"
                : run["result_digest"] != expected ? $"the digest {run["result_digest"]} is not that of serial, {expected}"
                : $"{Right}, {started.Elapsed.TotalSeconds:F1} s, tasks of {string.Join(" and ", rows.Select(row => row["node"]).Distinct().Order())}";
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    private static void Kill(WaitingNodes nodes, int node)
    {
        nodes.Nodes[node].Kill(entireProcessTree: false);
        nodes.Start(node);
    }

    private static void ComeLate(WaitingNodes nodes, int node, Random random)
    {
        nodes.Nodes[node].Kill(entireProcessTree: false);
        Thread.Sleep(random.Next(2_000));
        nodes.Start(node);
    }

    private static void Freeze(Process node, Random random)
    {
        Signal("STOP");
        Thread.Sleep(random.Next(500, 4_000));
        Signal("CONT");

        void Signal(string name) => PublishedTool.OutputOf(new ProcessStartInfo("kill", [$"-{name}", $"{node.Id}"]));
    }

    private static void Cut(Cable cable, Random random)
    {
        cable.IsCut = true;
        Thread.Sleep(random.Next(500, 6_000));
        cable.IsCut = false;
    }
}

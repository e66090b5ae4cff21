using System.Collections.Concurrent;
using System.Globalization;

namespace Partime.TestPlugins;

/// <summary>Grows a tree of so many nodes as the input says and counts them. What it keeps in its process, other runs in the same
/// process find there.</summary>
[Workload("allocating", "Allocates small objects, and keeps some if told to.", SampleInputs = "1000")]
public sealed class AllocatingWorkload : IBlockingWorkload
{
    private static readonly ConcurrentBag<Node> Trees = [];
    private static readonly ConcurrentDictionary<int, int> Results = [];

    [Option("keeps", "What stays in memory: nothing; trees, so that the heap grows; results, so that no task is done twice.")]
    public Keeping Keeps { get; set; }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        var nodes = int.Parse(item.Text, CultureInfo.InvariantCulture);
        return WorkResult.Of(Keeps == Keeping.Results ? Results.GetOrAdd(nodes, Count) : Count(nodes));
    }

    private int Count(int nodes)
    {
        var root = Node.Grow(nodes);
        if (Keeps == Keeping.Trees)
            Trees.Add(root!);
        return Node.Count(root);
    }

    private sealed record Node(Node? Left, Node? Right)
    {
        public static Node? Grow(int nodes) => nodes == 0 ? null : new Node(Grow((nodes - 1) / 2), Grow(nodes - 1 - ((nodes - 1) / 2)));

        public static int Count(Node? node) => node is null ? 0 : 1 + Count(node.Left) + Count(node.Right);
    }
}

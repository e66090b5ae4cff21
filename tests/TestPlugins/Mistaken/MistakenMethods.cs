using System.Collections.Concurrent;

namespace Partime.TestPlugins;

[Workload("mistaken-methods", "Has methods that partime never calls.", SampleInputs = "1")]
[Metric("bytes", "B")]
public sealed class MistakenMethods : IBlockingWorkload
{
    private static readonly ConcurrentDictionary<string, int> Seen = new();
    private static readonly List<string> Kept = [];

    private static int count;

    public static int Calls => count;

    /// <summary>Returns another type than the contract's.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lacks the token.</summary>
    public ValueTask<WorkResult> RunAsync(WorkItem item) => new(WorkResult.Of(item.Index));

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
    {
        count++;
        if (Seen.TryAdd(item.Text, 1))
            Kept.Add(item.Text);
        Log(item.Text);
        return WorkResult.Of(item.Index).With("byte", 1);
    }

    /// <summary>The class does not implement the interface.</summary>
    public void Dispose() => count = 0;

    private async void Log(string text) => await Console.Error.WriteLineAsync(text);
}

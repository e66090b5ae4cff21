namespace Partime.TestPlugins;

[Executor("needy", "Needs to be told where to go.", MaxWorkers = 1)]
public sealed class NeedyExecutor : IExecutor
{
    [Option("address", "Where to go.", Required = true)]
    public string Address { get; set; } = "";

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"nobody lives at {Address}");
}

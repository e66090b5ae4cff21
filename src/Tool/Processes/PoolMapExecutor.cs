namespace Partime.Tool.Processes;

/// <summary>What <c>multiprocessing.Pool.map</c> does: each process claims a quarter of its fair share at once.</summary>
[Executor("pool-map", "W processes that stay, each claiming a chunk of about tasks / 4W.", DefaultChunkSize = "pool")]
internal sealed class PoolMapExecutor : ProcessExecutor;

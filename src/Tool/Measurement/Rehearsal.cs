using Partime.Tool.Execution;

namespace Partime.Tool.Measurement;

/// <summary>One task that does nothing, run by each of the two loops before anything is measured. What the runtime compiles
/// then, about ten milliseconds' worth, would otherwise count as the first executor's overhead.</summary>
internal sealed class Rehearsal : IBlockingWorkload
{
    public static async ValueTask RunAsync(Func<long, WorkItem> items)
    {
        using var memory = new PrivateBoardMemory(new BoardLayout(Tasks: 1, MetricNames: [], KeepValues: true));
        var board = new Board(new Rehearsal(), items, memory);
        board.Reset(workers: 1, chunkSize: 1);
        board.Drain(worker: 0, CancellationToken.None);
        board.Reset(workers: 1, chunkSize: 1);
        await board.DrainAsync(worker: 0, CancellationToken.None).ConfigureAwait(false);
    }

    public WorkResult Run(WorkItem item, CancellationToken cancellationToken) => WorkResult.Of(item.Index);
}

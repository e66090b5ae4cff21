using System.Diagnostics;

namespace Partime.TestPlugins;

/// <summary>Stands for an executor on other machines: it never calls the workload here, and what it records is what
/// <c>empty</c> computes. Inputs that are no numbers fail, as they would there.</summary>
[Executor("elsewhere", "Does the work of 'empty' somewhere else.", MaxWorkers = 1)]
public sealed class ElsewhereExecutor : IExecutor
{
    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken) => new(new Pool());

    private sealed class Pool : IWorkerPool
    {
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(0, out var range))
                for (var index = range.Start; index < range.End; index++)
                    board.Record(await Remote(board.GetItem(index)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task<TaskRecord> Remote(WorkItem item)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.Yield();
            var isNumber = double.TryParse(item.Text, out _);
            return new TaskRecord
            {
                Index = item.Index,
                Worker = 0,
                Verdict = isNumber ? Verdict.Ok : Verdict.Error,
                StartedTicks = started,
                EndedTicks = Stopwatch.GetTimestamp(),
                Result = isNumber ? WorkResult.Of(item.Index) : default,
                Fault = isNumber ? null : new TaskFault("FormatException", $"'{item.Text}' is no number"),
            };
        }
    }
}

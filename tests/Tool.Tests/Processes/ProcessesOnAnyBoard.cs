using Partime.Testing;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Processes;

/// <summary>An executor with worker processes for boards that are not in shared memory, like one of a plugin: it reads the inputs, runs
/// them in the tool's worker processes on a second board, and records what appears there.</summary>
internal sealed class ProcessesOnAnyBoard(string executor) : IExecutor
{
    private static readonly WorkloadInfo Conformance = PluginFile.Read(typeof(ConformanceWorkload).Assembly.Location)!.Workloads.Single();

    public ValueTask<IWorkerPool> StartAsync(PoolRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(new Pool(executor, request.Workers));
    }

    private sealed class Pool(string executor, int workers) : IWorkerPool
    {
        public async ValueTask RunAsync(ITaskBoard board, CancellationToken cancellationToken)
        {
            var inputs = new List<string>();
            while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker: 0, out var range))
                for (var index = range.Start; index < range.End; index++)
                    inputs.Add(board.GetItem(index).Text);
            if (inputs.Count == 0)
                return;

            using var harness = new PoolHarness(Conformance, [new InputSegment.Texts(inputs)], workers);
            var pool = await harness.OpenAsync(executor);
            await ReportAsync(harness, harness.RunAsync(pool, cancellationToken), board);
            await PoolHarness.CloseAsync(pool);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task ReportAsync(PoolHarness harness, Task run, ITaskBoard board)
        {
            var isReported = new bool[harness.Board.Count];
            bool isOver;
            do
            {
                isOver = run.IsCompleted;
                for (var task = 0; task < isReported.Length; task++)
                    isReported[task] = isReported[task] || TryReport(harness, task, board);
                await Task.WhenAny(run, Task.Delay(5));
            }
            while (!isOver);
            await run;
        }

        private static bool TryReport(PoolHarness harness, int task, ITaskBoard board)
        {
            var slot = harness.Board.Log.Slots[task];
            if (slot.Verdict == Verdict.None)
                return false;
            board.Record(new TaskRecord
            {
                Index = task,
                Worker = slot.Worker,
                Verdict = slot.Verdict,
                StartedTicks = slot.StartedTicks,
                EndedTicks = slot.EndedTicks,
                Result = slot.Verdict == Verdict.Ok ? ResultOf(harness, task) : default,
                Fault = harness.Board.Log.Fault(task),
            });
            return true;
        }

        private static WorkResult ResultOf(PoolHarness harness, int task)
        {
            var result = WorkResult.OfUtf8(harness.Board.Log.Value(task).Span);
            for (var metric = 0; metric < Conformance.Metrics.Count; metric++)
                result = result.With(Conformance.Metrics[metric].Name, harness.Board.Log.Metrics(task)[metric]);
            return result;
        }
    }
}

using Partime.Testing;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Processes;

/// <summary>An executor with worker processes for boards that are not in shared memory, as somebody else's would be: it asks for the
/// inputs, has processes of the tool's own kind run them at a board of theirs, and records what appears there.</summary>
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

            using var place = new Workplace(Conformance, [new InputSegment.Texts(inputs)], workers);
            var pool = await place.OpenAsync(executor);
            await ReportAsync(place, place.RunAsync(pool, cancellationToken), board);
            await Workplace.CloseAsync(pool);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task ReportAsync(Workplace place, Task run, ITaskBoard board)
        {
            var isReported = new bool[place.Board.Count];
            bool isOver;
            do
            {
                isOver = run.IsCompleted;
                for (var task = 0; task < isReported.Length; task++)
                    isReported[task] = isReported[task] || TryReport(place, task, board);
                await Task.WhenAny(run, Task.Delay(5));
            }
            while (!isOver);
            await run;
        }

        private static bool TryReport(Workplace place, int task, ITaskBoard board)
        {
            var slot = place.Board.Log.Slots[task];
            if (slot.Verdict == Verdict.None)
                return false;
            board.Record(new TaskRecord
            {
                Index = task,
                Worker = slot.Worker,
                Verdict = slot.Verdict,
                StartedTicks = slot.StartedTicks,
                EndedTicks = slot.EndedTicks,
                Result = slot.Verdict == Verdict.Ok ? ResultOf(place, task) : default,
                Fault = place.Board.Log.Fault(task),
            });
            return true;
        }

        private static WorkResult ResultOf(Workplace place, int task)
        {
            var result = WorkResult.OfUtf8(place.Board.Log.Value(task).Span);
            for (var metric = 0; metric < Conformance.Metrics.Count; metric++)
                result = result.With(Conformance.Metrics[metric].Name, place.Board.Log.Metrics(task)[metric]);
            return result;
        }
    }
}

using System.Diagnostics;
using Partime.Testing;

namespace Partime.Tool.Tests.Testing;

/// <summary>A worker that runs tasks without the board, as one in another process would: it asks for inputs and records results.</summary>
internal static class Elsewhere
{
    public static void Drain(ITaskBoard board, int worker, CancellationToken cancellationToken) => Drain(board, worker, record => record, cancellationToken);

    /// <param name="board">The board.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="record">What is recorded, given what happened; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Passed to the workload.</param>
    public static void Drain(ITaskBoard board, int worker, Func<TaskRecord, TaskRecord?> record, CancellationToken cancellationToken)
    {
        var workload = new ConformanceWorkload();
        while (!cancellationToken.IsCancellationRequested && board.TryClaim(worker, out var range))
            for (var index = range.Start; index < range.End && !cancellationToken.IsCancellationRequested; index++)
                if (record(Run(workload, board.GetItem(index), worker, cancellationToken)) is { } made)
                    board.Record(in made);
    }

    private static TaskRecord Run(ConformanceWorkload workload, WorkItem item, int worker, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var made = new TaskRecord { Index = item.Index, Worker = worker, Verdict = Verdict.Ok, StartedTicks = started };
        try
        {
            var result = workload.Run(item, cancellationToken);
            return made with { EndedTicks = Stopwatch.GetTimestamp(), Result = result };
        }
        catch (OperationCanceledException)
        {
            return made with { EndedTicks = Stopwatch.GetTimestamp(), Verdict = Verdict.Cancelled };
        }
        catch (Exception exception)
        {
            return made with { EndedTicks = Stopwatch.GetTimestamp(), Verdict = Verdict.Error, Fault = new TaskFault(exception.GetType().FullName!, exception.Message) };
        }
    }
}

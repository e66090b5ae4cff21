using System.Globalization;
using System.Reflection;
using Partime.Tool.Execution;

namespace Partime.Testing;

/// <summary>A workload run over inputs under one executor, as partime runs it, in this process and without the tool.</summary>
public sealed class WorkloadRun
{
    private WorkloadRun(IReadOnlyList<TaskOutcome> tasks) => Tasks = tasks;

    /// <summary>What happened to each task, in the order of the inputs.</summary>
    public IReadOnlyList<TaskOutcome> Tasks { get; }

    /// <summary>Starts the workload, runs it once for each input, and disposes of it, also if something failed before.</summary>
    /// <param name="workload">The workload. Its options are what its properties say: set them first. The
    /// <see cref="OptionAttribute.Default"/> of an option, which partime would set, is not set here.</param>
    /// <param name="inputs">The inputs as a user writes them, one for each task.</param>
    /// <param name="executor">One of <see cref="BundledExecutors"/> or one of your own; <c>serial</c> if it is left out.</param>
    /// <param name="workers">How many workers are started, at least 1, and as in partime no more than the
    /// <see cref="ExecutorAttribute.MaxWorkers"/> of the executor.</param>
    /// <param name="chunkSize">How many consecutive tasks a worker claims at once, at least 1.</param>
    /// <param name="cancellationToken">What an interruption of the session would cancel. Tasks that have not started by then
    /// are <see cref="Verdict.Cancelled"/>.</param>
    /// <returns>The run, in which every task has its verdict. What a task throws is no failure of the run but the
    /// <see cref="TaskOutcome.Fault"/> of that task; a task that the executor has left undone is <see cref="Verdict.Cancelled"/>.</returns>
    /// <exception cref="ArgumentException">An argument makes no sense; the message says which and why.</exception>
    /// <remarks>Tasks run in the invariant culture, as they do in partime. What the workload throws when it is started or disposed of, and what the executor throws, is thrown on.</remarks>
    public static async Task<WorkloadRun> RunAsync(
        IWorkload workload,
        IEnumerable<string> inputs,
        IExecutor? executor = null,
        int workers = 2,
        int chunkSize = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        // As in partime, and until this method has completed.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string[] texts = [.. inputs];
        if (Array.IndexOf(texts, null) is >= 0 and var missing)
            throw new ArgumentException($"The input at {missing} is null: an input without text is \"\".", nameof(inputs));

        executor ??= BundledExecutors.Serial;
        workers = Math.Min(workers, BundledExecutors.MostWorkersOf(executor));
        var layout = LayoutFor(workload, texts.Length);
        var board = new Board(workload, index => new WorkItem(index, texts[index]), new CollectedBoardMemory(layout));
        board.Reset(workers, chunkSize);

        var steps = new Steps();
        if (await steps.TryAsync(() => workload.StartAsync(cancellationToken)).ConfigureAwait(false))
            await RunAsync(executor, workers, board, steps, cancellationToken).ConfigureAwait(false);
        await steps.TryAsync(() => EndAsync(workload)).ConfigureAwait(false);
        steps.ThrowFirstFailure();

        board.Log.CancelUnfinished(cancellationToken.IsCancellationRequested
            ? "the run was cancelled before this task started"
            : "the executor did not start this task");
        return new WorkloadRun([.. Enumerable.Range(0, texts.Length).Select(index => TaskOutcome.Read(board, layout, index))]);
    }

    /// <summary>The board for a workload's tasks, which keeps the text of every result.</summary>
    internal static BoardLayout LayoutFor(IWorkload workload, int tasks) =>
        new(tasks, [.. workload.GetType().GetCustomAttributes<MetricAttribute>(inherit: false).Select(metric => metric.Name)], KeepValues: true);

    private static async Task RunAsync(IExecutor executor, int workers, Board board, Steps steps, CancellationToken cancellationToken)
    {
        IWorkerPool? pool = null;
        await steps.TryAsync(async () =>
        {
            try
            {
                pool = await executor.StartAsync(new PoolRequest { Workers = workers }, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException("The executor's StartAsync gave no pool.");
                await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Which executors may throw, and need not.
            }
        }).ConfigureAwait(false);
        if (pool is not null)
            await steps.TryAsync(pool.DisposeAsync).ConfigureAwait(false);
    }

    private static async ValueTask EndAsync(IWorkload workload)
    {
        if (workload is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync().ConfigureAwait(false);
        else if (workload is IDisposable blocking)
            blocking.Dispose();
    }
}

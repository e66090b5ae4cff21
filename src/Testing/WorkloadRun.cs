using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Partime.Tool.Execution;
using Partime.Tool.Plugins;

namespace Partime.Testing;

/// <summary>Runs a workload over inputs under one executor, as partime does, in this process and without the tool.</summary>
public sealed class WorkloadRun
{
    private WorkloadRun(IReadOnlyList<TaskOutcome> tasks) => Tasks = tasks;

    /// <summary>The outcome of each task, in the order of the inputs.</summary>
    public IReadOnlyList<TaskOutcome> Tasks { get; }

    /// <summary>Constructs a workload and sets its options to their <see cref="OptionAttribute.Default"/>, as partime does. To give options other
    /// values, set the properties afterwards.</summary>
    /// <typeparam name="T">The class of the workload.</typeparam>
    /// <exception cref="ArgumentException">A default or a range is not valid; the message says of which option.</exception>
    public static T Create<T>() where T : IWorkload, new()
    {
        IWorkload workload = new T();
        foreach (var property in typeof(T).GetProperties())
            if (property is { GetMethod.IsPublic: true, SetMethod.IsPublic: true }
                && property.GetCustomAttribute<OptionAttribute>() is { Default: { } text } option
                && OptionConversion.Supports(property.PropertyType))
                property.SetMethod.Invoke(workload, BindingFlags.DoNotWrapExceptions, null, [DefaultOf(property, option, text)], null);
        return (T)workload;
    }

    /// <summary>Starts the workload, runs it once for each input, and disposes of it, also after a failure.</summary>
    /// <param name="workload">The workload, of <see cref="Create{T}"/> or of your own making. This method sets no options.</param>
    /// <param name="inputs">The inputs as a user writes them, one for each task.</param>
    /// <param name="executor">One of <see cref="BundledExecutors"/> or one of your own. Default: <c>serial</c>.</param>
    /// <param name="workers">The number of workers, at least 1, and as in partime limited to the
    /// <see cref="ExecutorAttribute.MaxWorkers"/> of the executor. Default: 2.</param>
    /// <param name="chunkSize">The number of consecutive tasks that a worker claims at once, at least 1. Default: 1.</param>
    /// <param name="cancellationToken">Stands for an interruption of the session. Tasks that have not started by then are
    /// <see cref="Verdict.Cancelled"/>.</param>
    /// <returns>The run, in which every task has its verdict. An exception of a task does not fail the run; it is the
    /// <see cref="TaskOutcome.Fault"/> of that task. A task that the executor did not run is <see cref="Verdict.Cancelled"/>.</returns>
    /// <exception cref="ArgumentException">An argument is not valid; the message says which and why.</exception>
    /// <remarks>Tasks run in the invariant culture, as in partime. This method throws the exceptions of the executor, and those of the
    /// workload when it is started or disposed of.</remarks>
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
        // As in partime. The culture changes back when this method completes.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string[] texts = [.. inputs];
        if (Array.IndexOf(texts, null) is >= 0 and var missing)
            throw new ArgumentException($"The input at index {missing} is null: use \"\" for an empty input.", nameof(inputs));

        executor ??= BundledExecutors.Serial;
        workers = Math.Min(workers, BundledExecutors.MaxWorkersOf(executor));
        var layout = LayoutFor(workload, texts.Length);
        var board = new Board(workload, (index, _) => new WorkItem(index, texts[index]), new CollectedBoardMemory(layout));
        board.Reset(workers, chunkSize);

        var steps = new Steps();
        if (await steps.TryAsync(() => workload.StartAsync(cancellationToken)).ConfigureAwait(false))
            await RunPreparedAsync(executor, workload, workers, board, steps, cancellationToken).ConfigureAwait(false);
        await steps.TryAsync(() => WorkloadDisposal.DisposeAsync(workload)).ConfigureAwait(false);
        steps.ThrowFirstFailure();

        board.Log.CancelUnfinished(cancellationToken.IsCancellationRequested
            ? "the run was cancelled before this task started"
            : "the executor did not start this task");
        return new WorkloadRun([.. Enumerable.Range(0, texts.Length).Select(index => TaskOutcome.Read(board, index))]);
    }

    /// <summary>The layout of a board that keeps the text of every result.</summary>
    internal static BoardLayout LayoutFor(IWorkload workload, int tasks) =>
        new(tasks, [.. workload.GetType().GetCustomAttributes<MetricAttribute>(inherit: false).Select(metric => metric.Name)], KeepValues: true);

    private static object DefaultOf(PropertyInfo property, OptionAttribute option, string text)
    {
        Exception Unusable(string reason) => new ArgumentException($"The option '{option.Name}' of {property.ReflectedType!.Name} {reason}: correct it in its [Option].");
        var value = new OptionValue(property.PropertyType, OptionRange.Of(property.PropertyType, option.Min, option.Max, Unusable));
        return value.TryRead([text], out var read, out var invalid) ? read : throw Unusable($"has the Default '{invalid}', which is not valid");
    }

    private static async Task RunPreparedAsync(IExecutor executor, IWorkload workload, int workers, Board board, Steps steps, CancellationToken cancellationToken)
    {
        var lifetime = workload as IRunLifetime;
        if (lifetime is not null && !await steps.TryAsync(() => lifetime.StartRunAsync(cancellationToken)).ConfigureAwait(false))
            return;
        if (await steps.TryAsync(() => WorkerLifetimes.StartAsync(workload, 0, workers, cancellationToken)).ConfigureAwait(false))
        {
            await RunAsync(executor, workers, board, steps, cancellationToken).ConfigureAwait(false);
            await steps.TryAsync(() => WorkerLifetimes.EndAsync(workload, 0, workers)).ConfigureAwait(false);
        }
        if (lifetime is not null)
            await steps.TryAsync(lifetime.EndRunAsync).ConfigureAwait(false);
    }

    private static async Task RunAsync(IExecutor executor, int workers, Board board, Steps steps, CancellationToken cancellationToken)
    {
        IWorkerPool? pool = null;
        await steps.TryAsync(async () =>
        {
            try
            {
                pool = await executor.StartAsync(new PoolRequest { Workers = workers }, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException("The executor's StartAsync returned no pool.");
                await pool.RunAsync(board, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Executors may throw this, and need not.
            }
        }).ConfigureAwait(false);
        if (pool is not null)
            await steps.TryAsync(pool.DisposeAsync).ConfigureAwait(false);
    }
}

/// <summary>Executes later steps even if earlier ones fail. Reports the first failure, because others may be its consequences.</summary>
internal sealed class Steps
{
    private Exception? failure;

    /// <returns>Whether the step succeeded.</returns>
    public async Task<bool> TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            failure ??= exception;
            return false;
        }
    }

    public void ThrowFirstFailure()
    {
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}

/// <summary>Memory that lives until the garbage collector frees the board. A worker of a faulty executor may outlive its run, and must
/// not write to memory that has been freed.</summary>
internal sealed unsafe class CollectedBoardMemory : BoardMemory
{
    private readonly PrivateBoardMemory memory;

    public CollectedBoardMemory(BoardLayout layout) : base(layout)
    {
        memory = new PrivateBoardMemory(layout);
        Header = memory.Header;
        Slots = memory.Slots;
        Metrics = memory.Metrics;
    }

    ~CollectedBoardMemory() => memory.Dispose();

    public override TextBlocks Texts => memory.Texts;

    public override void Dispose()
    {
        memory.Dispose();
        GC.SuppressFinalize(this);
    }
}

using Xunit;
using Xunit.Sdk;

namespace Partime.Testing;

/// <summary>The rules that every executor must follow. Inherit this class in a test project to check your executor against each of
/// them.</summary>
/// <remarks>
/// <para>The tasks are those of <see cref="ConformanceWorkload"/>. All checks are made at the <see cref="ITaskBoard"/>, so it does not matter
/// where an executor runs its tasks.</para>
/// <code>
/// public sealed class MyExecutorTests : ExecutorFacts
/// {
///     protected override IExecutor CreateExecutor() => new MyExecutor();
/// }
/// </code>
/// </remarks>
public abstract partial class ExecutorFacts
{
    /// <summary>The maximum duration of each call of the executor. Default: 30 s.</summary>
    protected virtual TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    /// <summary>The number of tasks in tests with many tasks, at least 20. Lower it for an executor with expensive tasks. Default: 1000.</summary>
    protected virtual int ManyTasks => 1000;

    /// <summary>How long workers may continue to start tasks after the token was cancelled. The default, zero, is right for workers in this
    /// process, which can check the token. Workers elsewhere need time to learn of the cancellation.</summary>
    protected virtual TimeSpan CancellationLatency => TimeSpan.Zero;

    /// <summary>Creates the executor. Called once per test.</summary>
    protected abstract IExecutor CreateExecutor();

    /// <summary>With every chunk size, each task runs exactly once.</summary>
    /// <param name="chunkSize">The number of tasks that a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public Task EveryTaskGetsExactlyOneVerdict(int chunkSize) => RunAllAsync(Values(ManyTasks), workers: 4, chunkSize);

    /// <summary>One worker is enough.</summary>
    [Fact]
    public Task OneWorkerRunsAllTasks() => RunAllAsync(Values(ManyTasks), workers: 1);

    /// <summary>Workers without a task do no harm.</summary>
    [Fact]
    public Task MoreWorkersThanTasksAreNoTrouble() => RunAllAsync(Values(3), workers: 8);

    /// <summary>A board without tasks is complete at once.</summary>
    [Fact]
    public Task NoTasksAreNoTrouble() => RunAllAsync([], workers: 2);

    /// <summary>A worker starts a task only after its last one has ended, and has a number of its own.</summary>
    /// <param name="chunkSize">The number of tasks that a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public Task EachWorkerRunsOneTaskAtATime(int chunkSize) =>
        RunAllAsync([.. Enumerable.Repeat("pause:1", Math.Min(ManyTasks, 200))], workers: 3, chunkSize);

    /// <summary>Each task has the result and the metrics that the workload returned for it.</summary>
    [Fact]
    public async Task ResultsAreThoseOfSerialExecution()
    {
        var inputs = Values(Math.Min(ManyTasks, 300));
        var serial = await WorkloadRun.RunAsync(new ConformanceWorkload(), inputs).ConfigureAwait(false);
        var board = await RunAllAsync(inputs, workers: 3).ConfigureAwait(false);
        foreach (var (expected, actual) in serial.Tasks.Zip(board.Outcomes))
        {
            Assert.True(actual.Verdict == Verdict.Ok,
                $"{Describe(actual)}, and under serial it has a result: record what the workload returns.");
            Assert.True(actual.Result == expected.Result,
                $"Task {actual.Index} has the result '{actual.Result}', and under serial '{expected.Result}': record each task's own result, with WorkResult.OfUtf8 if it comes from elsewhere.");
            Assert.True(actual.Metrics.SequenceEqual(expected.Metrics),
                $"Task {actual.Index} has other metrics than under serial: record the metrics that the workload reports, with WorkResult.With if they come from elsewhere.");
        }
    }

    /// <summary>An exception is the verdict of its own task and does not affect other tasks.</summary>
    [Fact]
    public async Task AnExceptionIsTheVerdictOfItsTaskAlone()
    {
        var inputs = Enumerable.Range(0, 20).Select(number => number % 2 == 0 ? $"value:{number}" : $"error:{number}");
        var board = await RunAllAsync([.. inputs], workers: 2).ConfigureAwait(false);
        foreach (var task in board.Outcomes)
        {
            var expected = task.Index % 2 == 0 ? Verdict.Ok : Verdict.Error;
            Assert.True(task.Verdict == expected,
                $"{Describe(task)} and should have {expected}: record the exception of a task as its error, and continue with the others.");
            Assert.True(task.Fault is null || task.Fault.Message.Contains(ConformanceWorkload.ErrorMessage((int)task.Index), StringComparison.Ordinal),
                $"{Describe(task)}, and the message of its exception is '{ConformanceWorkload.ErrorMessage((int)task.Index)}': record that message.");
        }
    }

    private static string Describe(TaskOutcome task) =>
        $"Task {task.Index} ({task.Input}) has the verdict {task.Verdict}{(task.Fault is { } fault ? $" because of '{fault.Message}'" : "")}";

    /// <summary>Enough tasks for all workers.</summary>
    private string[] SomeValues => Values(Math.Min(ManyTasks / 2, 50));

    /// <summary>One executor serves a whole session, with one pool after the other.</summary>
    [Fact]
    public async Task PoolsFollowOneAnother()
    {
        var (executor, workers) = Create(3);
        for (var round = 0; round < 3; round++)
        {
            var board = new WatchedBoard(SomeValues, workers, chunkSize: 1);
            await UseAsync(executor, workers, pool => pool.RunAsync(board)).ConfigureAwait(false);
            board.ShouldBeComplete();
        }
    }

    /// <summary>With <c>--pool warm</c>, all workers of a pool are ready, and it runs one board after the other.</summary>
    [Fact]
    public async Task OnePoolRunsSeveralBoards()
    {
        var (executor, workers) = Create(3);
        await UseAsync(executor, workers, async pool =>
        {
            for (var round = 0; round < 3; round++)
            {
                var board = new WatchedBoard(SomeValues, workers, chunkSize: 1 + round);
                await pool.RunAsync(board).ConfigureAwait(false);
                board.ShouldBeComplete();
            }
        }, allReady: true).ConfigureAwait(false);
    }

    /// <summary>A pool that never ran anything can be disposed of.</summary>
    [Fact]
    public async Task APoolThatNeverRanCanBeDisposedOf()
    {
        var (executor, workers) = Create(4);
        await UseAsync(executor, workers, _ => Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>If the session is interrupted before the start, the executor gives up or starts a pool, and does not hang.</summary>
    [Fact]
    public async Task AStartThatIsCancelledBeforeCompletes()
    {
        var (executor, workers) = Create(2);
        await UseAsync(executor, workers, _ => Task.CompletedTask, cancellationToken: new CancellationToken(canceled: true)).ConfigureAwait(false);
    }

    /// <summary>Runs all tasks in a new pool, and checks that each has its verdict.</summary>
    private async Task<WatchedBoard> RunAllAsync(string[] inputs, int workers, int chunkSize = 1)
    {
        var (executor, started) = Create(workers);
        var board = new WatchedBoard(inputs, started, chunkSize);
        await UseAsync(executor, started, pool => pool.RunAsync(board)).ConfigureAwait(false);
        board.ShouldBeComplete();
        return board;
    }

    private Task UseAsync(IExecutor executor, int workers, Func<WatchedPool, Task> use, bool allReady = false, CancellationToken cancellationToken = default) =>
        WatchedPool.UseAsync(executor, new PoolRequest { Workers = workers, AllReady = allReady }, TimeLimit, use, cancellationToken);

    /// <returns>The executor, and the number of workers, limited to the executor's maximum.</returns>
    private (IExecutor Executor, int Workers) Create(int workers)
    {
        var executor = CreateExecutor() ?? throw new XunitException("CreateExecutor returned no executor.");
        return (executor, Math.Min(workers, BundledExecutors.MaxWorkersOf(executor)));
    }

    private static string[] Values(int count) => [.. Enumerable.Range(0, count).Select(number => $"value:{number}")];
}

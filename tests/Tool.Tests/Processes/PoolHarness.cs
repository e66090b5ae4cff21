using System.Text;
using Partime.Tool.Cli;
using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Processes;

/// <summary>A board that worker processes share, with the payload for them: what the run command puts together, without a command
/// line. The workers are real processes.</summary>
internal sealed class PoolHarness : IDisposable
{
    /// <summary>Far longer than anything here takes on a busy machine, so that only a test that hangs reaches it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly TaskRules rules;
    private readonly int workers;

    /// <param name="workload">A bundled workload, or that of the test plugin Crashing or Curious.</param>
    /// <param name="inputs">As after <c>--inputs</c>.</param>
    /// <param name="workers">How many worker processes.</param>
    /// <param name="chunkSize">How many tasks a worker claims at once, 1 by default.</param>
    /// <param name="rules">What tasks and workers are allowed.</param>
    /// <param name="settings">As after <c>--set</c>.</param>
    public PoolHarness(string workload, string inputs, int workers = 2, ChunkSize? chunkSize = null, TaskRules? rules = null, params string[] settings)
        : this(workload, InputSpec.Parse([inputs], () => Stream.Null), workers, chunkSize, rules, settings)
    {
    }

    /// <inheritdoc cref="PoolHarness(string, string, int, ChunkSize?, TaskRules?, string[])"/>
    public PoolHarness(string workload, IEnumerable<InputSegment> inputs, int workers = 2, ChunkSize? chunkSize = null, TaskRules? rules = null, params string[] settings)
        : this(TestPlugin.Catalog("Crashing", "Curious").FindWorkload(workload), inputs, workers, chunkSize, rules, settings)
    {
    }

    /// <inheritdoc cref="PoolHarness(string, string, int, ChunkSize?, TaskRules?, string[])"/>
    public PoolHarness(WorkloadInfo info, IEnumerable<InputSegment> inputs, int workers = 2, ChunkSize? chunkSize = null, TaskRules? rules = null, params string[] settings)
    {
        var table = new TaskInputs(inputs, times: 1);
        var layout = new BoardLayout(table.Count, [.. info.Metrics.Select(metric => metric.Name)], KeepValues: true);
        Memory = WorkerPayload.Write(layout, workers, PluginCatalog.ActivationOf(info, [.. settings.Select(Setting.Parse)]), table);
        this.rules = rules ?? new TaskRules();
        this.workers = workers;
        Board = new Board(Work.Empty, table.Item, Memory, this.rules);
        Board.Reset(workers, chunkSize ?? 1);
    }

    /// <summary>How often to do what must not hang once in many times. The second run of these tests, over the processes of other systems, makes do with a third.</summary>
    public static int Repetitions(int count) => WorkerHome.Current is PortableHome ? count / 3 : count;

    public static TheoryData<string> Executors => ["process", "process-pool", "pool-map"];

    public SharedBoardMemory Memory { get; }

    public Board Board { get; }

    public unsafe ref WorkerRecord RecordOf(int worker) => ref Memory.Records[worker];

    public Verdict[] Verdicts => [.. Board.Log.Slots.ToArray().Select(slot => slot.Verdict)];

    /// <summary>The process of every task that has a verdict.</summary>
    public int[] Pids => [.. Board.Log.Slots.ToArray().Where(slot => slot.Verdict != Verdict.None).Select(slot => slot.Pid)];

    /// <summary>The results; empty for tasks without one.</summary>
    public string[] Values => [.. Enumerable.Range(0, (int)Board.Count).Select(task => Encoding.UTF8.GetString(Board.Log.Value(task).Span))];

    public async Task<ProcessPool> OpenAsync(string executor = "process-pool", bool allReady = false) =>
        (ProcessPool)await OnAThread(() => Executor(executor).StartAsync(new PoolRequest { Workers = workers, AllReady = allReady }, default).AsTask());

    public async Task<PoolUsage> RunAsync(string executor = "process-pool", CancellationToken cancellationToken = default)
    {
        var pool = await OpenAsync(executor);
        await RunAsync(pool, cancellationToken);
        await CloseAsync(pool);
        return pool.Usage;
    }

    public Task RunAsync(ProcessPool pool, CancellationToken cancellationToken = default) =>
        OnAThread(async () =>
        {
            await pool.RunAsync(Board, cancellationToken);
            return true;
        });

    public static Task CloseAsync(ProcessPool pool) => OnAThread(async () =>
    {
        await pool.DisposeAsync();
        return true;
    });

    /// <summary>On another thread, as a pool blocks the calling one.</summary>
    private static Task<T> OnAThread<T>(Func<Task<T>> act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().WaitAsync(Limit);

    public void Dispose() => Memory.Dispose();

    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var started = System.Diagnostics.Stopwatch.StartNew(); !condition(); await Task.Delay(5))
            if (started.Elapsed > Limit)
                throw new TimeoutException("The condition did not become true.");
    }

    private ProcessExecutor Executor(string name) => name switch
    {
        "process" => new ProcessPerTaskExecutor { PoolContext = new PoolContext(Memory, rules) },
        "process-pool" => new ProcessPoolExecutor { PoolContext = new PoolContext(Memory, rules) },
        "pool-map" => new PoolMapExecutor { PoolContext = new PoolContext(Memory, rules) },
        _ => throw new ArgumentException($"'{name}' has no worker processes.", nameof(name)),
    };
}

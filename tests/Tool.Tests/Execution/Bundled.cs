using System.Reflection;
using Partime.Tool.Execution;
using Partime.Tool.Processes;
using Xunit.Sdk;

namespace Partime.Tool.Tests.Execution;

/// <summary>The executors that work in this process, found by their attribute, so that a new one is tested without being named here.</summary>
internal static class Bundled
{
    /// <summary>Longer than any test should take, so that a test that hangs fails.</summary>
    public static readonly TimeSpan TimeLimit = Pace.Of(TimeSpan.FromSeconds(30));

    private static readonly Dictionary<string, Type> Types = typeof(Board).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(ExecutorAttribute)) && !type.IsSubclassOf(typeof(ProcessExecutor)))
        .ToDictionary(type => type.GetCustomAttribute<ExecutorAttribute>()!.Name);

    public static IEnumerable<string> Names => Types.Keys.Order();

    /// <summary>Those that can do several tasks at once.</summary>
    public static IEnumerable<string> Concurrent => Names.Where(name => MaxWorkers(name) != 1);

    public static IExecutor Create(string name) => (IExecutor)Activator.CreateInstance(Types[name])!;

    public static int Workers(string name, int wanted) => MaxWorkers(name) is > 0 and var max ? Math.Min(max, wanted) : wanted;

    public static Board Board(IWorkload workload, int tasks, int workers, int chunkSize = 1, bool keepValues = false, params string[] metrics)
    {
        var board = new Board(workload, (index, _) => new WorkItem(index, index), new PrivateBoardMemory(new BoardLayout(tasks, metrics, keepValues)));
        board.Reset(workers, chunkSize);
        return board;
    }

    public static Task RunAsync(string name, ITaskBoard board, int workers, CancellationToken cancellationToken = default) => Guarded(async () =>
    {
        await using var pool = await Create(name).StartAsync(new PoolRequest { Workers = workers }, cancellationToken);
        await pool.RunAsync(board, cancellationToken);
    });

    /// <summary>On another thread: an executor may block the calling thread, and the time limit must hold nevertheless.</summary>
    public static Task Guarded(Func<Task> act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().WaitAsync(TimeLimit);

    private static int MaxWorkers(string name) => Types[name].GetCustomAttribute<ExecutorAttribute>()!.MaxWorkers;
}

/// <summary>Runs a theory for every executor that works in this process.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EveryExecutorAttribute(params object[] rest) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Bundled.Names.Select(name => (object[])[name, .. rest]);
}

/// <summary>Runs a theory for every executor that works in this process and can do several tasks at once.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryConcurrentExecutorAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Bundled.Concurrent.Select(name => (object[])[name]);
}

/// <summary>Tests that fill or resize the thread pool or count all garbage of the process: one after the other, and parallel to
/// no other test.</summary>
[CollectionDefinition(nameof(Executors), DisableParallelization = true)]
public sealed class Executors;

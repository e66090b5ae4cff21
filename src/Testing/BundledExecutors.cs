using System.Reflection;
using Partime.Tool.Execution;
using Xunit;

namespace Partime.Testing;

/// <summary>The executors of partime that work inside one process, for tests of workloads. The executors with worker processes need the
/// tool.</summary>
public static class BundledExecutors
{
    private static readonly SortedDictionary<string, Type> Types = new(
        typeof(BundledExecutors).Assembly.GetTypes().Where(type => type.IsDefined(typeof(ExecutorAttribute)))
            .ToDictionary(type => type.GetCustomAttribute<ExecutorAttribute>()!.Name), StringComparer.Ordinal);

    /// <summary>A new <c>serial</c>: a plain loop on the calling thread.</summary>
    public static IExecutor Serial => new SerialExecutor();

    /// <summary>A new <c>threads</c>: a thread for each worker.</summary>
    public static IExecutor Threads => new ThreadsExecutor();

    /// <summary>A new <c>thread-pool</c>: a work item of .NET's thread pool for each task.</summary>
    public static IExecutor ThreadPool => new ThreadPoolExecutor();

    /// <summary>A new <c>parallel</c>: <see cref="System.Threading.Tasks.Parallel"/>'s loop over the tasks.</summary>
    public static IExecutor Parallel => new ParallelExecutor();

    /// <summary>A new <c>async</c>: an asynchronous loop for each worker, none of which blocks a thread.</summary>
    public static IExecutor Async => new AsyncExecutor();

    /// <summary>The names of all of them, for a theory:
    /// <c>[MemberData(nameof(BundledExecutors.All), MemberType = typeof(BundledExecutors))]</c>.</summary>
    public static TheoryData<string> All => [.. Types.Keys];

    /// <summary>Creates an executor by its name.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentException">There is no such executor; the message lists all names.</exception>
    public static IExecutor Create(string name) => Types.TryGetValue(name, out var type)
        ? (IExecutor)Activator.CreateInstance(type)!
        : throw new ArgumentException($"There is no executor '{name}' that works inside one process. The executors are {string.Join(", ", Types.Keys)}.", nameof(name));

    internal static int MaxWorkersOf(IExecutor executor) =>
        executor.GetType().GetCustomAttribute<ExecutorAttribute>()?.MaxWorkers is > 0 and var max ? max : int.MaxValue;
}

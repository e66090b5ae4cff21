using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>Which executors have a fresh process for each of their runs, and what those need to know.</summary>
internal sealed class Isolation
{
    private readonly Dictionary<string, byte[]> activations;

    /// <param name="executors">All executors of the session.</param>
    /// <param name="isWanted">Whether those that would work in this process are to have others.</param>
    public Isolation(IEnumerable<LoadedExecutor> executors, bool isWanted) => activations = executors
        .Where(executor => isWanted && executor.Executor is not ProcessExecutor)
        .ToDictionary(executor => executor.Info.Name, executor => executor.ToActivation().ToBytes());

    /// <summary>The executors.</summary>
    public IReadOnlyList<string> Names => [.. activations.Keys];

    /// <summary>The room that the longest recipe takes.</summary>
    public int ActivationBytes => activations.Values.Select(activation => activation.Length).DefaultIfEmpty().Max();

    /// <summary>Who has an executor's run measured; nobody if it is for this process to do.</summary>
    public Func<string, IRunner?> RunnersAt(BoardMemory memory, bool isWarm) =>
        executor => activations.TryGetValue(executor, out var activation) ? new IsolatedRunner((SharedBoardMemory)memory, activation, isWarm) : null;
}

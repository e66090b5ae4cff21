using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Plugins;
using Partime.Tool.Processes;

namespace Partime.Tool.Cli;

/// <summary>Which executors have a fresh process for each of their runs, and what those need to know.</summary>
internal sealed class Isolation
{
    private readonly Dictionary<string, byte[]> recipes;

    /// <param name="executors">All executors of the session.</param>
    /// <param name="isWanted">Whether those that would work in this process are to have others.</param>
    public Isolation(IEnumerable<LoadedExecutor> executors, bool isWanted) => recipes = executors
        .Where(executor => isWanted && executor.Executor is not ProcessExecutor)
        .ToDictionary(executor => executor.Info.Name, executor => executor.ToRecipe().ToBytes());

    /// <summary>The executors.</summary>
    public IReadOnlyList<string> Names => [.. recipes.Keys];

    /// <summary>The room that the longest recipe takes.</summary>
    public int RecipeBytes => recipes.Values.Select(recipe => recipe.Length).DefaultIfEmpty().Max();

    /// <summary>Who has an executor's run measured; nobody if it is for this process to do.</summary>
    public Func<string, IRunner?> RunnersAt(BoardMemory memory, bool isWarm) =>
        executor => recipes.TryGetValue(executor, out var recipe) ? new IsolatedRunner((SharedBoardMemory)memory, recipe, isWarm) : null;
}

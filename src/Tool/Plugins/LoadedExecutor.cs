namespace Partime.Tool.Plugins;

/// <summary>An executor that is ready to start pools, and the options in effect in the order in which it declares them.</summary>
/// <param name="Executor">The executor.</param>
/// <param name="Info">What it is.</param>
/// <param name="Values">For each of its options, in order, the texts it was set to.</param>
/// <param name="Parameters">The options in effect.</param>
internal sealed record LoadedExecutor(IExecutor Executor, ExecutorInfo Info, IReadOnlyList<string>[] Values, IReadOnlyList<Parameter> Parameters)
{
    /// <summary>What another process needs to construct the same.</summary>
    public ExecutorActivation ToActivation() => new(Info, Values, PluginSurroundings.Of(Info.AssemblyPath));
}

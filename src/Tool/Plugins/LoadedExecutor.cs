namespace Partime.Tool.Plugins;

/// <summary>An executor that is ready to start pools, and the options in effect in the order in which it declares them.</summary>
internal sealed record LoadedExecutor(IExecutor Executor, IReadOnlyList<Parameter> Parameters);

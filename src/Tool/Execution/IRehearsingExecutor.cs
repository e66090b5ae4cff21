namespace Partime.Tool.Execution;

/// <summary>An executor whose first pool would cost more than those after it, or fail long after the session began.</summary>
internal interface IRehearsingExecutor : IExecutor
{
    /// <summary>Makes a pool and ends it, before anything is measured.</summary>
    ValueTask RehearseAsync(CancellationToken cancellationToken);
}

using Partime.Tool.Execution;

namespace Partime.Tool.Processes;

/// <summary>What executors with worker processes need to know and the contract does not tell them.</summary>
/// <param name="Memory">The board's memory, with the order for the workers in it.</param>
/// <param name="Rules">What tasks and workers are allowed.</param>
internal sealed record PoolContext(SharedBoardMemory Memory, TaskRules Rules);

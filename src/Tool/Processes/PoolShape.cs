namespace Partime.Tool.Processes;

/// <summary>What kind of pool to make.</summary>
/// <param name="Workers">How many processes at once, at most.</param>
/// <param name="IsOnePerTask">Whether every task gets a process of its own, started when the run begins.</param>
/// <param name="AllReady">Whether all must be ready before the run, as the start is not to be measured.</param>
internal sealed record PoolShape(int Workers, bool IsOnePerTask, bool AllReady);

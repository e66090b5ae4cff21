using Partime.Tool.Planning;

namespace Partime.Tool.Measurement;

/// <summary>How far a session is, read from outside while it runs.</summary>
/// <param name="Run">The run under way, <see langword="null"/> between runs.</param>
/// <param name="ClaimedTasks">The tasks that its workers have claimed.</param>
/// <param name="Tasks">The tasks that it has.</param>
/// <param name="StartedTicks">When it began.</param>
internal readonly record struct SessionProgress(PlannedRun? Run, long ClaimedTasks, long Tasks, long StartedTicks);

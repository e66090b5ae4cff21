namespace Partime.Tool.Tests.Processes;

/// <summary>Tests with worker processes: one after the other, as each of them wants all processors.</summary>
[CollectionDefinition(nameof(WorkerProcesses))]
public sealed class WorkerProcesses;

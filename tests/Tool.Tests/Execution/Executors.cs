namespace Partime.Tool.Tests.Execution;

/// <summary>Tests that fill or resize the thread pool or count all garbage of the process: one after the other, and beside no
/// other test.</summary>
[CollectionDefinition(nameof(Executors), DisableParallelization = true)]
public sealed class Executors;

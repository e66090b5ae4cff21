using Partime;
using Partime.Testing;

namespace SampleSpace.Tests;

/// <summary>What every executor has to keep, held against this one.</summary>
public sealed class SampleClassExecutorTests : ExecutorFacts
{
    protected override IExecutor CreateExecutor() => new SampleClassExecutor();
}

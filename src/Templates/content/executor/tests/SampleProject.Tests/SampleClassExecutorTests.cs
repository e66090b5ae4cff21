using Partime;
using Partime.Testing;

namespace SampleClassPlugin.Tests;

/// <summary>The rules for executors, checked for this one.</summary>
public sealed class SampleClassExecutorTests : ExecutorFacts
{
    protected override IExecutor CreateExecutor() => new SampleClassExecutor();
}

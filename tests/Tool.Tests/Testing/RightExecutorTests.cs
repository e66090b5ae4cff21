using Partime.Testing;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Testing;

/// <summary>An author's executor that is right keeps the facts: what other tests do to it is the fault alone.</summary>
[Collection(nameof(Executors))]
public sealed class RightExecutorTests : ExecutorFacts
{
    protected override IExecutor CreateExecutor() => new FaultyExecutor();
}

/// <summary>So does one whose tasks run elsewhere.</summary>
[Collection(nameof(Executors))]
public sealed class RightExecutorElsewhereTests : ExecutorFacts
{
    protected override IExecutor CreateExecutor() => new FaultyExecutor { Work = Elsewhere.Drain };
}

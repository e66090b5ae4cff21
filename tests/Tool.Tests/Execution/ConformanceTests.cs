using Partime.Testing;

namespace Partime.Tool.Tests.Execution;

/// <summary>Checks an executor of the tool with the tests that authors of executors inherit.</summary>
public abstract class ConformanceTests(string executor) : ExecutorFacts
{
    public string Executor { get; } = executor;

    protected override IExecutor CreateExecutor() => Bundled.Create(Executor);
}

[Collection(nameof(Executors))]
public sealed class SerialConformanceTests() : ConformanceTests("serial");

[Collection(nameof(Executors))]
public sealed class ThreadsConformanceTests() : ConformanceTests("threads");

[Collection(nameof(Executors))]
public sealed class ThreadPoolConformanceTests() : ConformanceTests("thread-pool");

[Collection(nameof(Executors))]
public sealed class ParallelConformanceTests() : ConformanceTests("parallel");

[Collection(nameof(Executors))]
public sealed class AsyncConformanceTests() : ConformanceTests("async");

public sealed class ConformanceOfAllTests
{
    [Fact]
    public void EveryExecutorInsideTheToolIsHeldAgainstTheFacts()
    {
        var held = typeof(ConformanceTests).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ConformanceTests)))
            .Select(type => ((ConformanceTests)Activator.CreateInstance(type)!).Executor);
        Assert.Equal(Bundled.Names, held.Order());
    }
}

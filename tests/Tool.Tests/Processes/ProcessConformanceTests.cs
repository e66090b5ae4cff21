using System.Reflection;
using Partime.Testing;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>Checks the executors with worker processes with the tests that authors of executors inherit.</summary>
public abstract class ProcessConformanceTests(string executor) : ExecutorFacts
{
    public string Executor { get; } = executor;

    /// <summary>Under 'process' each is a process, and chunks and idle workers, which more tasks are for, do not exist.</summary>
    protected override int ManyTasks => Executor == "process" ? 10 : 20;

    /// <summary>The supervisor's thread must run before processes receive a cancellation, which takes time on a busy machine.</summary>
    protected override TimeSpan CancellationLatency => TimeSpan.FromSeconds(1);

    protected override TimeSpan TimeLimit => PoolHarness.Limit;

    protected override IExecutor CreateExecutor() => new ProcessesOnAnyBoard(Executor);
}

public sealed class ProcessPerTaskConformanceTests() : ProcessConformanceTests("process");

public sealed class ProcessPoolConformanceTests() : ProcessConformanceTests("process-pool");

public sealed class PoolMapConformanceTests() : ProcessConformanceTests("pool-map");

public sealed class ConformanceOfProcessesTests
{
    [Fact]
    public void EveryExecutorWithWorkerProcessesIsHeldAgainstTheFacts()
    {
        var held = typeof(ProcessConformanceTests).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ProcessConformanceTests)))
            .Select(type => ((ProcessConformanceTests)Activator.CreateInstance(type)!).Executor);
        var executors = typeof(ProcessExecutor).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ProcessExecutor)))
            .Select(type => type.GetCustomAttribute<ExecutorAttribute>()!.Name);
        Assert.Equal(executors.Order(), held.Order());
    }
}

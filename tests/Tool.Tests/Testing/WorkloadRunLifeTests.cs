using Partime.Testing;
using Partime.Tool.Tests.Measurement;

namespace Partime.Tool.Tests.Testing;

/// <summary>When a run in a unit test starts and ends its workload: as a session does.</summary>
public sealed class WorkloadRunLifeTests
{
    private const int TimeLimit = 120_000;

    [Fact(Timeout = TimeLimit)]
    public async Task ItIsStartedOnceBeforeTheFirstTaskAndEndedAfterTheLast()
    {
        var workload = new Living();
        await WorkloadRun.RunAsync(workload, ["a", "b"]);
        Assert.Equal(["start", "a", "b", "end"], workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AFailedStartIsThrownAndTheWorkloadIsDisposedOfWithoutRunningATask()
    {
        var workload = new Living { OnStart = () => throw new InvalidOperationException("no model") };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => WorkloadRun.RunAsync(workload, ["a"]));
        Assert.Equal("no model", error.Message);
        Assert.Equal(["start", "end"], workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ItIsEndedAfterAFailureOfTheExecutor()
    {
        var workload = new Living();
        await Assert.ThrowsAsync<IOException>(() => WorkloadRun.RunAsync(workload, ["a"], new MadeExecutor { Start = () => throw new IOException("full") }));
        Assert.Equal(["start", "end"], workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AFailureOfDisposeIsThrown()
    {
        var workload = new Living { OnEnd = () => throw new IOException("stuck") };
        Assert.Equal("stuck", (await Assert.ThrowsAsync<IOException>(() => WorkloadRun.RunAsync(workload, ["a"]))).Message);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task TheFirstOfSeveralFailuresIsTheOneThatIsThrown()
    {
        var workload = new Living { OnEnd = () => throw new IOException("third") };
        var executor = new MadeExecutor { Run = _ => throw new IOException("first"), Stop = () => throw new IOException("second") };
        Assert.Equal("first", (await Assert.ThrowsAsync<IOException>(() => WorkloadRun.RunAsync(workload, ["a"], executor))).Message);
    }

    private sealed class Living : IBlockingWorkload, IDisposable
    {
        public List<string> Events { get; } = [];

        public Action OnStart { get; init; } = () => { };

        public Action OnEnd { get; init; } = () => { };

        public ValueTask StartAsync(CancellationToken cancellationToken)
        {
            Events.Add("start");
            OnStart();
            return ValueTask.CompletedTask;
        }

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            Events.Add(item.Text);
            return default;
        }

        public void Dispose()
        {
            Events.Add("end");
            OnEnd();
        }
    }
}

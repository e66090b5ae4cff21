using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Measurement;

/// <summary>When a session starts and ends its workload.</summary>
public sealed class WorkloadLifeTests
{
    private const int TimeLimit = 120_000;

    [Fact(Timeout = TimeLimit)]
    public async Task ItIsStartedOnceBeforeTheFirstTaskAndDisposedOfAfterTheLast()
    {
        var workload = new LivingWorkload();
        await PlanRuns.Create(workload, 2, rounds: 2, new SerialExecutor(), new MadeExecutor()).AllRunsAsync();
        Assert.Equal(["start", .. Enumerable.Repeat("task", 8), "end"], workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ItIsDisposedOfWhenTheOtherRunsAreNotRequested()
    {
        var workload = new LivingWorkload();
        await foreach (var _ in PlanRuns.Create(workload, 2, rounds: 2, new SerialExecutor()).RunAsync(default))
            break;
        Assert.Equal(["start", "task", "task", "end"], workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task ItsStartIsInNoRunsTime()
    {
        var workload = new LivingWorkload();
        var (run, _) = (await PlanRuns.Create(workload, 1, new SerialExecutor()).AllRunsAsync())[0];
        Assert.True(workload.StartedTicks <= run.Times.Asked);
        Assert.True(workload.EndedTicks >= run.Times.Gone);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AFailureToStartEndsTheSessionWithItsReason()
    {
        var workload = new LivingWorkload { StartFault = new InvalidOperationException("no model at /models/moon") };
        var error = await Assert.ThrowsAsync<PartimeException>(() => PlanRuns.Create(workload, 2, new SerialExecutor()).AllRunsAsync());
        // It was returned and not thrown, so there is no line.
        Assert.Equal("The workload could not start: no model at /models/moon (InvalidOperationException)", error.Message);
        Assert.StartsWith("System.InvalidOperationException: no model at /models/moon", error.Stack, StringComparison.Ordinal);
        Assert.DoesNotContain("task", workload.Events);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AnInterruptedStartIsNoFailure()
    {
        var workload = new LivingWorkload { StartFault = new OperationCanceledException() };
        await Assert.ThrowsAsync<OperationCanceledException>(() => PlanRuns.Create(workload, 2, new SerialExecutor()).AllRunsAsync(new CancellationToken(canceled: true)));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task AStartThatGivesUpByItselfIsAFailureAndNoInterruption()
    {
        var workload = new LivingWorkload { StartFault = new TaskCanceledException("the server took too long") };
        var error = await Assert.ThrowsAsync<PartimeException>(() => PlanRuns.Create(workload, 2, new SerialExecutor()).AllRunsAsync());
        Assert.Contains("the server took too long", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task WhatAFailedStartAcquiredIsReleased()
    {
        var workload = new LivingWorkload { StartFault = new InvalidOperationException("half-way") };
        await Assert.ThrowsAsync<PartimeException>(() => PlanRuns.Create(workload, 2, new SerialExecutor()).AllRunsAsync());
        Assert.True(workload.EndedTicks > 0);
    }

    private sealed class LivingWorkload : IBlockingWorkload, IAsyncDisposable
    {
        public List<string> Events { get; } = [];

        public Exception? StartFault { get; init; }

        public long StartedTicks { get; private set; }

        public long EndedTicks { get; private set; }

        public ValueTask StartAsync(CancellationToken cancellationToken)
        {
            Events.Add("start");
            StartedTicks = System.Diagnostics.Stopwatch.GetTimestamp();
            return StartFault is null ? ValueTask.CompletedTask : ValueTask.FromException(StartFault);
        }

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            Events.Add("task");
            return default;
        }

        public ValueTask DisposeAsync()
        {
            Events.Add("end");
            EndedTicks = System.Diagnostics.Stopwatch.GetTimestamp();
            return ValueTask.CompletedTask;
        }
    }
}

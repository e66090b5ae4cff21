using Xunit;

namespace Partime.Testing;

// What becomes of the tasks.
public abstract partial class ExecutorFacts
{
    /// <summary>Whatever the chunk size, all tasks are run, and each of them once.</summary>
    /// <param name="chunkSize">How many tasks a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public Task EveryTaskGetsExactlyOneVerdict(int chunkSize) => RunAllAsync(Values(ManyTasks), workers: 4, chunkSize);

    /// <summary>One worker is enough.</summary>
    [Fact]
    public Task OneWorkerRunsAllTasks() => RunAllAsync(Values(ManyTasks), workers: 1);

    /// <summary>Workers for whom no task is left do no harm.</summary>
    [Fact]
    public Task MoreWorkersThanTasksAreNoTrouble() => RunAllAsync(Values(3), workers: 8);

    /// <summary>A board without tasks is done at once.</summary>
    [Fact]
    public Task NoTasksAreNoTrouble() => RunAllAsync([], workers: 2);

    /// <summary>A worker begins a task when its last one has ended, and has a number that no other has.</summary>
    /// <param name="chunkSize">How many tasks a worker claims at once.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public Task EachWorkerRunsOneTaskAtATime(int chunkSize) =>
        RunAllAsync([.. Enumerable.Repeat("pause:1", Math.Min(ManyTasks, 200))], workers: 3, chunkSize);

    /// <summary>Results and metrics are what the workload gave, each at its own task.</summary>
    [Fact]
    public async Task ResultsAreThoseOfSerialExecution()
    {
        var inputs = Values(Math.Min(ManyTasks, 300));
        var serial = await WorkloadRun.RunAsync(new ConformanceWorkload(), inputs).ConfigureAwait(false);
        var board = await RunAllAsync(inputs, workers: 3).ConfigureAwait(false);
        foreach (var (expected, actual) in serial.Tasks.Zip(board.Outcomes))
        {
            Assert.True(actual.Verdict == Verdict.Ok,
                $"{Told(actual)}, and under serial it has a result: record what the workload returns.");
            Assert.True(actual.Result == expected.Result,
                $"Task {actual.Index} has the result '{actual.Result}', and under serial '{expected.Result}': record each task's own result, with WorkResult.OfUtf8 if it comes from elsewhere.");
            Assert.True(actual.Metrics.SequenceEqual(expected.Metrics),
                $"Task {actual.Index} has other metrics than under serial: give the recorded result what the workload reported, with WorkResult.With if it comes from elsewhere.");
        }
    }

    /// <summary>What a task throws is its own verdict and costs no other task.</summary>
    [Fact]
    public async Task AnExceptionIsTheVerdictOfItsTaskAlone()
    {
        var inputs = Enumerable.Range(0, 20).Select(number => number % 2 == 0 ? $"value:{number}" : $"error:{number}");
        var board = await RunAllAsync([.. inputs], workers: 2).ConfigureAwait(false);
        foreach (var task in board.Outcomes)
        {
            var expected = task.Index % 2 == 0 ? Verdict.Ok : Verdict.Error;
            Assert.True(task.Verdict == expected,
                $"{Told(task)} and should have {expected}: record what a task throws as the error of that task, and go on with the others.");
            Assert.True(task.Fault is null || task.Fault.Message.Contains(ConformanceWorkload.ErrorMessage((int)task.Index), StringComparison.Ordinal),
                $"{Told(task)}, and what it threw says '{ConformanceWorkload.ErrorMessage((int)task.Index)}': record the message of the exception.");
        }
    }

    private static string Told(TaskOutcome task) =>
        $"Task {task.Index} ({task.Input}) has the verdict {task.Verdict}{(task.Fault is { } fault ? $" because of '{fault.Message}'" : "")}";
}

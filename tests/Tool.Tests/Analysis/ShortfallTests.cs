using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Analysis;

/// <summary>Four workers, whose tasks ran for 100 s: 400 worker-seconds, of which some were in no task.</summary>
public sealed class ShortfallTests
{
    [Theory]
    [InlineData(390, 0, 10, 0, "")]
    [InlineData(361, 0, 39, 0, "")]
    [InlineData(200, 10, 150, 0, "threads × 4: 2.00 of 4 workers had a task on average, because they had none left for 38% of the time while others had. Put long tasks first.")]
    [InlineData(100, 0, 300, 0, "threads × 4: 1.00 of 4 workers had a task on average, because one had run all tasks, in 100.0 s, before another began. Give the workers more to do.")]
    [InlineData(200, 150, 20, 10, "threads × 4: 2.00 of 4 workers had a task on average, because gaps between tasks took 38% of the time, 1.500 s per task. Take larger chunks, or larger tasks.")]
    [InlineData(200, 10, 20, 150, "threads × 4: 2.00 of 4 workers had a task on average, because attempts that were retried took 38% of the time.")]
    [InlineData(200, 10, 20, 10, "threads × 4: 2.00 of 4 workers had a task on average, because they were starting for 40% of the 100.0 s in which tasks ran. Longer tasks, or longer runs, make up for that.")]
    public void TheLargestCauseIsNamed(double tasks, double dispatch, double imbalance, double retries, string sentence) =>
        Assert.Equal(sentence, Sentence(Run(tasks, dispatch, imbalance, retries)));

    [Fact]
    public void LargeChunksMayBeTakenSmaller() =>
        Assert.EndsWith("Put long tasks first, or take smaller chunks.", Sentence(Run(200, imbalance: 150, chunkSize: 10)), StringComparison.Ordinal);

    [Fact]
    public void EqualTasksMayNotDivideAmongTheWorkers()
    {
        var run = Run(250, imbalance: 150);
        Assert.Equal("threads × 4: 2.50 of 4 workers had a task on average, because 5 tasks do not divide evenly among 4 workers. Make them smaller, or ask for fewer workers.",
            Sentence(run with { Scenario = run.Scenario with { Tasks = 5 } }));
    }

    [Fact]
    public void ATaskThatTakesLongerThanAllUnderSerialHasWaited()
    {
        var serial = Run(50, executor: "serial", workers: 1);
        Assert.Equal("threads × 4: 2.00 of 4 workers had a task on average, because one task took 90.00 s, and all together 50.00 s under serial. It waited: look at what it waits for.",
            Sentence(serial, Run(200, imbalance: 200) with { IdealSeconds = 90 }));
    }

    [Fact]
    public void ALongTaskIsNamedWithItsTime() =>
        Assert.Equal("threads × 4: 2.00 of 4 workers had a task on average, because one task took 90.00 s of the 100.0 s in which tasks ran. Put it first, or split it up.",
            Sentence(Run(200, imbalance: 200) with { IdealSeconds = 90 }));

    [Theory]
    [InlineData(3, 1, "threads × 4: 3 tasks cannot keep 4 workers busy. Ask for fewer workers.")]
    [InlineData(100, 50, "threads × 4: 100 tasks in chunks of 50 cannot keep 4 workers busy. Ask for fewer workers, or smaller chunks.")]
    public void TooFewTasksAreTheCauseWhateverTheyTake(long tasks, int chunkSize, string sentence)
    {
        var run = Run(200, imbalance: 200, chunkSize: chunkSize) with { IdealSeconds = 90 };
        Assert.Equal(sentence, Sentence(run with { Scenario = run.Scenario with { Tasks = tasks } }));
    }

    [Fact]
    public void AsyncTasksThatDoNotAwaitRunOneAfterTheOther() =>
        Assert.EndsWith("because tasks ran one after the other. If they compute or block, choose threads or processes.", Sentence(Run(100, imbalance: 300, executor: "async")), StringComparison.Ordinal);

    [Theory]
    [InlineData(50, "tasks ran one after the other")]
    [InlineData(95, "one task took 95.00 s")]
    public void ALongTaskIsTheCauseOnlyIfTheOthersHadNothingElseToDo(double longest, string cause) =>
        Assert.Contains($"because {cause}", Sentence(Run(100, imbalance: 300, executor: "async") with { IdealSeconds = longest }), StringComparison.Ordinal);

    [Fact]
    public void LongerTasksThatComputeNoMoreWaitForEachOther()
    {
        var (run, serial) = (Run(396) with { CpuSeconds = 105 }, Run(100, executor: "serial", workers: 1) with { CpuSeconds = 100 });
        Assert.Equal("threads × 4: its tasks took 3.96 times as long as under serial, with 105.0 s of CPU time instead of 100.0 s. So they wait for each other, as for a lock.", Sentence(serial, run));
        // They compute: a cache, or memory.
        Assert.Equal("", Sentence(serial, run with { CpuSeconds = 300 }));
        // The host took the CPU.
        Assert.Equal("", Sentence(serial, run with { Noise = new RunNoise { StealSeconds = 250 } }));
        // They wait for a CPU, or what they have started does.
        Assert.Equal("", Sentence(serial, run with { Noise = run.Noise with { UsableCpus = 1 } }));
        Assert.NotEqual("", Sentence(serial, run with { Noise = run.Noise with { UsableCpus = 2 } }));
        Assert.Equal("", Sentence(serial, run with { WorkerTime = run.WorkerTime! with { CpuWait = 280 } }));
        Assert.Equal("", Sentence(run));
    }

    [Fact]
    public void TasksThatWaitedLongerNeedNoLock()
    {
        var (run, serial) = (Run(396) with { CpuSeconds = 1.2 }, Run(100, executor: "serial", workers: 1) with { CpuSeconds = 1 });
        Assert.EndsWith("They wait longer: what they wait for is shared, or a busy machine wakes them late.", Sentence(serial, run), StringComparison.Ordinal);
    }

    [Fact]
    public void WithATaskPerWorkerNoneIsLong()
    {
        var run = Run(300, imbalance: 100);
        run = run with { Scenario = run.Scenario with { Tasks = 4 }, IdealSeconds = 80 };
        Assert.EndsWith("There is one task per worker, and some began or ended late.", Sentence(run), StringComparison.Ordinal);
    }

    [Fact]
    public void OneSentencePerCauseNamesTheConfigurationThatItCostMost() =>
        Assert.StartsWith("parallel × 4 and 2 more: 2.00 of 4", Sentence(Run(300, imbalance: 100), Run(200, imbalance: 200, executor: "parallel"), Run(300, imbalance: 100, executor: "thread-pool")), StringComparison.Ordinal);

    [Fact]
    public void OneWorkerIsNeverTooFew() => Assert.Equal("", Sentence(Run(10, dispatch: 90, workers: 1)));

    [Fact]
    public void ARunOfAnOlderFileSaysNothing() => Assert.Equal("", Sentence(Run(200, imbalance: 200) with { WorkerTime = null }));

    private static string Sentence(params Observation[] runs) => string.Join('\n', ShortfallText.Of(Summary.Of(runs, EquivalenceBand.Default)));

    private static Observation Run(double tasks, double dispatch = 0, double imbalance = 0, double retries = 0, string executor = "threads", int workers = 4, int chunkSize = 1)
    {
        var run = MadeRun.Of("1").Observation();
        return run with
        {
            Scenario = run.Scenario with { Tasks = 100 },
            Planned = new PlannedRun(1, Phase.Measure, 1, 1, new Configuration(executor, workers, chunkSize)),
            Times = new TimeParts(100, 0, 100, 0),
            ConcurrencyMean = tasks / 100,
            WorkSeconds = tasks,
            IdealSeconds = tasks / workers,
            WorkerTime = new WorkerTime
            {
                Workers = workers,
                Wall = 100,
                Tasks = tasks,
                Dispatch = dispatch,
                Imbalance = imbalance,
                Retries = retries,
                Startup = (workers * 100) - tasks - dispatch - imbalance - retries,
                MaxBusy = 100,
                CpuWait = 0,
            },
        };
    }
}

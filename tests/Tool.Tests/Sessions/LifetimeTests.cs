using Partime.Tool.Execution;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Measurement;

namespace Partime.Tool.Tests.Sessions;

/// <summary>What a workload does before and after runs and for each worker; docs/lifetimes.md and its workload.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheWorkloadOfThePageIsThatOfTheTests() =>
        Assert.Contains($"```csharp\n{Repository.Text("tests/TestPlugins/Inserts/Inserts.cs")}```", Repository.Text("docs/lifetimes.md"), StringComparison.Ordinal);

    /// <summary>A row that is inserted twice fails its task, so each run finds an empty table, also after warm tasks.</summary>
    [Theory]
    [InlineData(false, false, "all")]
    [InlineData(true, false, "serial", "process-pool")]
    [InlineData(false, true, "threads")]
    public async Task ADatabaseIsTheSameBeforeEachRunAndGoneAtTheEnd(bool isWarm, bool isolate, params string[] executors)
    {
        var database = folder["inserts.db"];
        var request = new SessionRequest
        {
            Workload = "inserts",
            Inputs = ["50"],
            Times = 3,
            Settings = [new Setting("database", database)],
            Executors = executors,
            Workers = [new WorkerSpec(2)],
            Rounds = new RoundsSpec(2),
            IsWarm = isWarm,
            Rules = new TaskRules { WarmTasks = isWarm ? 2 : 0 },
            Isolate = isolate,
            Outputs = new Outputs(folder["runs.csv"], null, Excel: false),
        };
        using (var session = new Session(request, TestPlugin.Catalog("Inserts"), Tool.Measurement.Machine.Read()))
        {
            session.OpenOutputs();
            await session.MeasureAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(15));
            Assert.Equal((ExitCode.Ok, ""), (session.Outcome.ExitCode, string.Join(' ', session.Conclusion.Problems)));
        }
        Assert.Equal(["runs.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task EachWorkerHasItsOwnInEachRunAndOneThatCannotEndIsTold()
    {
        var workload = new Counted();
        var runs = PlanRuns.Create(workload, tasks: 3, rounds: 2, new SerialExecutor(), new ThreadsExecutor());
        await runs.AllRunsAsync();

        Assert.Equal(["run", "start 0", "end 0", "run over", "run", "start 0", "end 0", "run over"], workload.Events.Take(8));
        Assert.Equal(4 * 4, workload.Events.Count);
        Assert.StartsWith("The workload failed after a run: no end", runs.Runner.EndFault!.Text, StringComparison.Ordinal);
    }

    /// <summary>What ends a run may hang, and then its record is on disk.</summary>
    [Fact]
    public async Task ARunIsYieldedBeforeItsWorkloadEndsIt()
    {
        var workload = new Counted();
        await foreach (var run in PlanRuns.Create(workload, tasks: 3, rounds: 2, new SerialExecutor()).RunAsync(CancellationToken.None))
            Assert.Equal(run.Planned.Round - 1, workload.Events.Count(what => what == "run over"));
        Assert.Equal(2, workload.Events.Count(what => what == "run over"));
    }

    [Fact]
    public async Task AWorkerThatCannotStartEndsTheSessionAndTheRunThatHadBegun()
    {
        var workload = new Counted { Unstartable = 0 };
        var failure = await Assert.ThrowsAsync<PartimeException>(() => PlanRuns.Create(workload, tasks: 3, new SerialExecutor()).AllRunsAsync());
        Assert.StartsWith("The workload could not prepare a run: no start", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["run", "run over"], workload.Events);
    }

    [Fact]
    public async Task WhatAWorkerHasMayBeDisposedOfAsynchronously()
    {
        var workload = new Asynchronous();
        await Partime.Testing.WorkloadRun.RunAsync(workload, ["1", "2"], Partime.Testing.BundledExecutors.Threads);
        Assert.Equal(2, workload.Disposed);
    }

    [Fact]
    public async Task InTheTestKitTheyAreTheSame()
    {
        var workload = new Counted { Ends = true };
        var run = await Partime.Testing.WorkloadRun.RunAsync(workload, ["1", "2"], Partime.Testing.BundledExecutors.Threads);
        Assert.All(run.Tasks, task => Assert.Equal(Verdict.Ok, task.Verdict));
        Assert.Equal(["run", "start 0", "start 1", "end 0", "end 1", "run over"], workload.Events);
    }

    private sealed class Asynchronous : BlockingWorkload<Asynchronous.Own>
    {
        public int Disposed { get; private set; }

        protected override Own StartWorker(int worker) => new(this);

        protected override WorkResult Run(WorkItem item, Own own, CancellationToken cancellationToken) => WorkResult.None;

        internal sealed record Own(Asynchronous Workload) : IAsyncDisposable
        {
            public ValueTask DisposeAsync()
            {
                Workload.Disposed++;
                return ValueTask.CompletedTask;
            }
        }
    }

    /// <summary>A task whose worker has nothing fails.</summary>
    private sealed class Counted : BlockingWorkload<Counted.Own>, IRunLifetime
    {
        public List<string> Events { get; } = [];

        public int? Unstartable { get; init; }

        public bool Ends { get; init; }

        public ValueTask StartRunAsync(CancellationToken cancellationToken) => Note("run");

        public ValueTask EndRunAsync() => Note("run over");

        protected override Own StartWorker(int worker)
        {
            if (worker == Unstartable)
                throw new InvalidOperationException("no start");
            Events.Add($"start {worker}");
            return new Own(this, worker);
        }

        protected override WorkResult Run(WorkItem item, Own own, CancellationToken cancellationToken) => WorkResult.Of(own.Worker - item.Worker);

        private ValueTask Note(string what)
        {
            Events.Add(what);
            return ValueTask.CompletedTask;
        }

        internal sealed record Own(Counted Workload, int Worker) : IDisposable
        {
            public void Dispose()
            {
                Workload.Events.Add($"end {Worker}");
                if (!Workload.Ends)
                    throw new InvalidOperationException("no end");
            }
        }
    }
}

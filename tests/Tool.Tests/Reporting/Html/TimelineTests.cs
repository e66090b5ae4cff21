using Partime.Tool.Analysis;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TimelineTests : IDisposable
{
    private static readonly TimelineLimits Few = new(Tasks: 2, Bins: 40, Bytes: 3);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheShareOfABinIsTheTimeInItsTasks()
    {
        var timeline = Of(workers: 2, wall: 20);
        timeline.Add(0, worker: 0, 1, 3.5, TimelineState.Ok);
        timeline.Add(1, worker: 1, 0, 20, TimelineState.Failed);
        timeline.Add(2, worker: 0, 3.75, 3.7501, TimelineState.Retried);
        var shares = timeline.Shares();
        Assert.Equal(20, timeline.Bins);
        Assert.Equal([0, 255, 255, 128], Enumerable.Range(0, 4).Select(bin => shares[3 * bin]));
        Assert.Equal(1, shares[(3 * 3) + 2]);
        Assert.All(Enumerable.Range(20, 20), bin => Assert.Equal(255, shares[(3 * bin) + 1]));
    }

    [Fact]
    public void OfMoreTasksThanFitStayTheLongestAndThoseThatFailed()
    {
        var timeline = Of(workers: 1, wall: 100);
        for (var task = 0; task < 10; task++)
            timeline.Add(task, 0, task * 10, (task * 10) + (task == 4 ? 9 : 1 + (task * 0.1)), task == 2 ? TimelineState.Failed : TimelineState.Ok);
        timeline.Pack();
        Assert.Equal([2, 4], timeline.Kept.Select(kept => kept.Task).Order());
        Assert.False(timeline.IsWhole);
        Assert.Equal((10, 4), (timeline.Rows[0].Tasks, timeline.Rows[0].LongestTask));
    }

    [Fact]
    public void ManyWorkersShareRows()
    {
        var timeline = Of(workers: 100, wall: 10);
        timeline.Add(0, worker: 99, 0, 10, TimelineState.Ok);
        timeline.Add(1, worker: 98, 0, 10, TimelineState.Ok);
        timeline.Add(2, worker: 97, 0, 10, TimelineState.Ok);
        Assert.Equal(50, timeline.Rows.Count);
        Assert.Equal("98–99", timeline.Rows[^1].Name);
        var shares = timeline.Shares();
        Assert.Equal((128, 255), (shares[48 * timeline.Bins * 3], shares[49 * timeline.Bins * 3]));
    }

    [Fact]
    public void RowsNameTheirMachineIfThereAreSeveral()
    {
        var timeline = Of(workers: 3, wall: 10);
        foreach (var (worker, node) in ((int, string)[])[(0, "here"), (1, "there"), (1, "there"), (2, "here"), (2, "there")])
            timeline.Add(0, worker, 0, 1, TimelineState.Ok, node);
        Assert.Equal(["0 on here", "1 on there", "2"], timeline.Rows.Select(timeline.NameOf));
        var ofOneMachine = Of(workers: 1, wall: 10);
        ofOneMachine.Add(0, 0, 0, 1, TimelineState.Ok, "here");
        Assert.Equal("0", ofOneMachine.NameOf(ofOneMachine.Rows[0]));
    }

    [Fact]
    public void TimesThatCannotBeAreLeftOut()
    {
        var timeline = Of(workers: 1, wall: 1);
        timeline.Add(0, 0, 2, 1, TimelineState.Ok);
        timeline.Add(0, 7, 0, 1, TimelineState.Ok);
        timeline.Add(0, 0, double.NaN, 1, TimelineState.Ok);
        Assert.Equal(0, timeline.Count);
        timeline.Add(0, 0, -5, 500, TimelineState.Ok);
        Assert.All(timeline.Shares().Where((_, i) => i % 3 == 0), share => Assert.Equal(255, share));
    }

    [Fact]
    public void TheRoundNearestToTheMedianStays()
    {
        var recorder = new TimelineRecorder(configurations: 1);
        foreach (var (round, seconds) in ((int, double)[])[(1, 5), (2, 1), (3, 1.1), (4, 9), (5, 1.2)])
            recorder.Add((MadeRun.Of("1", null) with { Round = round, Seconds = (0, seconds, 0) }).Record());
        var kept = Assert.Single(recorder.Timelines);
        Assert.Equal(5, kept.Planned.Round);
        Assert.Equal([TimelineState.Ok, TimelineState.Failed], kept.Kept.Select(task => task.State));
        Assert.Equal(["input 0", "input 1"], recorder.Inputs.Texts);
    }

    [Fact]
    public void ATasksCsvGivesTheSameTimelineAndWhatFailed()
    {
        var session = CsvOutput.Session();
        var run = MadeRun.Of("1", null, "3") with { Number = 4 };
        File.WriteAllText(folder["tasks.csv"], CsvOutput.Tasks(session, run));
        var observation = Observation.Of(run.Record(), session);
        var read = new TimelineReader(TimelineLimits.For(1)).Read([folder["tasks.csv"]], [observation], [observation]);
        var (timeline, live) = (read.TimelineOf(observation)!, Timeline.Of(run.Record(), TimelineLimits.For(1)));
        Assert.Equal(live.Kept.Select(task => (task.Task, task.Row, task.State)), timeline.Kept.Select(task => (task.Task, task.Row, task.State)));
        Assert.All(live.Kept.Zip(timeline.Kept), pair => Assert.Equal(pair.First.Started, pair.Second.Started, 1e-8));
        var failure = Assert.Single(read.FailuresOf(observation.Scenario));
        Assert.Equal((1, 1, "input 1", "error: System.FormatException: no such moon"), (failure.Planned.Round, failure.Failed, failure.Input, failure.Error));
        Assert.Equal(["input 0", "input 1", "input 2"], read.InputsOf(observation.Scenario).Texts);
        Assert.True(TasksOfRuns.IsOfTasks(folder["tasks.csv"]));
    }

    [Fact]
    public void RowsOfOtherRunsAndBrokenOnesDoNoHarm()
    {
        var observation = MadeRun.Of("1").Observation();
        File.WriteAllText(folder["tasks.csv"], "session,run,task,worker,started_s,ended_s,status,input\nother,1,0,0,0,1,ok,x\nsession,1,0,0,0.25,1,ok,x\nsession,1,1,");
        Assert.Equal(1, new TimelineReader(TimelineLimits.For(1)).Read([folder["tasks.csv"]], [observation], [observation]).TimelineOf(observation)!.Count);
        File.WriteAllText(folder["tasks.csv"], "session,run,task,worker,started_s,ended_s,status,input\nsession,1,0,0,soon,1,ok,x\n");
        var error = Assert.Throws<PartimeException>(() => new TimelineReader(TimelineLimits.For(1)).Read([folder["tasks.csv"]], [observation], [observation]));
        Assert.Contains("line 2: 'soon' in column started_s is not a number of seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnIncompleteLastRowHasARemarkAndOneInTheMiddleIsRefused()
    {
        var observation = MadeRun.Of("1").Observation();
        const string Header = "session,run,task,worker,started_s,ended_s,status,input\n";
        File.WriteAllText(folder["tasks.csv"], $"{Header}session,1,0,0,0.25,1,ok,x\nsession,1,1,");
        Assert.StartsWith($"{folder["tasks.csv"]}: the incomplete last line, line 3, is ignored", Assert.Single(Read().Remarks), StringComparison.Ordinal);
        File.WriteAllText(folder["tasks.csv"], $"{Header}session,1,1,\nsession,1,0,0,0.25,1,ok,x\n");
        Assert.Contains("line 2 does not have 8 fields", Assert.Throws<PartimeException>(Read).Message, StringComparison.Ordinal);

        TimelineReader Read() => new TimelineReader(TimelineLimits.For(1)).Read([folder["tasks.csv"]], [observation], [observation]);
    }

    [Fact]
    public void UnderWeakScalingConsecutiveTasksHaveTheSameInput()
    {
        var recorder = new TimelineRecorder(configurations: 2, Scale.Weak);
        var run = MadeRun.Of("1", "2", "3", null) with { Executor = "threads", Workers = 2, Scale = Scale.Weak };
        recorder.Add(run.Record());
        Assert.Equal(["input 0", "input 2"], recorder.Inputs.Texts);
        Assert.Equal(2, Assert.Single(recorder.Timelines).Copies);

        var session = CsvOutput.Session();
        File.WriteAllText(folder["tasks.csv"], CsvOutput.Tasks(session, run));
        var observation = run.Observation() is var made ? made with { Session = session.Id } : made;
        var read = new TimelineReader(TimelineLimits.For(1)).Read([folder["tasks.csv"]], [observation], [observation]);
        Assert.Equal(["input 0", "input 2"], read.InputsOf(observation.Scenario).Texts);
        Assert.Equal((2, 4), (read.TimelineOf(observation)!.Copies, Assert.Single(read.FailuresOf(observation.Scenario)).Tasks));
    }

    private static Timeline Of(int workers, double wall) =>
        new(new PlannedRun(1, Phase.Measure, 1, 1, new Configuration("threads", workers, 1)), new TimeParts(wall, 0, wall, 0), Few);
}

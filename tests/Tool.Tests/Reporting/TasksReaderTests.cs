using Partime.Tool.Analysis;
using Partime.Tool.Execution;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TasksReaderTests : IDisposable
{
    private const string Header = "session,run,task,attempt,input,worker,pid,started_s,ended_s,duration_s,status,result,error_type,error_message,error_detail";

    private readonly TemporaryFolder folder = new();

    private string Path => folder["tasks.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatASessionWritesIsReadBack()
    {
        File.WriteAllText(Path, CsvOutput.Tasks(CsvOutput.Session("bytes"), MadeRun.Of("1", "two\nlines"), MadeRun.Of("1", null) with { Number = 2 }));
        var file = TasksReader.Read(Path);
        Assert.Null(file.Remark);
        Assert.Equal([(1, 2, 0), (2, 2, 1)], file.Runs.Select(run => (run.Run, run.Seconds.Count, run.Failed)));
        Assert.Equal([0.5, 0.5], file.Runs[0].Seconds);
    }

    [Fact]
    public void SerialRunsAreRoundsAndParallelOnesAreLeftAlone()
    {
        var log = Choose(Row(1, 0, 0, 0, 1), Row(1, 1, 0, 1, 3), Row(2, 0, 0, 0, 1), Row(2, 1, 1, 0, 2), Row(3, 0, 0, 0, 1.5), Row(3, 1, 0, 1.5, 3));
        Assert.Equal([1, 3], log.Rounds.Select(round => round.Run));
        Assert.Equal([1, 2], log.Rounds[0].Seconds);
        Assert.Empty(PredictionText.Remarks(log));
    }

    [Fact]
    public void TasksOfOneWorkerThatOverlapAreNotSerial() =>
        Assert.Contains(PredictionText.Remarks(Choose(Row(1, 0, 0, 0, 1), Row(1, 1, 0, 0.5, 1))), remark => remark.StartsWith("There is no run with one worker", StringComparison.Ordinal));

    [Fact]
    public void WithoutASerialRunThoseWithTheFewestWorkersAreReplayedWithARemark()
    {
        var log = Choose(Row(1, 0, 0, 0, 1), Row(1, 1, 3, 0, 1), Row(2, 0, 0, 0, 1), Row(2, 1, 1, 0, 1));
        Assert.Equal([2], log.Rounds.Select(round => round.Run));
        Assert.Contains(PredictionText.Remarks(log), remark => remark.Contains("those of 2 workers at once", StringComparison.Ordinal));
    }

    [Fact]
    public void RunsInWorkerProcessesAreNotMixedWithThoseInOneProcess()
    {
        var log = Choose(Row(1, 0, 0, 0, 1), Row(2, 0, 0, 0.1, 3, pid: 10), Row(3, 0, 0, 0.1, 4, pid: 11), Row(4, 0, 0, 0, 1), Row(5, 0, 0, 0.002, 1.5));
        Assert.Equal([1, 4, 5], log.Rounds.Select(round => round.Run));
        Assert.Equal((0, "1 task of session s, medians of 3 runs with 1 worker: 1.000 s of work, the longest task 1.000 s"), (log.LeftOut, HeadingOf(log)));
    }

    [Fact]
    public void OneRunInTheOwnProcessIsPreferredToSeveralInWorkerProcesses() =>
        Assert.Equal([2], Choose(Row(1, 0, 0, 0.1, 1, pid: 10), Row(2, 0, 0, 0, 3), Row(3, 0, 0, 0.1, 4, pid: 11)).Rounds.Select(round => round.Run));

    [Fact]
    public void RunsInWorkerProcessesAloneAreAllReplayed() =>
        Assert.Equal([1, 2], Choose(Row(1, 0, 0, 0.1, 1, pid: 10), Row(2, 0, 0, 0.1, 3, pid: 11)).Rounds.Select(round => round.Run));

    [Fact]
    public void AttemptsAtOneTaskAreOneTask() =>
        Assert.Equal([4, 1], Choose(Row(1, 0, 0, 0, 1, "crashed"), Row(1, 0, 0, 1, 4), Row(1, 1, 0, 4, 5)).Rounds[0].Seconds);

    [Fact]
    public void FailedTasksKeepTheirDurationsAndAreNamed()
    {
        var log = Choose(Row(1, 0, 0, 0, 1, "error"), Row(1, 1, 0, 1, 3));
        Assert.Equal([1, 2], log.Rounds[0].Seconds);
        Assert.Contains("1 task failed; what it took until then counts as any other duration.", PredictionText.Remarks(log));
    }

    [Fact]
    public void AnInterruptedRunIsLeftOutIfThereIsAWholeOne()
    {
        var log = Choose(Row(1, 0, 0, 0, 1), Row(1, 1, 0, 1, 2), Row(2, 0, 0, 0, 1), $"s,2,1,1,x,,,,,,cancelled,,,,");
        Assert.Equal([1], log.Rounds.Select(round => round.Run));
        Assert.Contains("1 interrupted run left out.", PredictionText.Remarks(log));
    }

    [Fact]
    public void AnInterruptedRunAloneIsReplayedWithARemark() =>
        Assert.Contains(PredictionText.Remarks(Choose(Row(1, 0, 0, 0, 1), "s,1,1,1,x,,,,,,cancelled,,,,")), remark => remark.StartsWith("1 task did not end", StringComparison.Ordinal));

    [Fact]
    public void MuchTimeBetweenTasksIsSaid() =>
        Assert.Contains(PredictionText.Remarks(Choose(Row(1, 0, 0, 0, 1), Row(1, 1, 0, 2, 3))), remark => remark.StartsWith("The measured runs spent 33% of their time between tasks", StringComparison.Ordinal));

    [Fact]
    public void AHalfLineAtTheEndIsIgnoredWithARemark()
    {
        File.WriteAllText(Path, $"{Header}\n{Row(1, 0, 0, 0, 1)}\ns,1,1,1,x,0");
        var file = TasksReader.Read(Path);
        Assert.Equal([1], file.Runs[0].Seconds);
        Assert.Contains("line 3, is ignored", file.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralSessionsAreRefusedUnlessOneIsChosen()
    {
        string[] rows = [Row(1, 0, 0, 0, 1), Row(1, 0, 0, 0, 2, session: "t")];
        Assert.EndsWith("choose one of s, t.", Assert.Throws<PartimeException>(() => Choose(rows)).Message, StringComparison.Ordinal);
        Assert.Equal([2], ChooseOf("t", rows).Rounds[0].Seconds);
        Assert.EndsWith("has no session 'u'. Its sessions: s, t.", Assert.Throws<PartimeException>(() => ChooseOf("u", rows)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("line 2: 'long' in column duration_s is not a number of seconds", Header + "\ns,1,0,1,x,0,9,0,1,long,ok,,,,\n")]
    [InlineData("line 2: '-1' in column run is not a whole number", Header + "\ns,-1,0,1,x,0,9,0,1,1,ok,,,,\n")]
    [InlineData("line 2 does not have 15 fields", Header + "\ns,1,0\ns,1,0,1,x,0,9,0,1,1,ok,,,,\n")]
    [InlineData("line 2 is the header of another file", Header + "\n" + Header + "\n")]
    [InlineData("has no rows of tasks", Header + "\n")]
    [InlineData("is a runs CSV of partime", "schema,session,run,wall_s\n")]
    [InlineData("has its fields separated by something else than commas", "session;run;task\n")]
    [InlineData("is empty", "")]
    [InlineData("has no column 'task'", "session,run\n")]
    [InlineData("has 1 tasks in run 1 and 2 in run 2", Header + "\ns,1,0,1,x,0,9,0,1,1,ok,,,,\ns,2,0,1,x,0,9,0,1,1,ok,,,,\ns,2,1,1,x,0,9,1,2,1,ok,,,,\n")]
    public void WhatIsNoTasksCsvIsRefusedInOneSentence(string says, string text)
    {
        File.WriteAllText(Path, text);
        var error = Assert.Throws<PartimeException>(() =>
        {
            var file = TasksReader.Read(Path);
            SerialLog.Choose(file.Name, file.Runs, null);
        });
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed() => Assert.Contains("There is no file", Assert.Throws<PartimeException>(() => TasksReader.Read(folder["none.csv"])).Message, StringComparison.Ordinal);

    private static string Row(int run, int task, int worker, double started, double ended, string status = "ok", string session = "s", int pid = 9) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{session},{run},{task},1,\"a,b\",{worker},{pid},{started},{ended},{ended - started},{status},,,,");

    private static string HeadingOf(SerialLog log) => PredictionText.Heading(log, Predictions.Of([.. log.Rounds.Select(round => round.Seconds)], [1], [Schedule.TaskByTask]));

    private SerialLog Choose(params string[] rows) => ChooseOf(null, rows);

    private SerialLog ChooseOf(string? session, params string[] rows)
    {
        File.WriteAllText(Path, string.Join('\n', [Header, .. rows]) + "\n");
        var file = TasksReader.Read(Path);
        return SerialLog.Choose(file.Name, file.Runs, session);
    }
}

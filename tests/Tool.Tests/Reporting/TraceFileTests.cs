using System.Text.Json;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class TraceFileTests : IDisposable
{
    private static readonly MadeRun Plain = MadeRun.Of("1", "2");

    private readonly TemporaryFolder folder = new();

    private string Path => folder["trace.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ARunIsAProcessWithATrackForItselfAndOneForEachWorker()
    {
        var events = Written(Plain with { Executor = "threads", Workers = 2, Number = 4, Round = 3 }, Plain with { Number = 5, Phase = Phase.Warmup });

        Assert.Equal(
            ["4 process_name threads × 2, round 3", "4.0 thread_name run", "4.1 thread_name worker 0", "4.2 thread_name worker 1", "5 process_name serial, warm-up 1", "5.0 thread_name run", "5.1 thread_name worker 0"],
            events.Where(entry => entry.Name is "process_name" or "thread_name")
                .Select(entry => $"{entry.Process}{(entry.Name == "thread_name" ? $".{entry.Thread}" : "")} {entry.Name} {entry.Arguments.GetProperty("name")}"));
    }

    [Fact]
    public void StartUpWorkAndShutdownStandInsideTheRun()
    {
        var events = Written(Plain).Where(entry => entry.Phase is "B" or "E");
        Assert.Equal(
            ["B serial, round 1 0", "B start-up 0", "E start-up 250000", "B work 250000", "E work 1250000", "B shutdown 1250000", "E shutdown 1750000", "E serial, round 1 1750000"],
            events.Select(entry => $"{entry.Phase} {entry.Name} {entry.Start:0}"));
    }

    [Fact]
    public void AWarmPoolHasNoStartUpAndNoShutdown() =>
        Assert.DoesNotContain(Written(Plain with { Seconds = (0, 1, 0) }), entry => entry.Name is "start-up" or "shutdown");

    [Fact]
    public void ATaskIsCalledByItsInputAndOneThatFailedSaysWhy()
    {
        var tasks = Tasks(Written(MadeRun.Of("1", null)));
        Assert.Equal(["input 0 250000 500000", "input 1 250000 500000"], tasks.Select(task => $"{task.Name} {task.Start:0} {task.Duration:0}"));
        Assert.Equal("""{"task":0}""", tasks[0].Arguments.GetRawText());
        Assert.Equal("""{"task":1,"status":"error","error":"System.FormatException: no such moon"}""", tasks[1].Arguments.GetRawText());
    }

    [Fact]
    public void ATaskStandsOnTheTrackOfItsWorker()
    {
        var run = new MadeRun { Executor = "threads", Workers = 2, Tasks = [new MadeTask("1", WorkResult.Of("1")), new MadeTask("2", WorkResult.Of("2")) { Worker = 1 }] };
        Assert.Equal([1, 2], Tasks(Written(run)).Select(task => task.Thread));
    }

    [Fact]
    public void ATaskThatNeverStartedIsNotShown() =>
        Assert.Equal("ran", Assert.Single(Tasks(Written(new MadeRun { Tasks = [new MadeTask("ran", WorkResult.Of("1")), new MadeTask("never") { NeverStarted = true }] }))).Name);

    [Theory]
    [InlineData("https://me:secret@example.org/?token=abc", "https://***@example.org/?token=***")]
    [InlineData("\"quoted\"\n\u0001<b>", "\"quoted\"\n\u0001<b>")]
    [InlineData("", "task 0")]
    public void AnInputIsShownWithoutSecretsAndHarmsNoDocument(string input, string name) => Assert.Equal(name, Tasks(Written(OfInput(input)))[0].Name);

    [Fact]
    public void ALongInputIsCutBetweenCharacters()
    {
        var name = Tasks(Written(OfInput(new string('x', 99) + "😀" + new string('y', 5000))))[0].Name;
        Assert.Equal(new string('x', 99) + "…", name);
    }

    [Fact]
    public void OfGarbageCollectionTheWholePauseIsShownAtTheEnd()
    {
        var moment = Assert.Single(Written(Plain with { Noise = new RunNoise { GcPauseSeconds = 0.0125 } }), entry => entry.Phase == "i");
        Assert.Equal(("garbage collection stopped workers for 12.5 ms in all", 1750000), (moment.Name, moment.Start));
        Assert.DoesNotContain(Written(Plain with { Noise = new RunNoise { GcPauseSeconds = 0 } }), entry => entry.Phase == "i");
    }

    [Fact]
    public void TheFileIsAWholeTraceBeforeTheFirstRunAndAfterEach()
    {
        File.WriteAllText(Path, new string('x', 100_000));
        using var trace = new TraceFile(Path, CsvOutput.Session());
        trace.Prepare();
        trace.Commit();
        Assert.Empty(TraceSchema.EventsOf(CsvOutput.ReadShared(Path)));
        for (var number = 1; number <= 3; number++)
        {
            trace.Write((Plain with { Number = number }).Record());
            Assert.Equal(number, TraceSchema.EventsOf(CsvOutput.ReadShared(Path)).Select(entry => entry.Process).Distinct().Count());
            Assert.Null(trace.ExternalChange());
        }
    }

    [Fact]
    public void ThousandsOfTasksAreWrittenWithoutACopyOfThem()
    {
        var run = new MadeRun { Tasks = [.. Enumerable.Range(0, 20_000).Select(index => new MadeTask($"input {index}", WorkResult.Of("1")))] }.Record();
        using var trace = new TraceFile(Path, CsvOutput.Session());
        trace.Prepare();
        trace.Commit();
        trace.Write(run);
        var before = GC.GetAllocatedBytesForCurrentThread();
        trace.Write(run);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, new FileInfo(Path).Length / 4);
    }

    private static MadeRun OfInput(string input) => new() { Tasks = [new MadeTask(input, WorkResult.Of("1"))] };

    private static List<TraceEvent> Tasks(IEnumerable<TraceEvent> events) => [.. events.Where(entry => entry.Category == "task")];

    private List<TraceEvent> Written(params MadeRun[] runs)
    {
        using (var trace = new TraceFile(Path, CsvOutput.Session()))
        {
            trace.Prepare();
            trace.Commit();
            foreach (var run in runs)
                trace.Write(run.Record());
        }
        return TraceSchema.EventsOf(File.ReadAllText(Path));
    }
}

using System.Text;
using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class TaskLogTests
{
    [Fact]
    public void AMetricThatIsNotDeclaredIsAnErrorThatNamesIt()
    {
        var board = Run(_ => WorkResult.Of(1).With("bites", 3), 1, keepValues: true, "bytes");
        Assert.Equal(Verdict.Error, board.Log.Slots[0].Verdict);
        Assert.Contains("[Metric(\"bites\"", board.Log.Fault(0)!.Message, StringComparison.Ordinal);
        Assert.Equal(0UL, board.Log.Slots[0].Digest);
        Assert.True(board.Log.Value(0).IsEmpty);
    }

    [Fact]
    public void MetricsStandInDeclaredOrderAndWhatWasNotReportedIsNotANumber()
    {
        var board = Run(item => item.Index switch
        {
            0 => WorkResult.Of(1).With("c", 3).With("a", 1),
            1 => WorkResult.Of(1),
            _ => WorkResult.Of(1).With("b", 0).With("b", -2),
        }, 3, keepValues: false, "a", "b", "c");
        Assert.Equal([1, double.NaN, 3], board.Log.Metrics(0));
        Assert.Equal([double.NaN, double.NaN, double.NaN], board.Log.Metrics(1));
        Assert.Equal([double.NaN, -2, double.NaN], board.Log.Metrics(2));
    }

    [Fact]
    public void ValuesAreKeptOnlyWhenAskedFor()
    {
        var asked = Run(item => WorkResult.Of(item.Text), 3, keepValues: true);
        var notAsked = Run(item => WorkResult.Of(item.Text), 3, keepValues: false);
        Assert.Equal("2"u8, asked.Log.Value(2).Span);
        Assert.True(notAsked.Log.Value(2).IsEmpty);
        Assert.Equal(asked.Log.Slots[2].Digest, notAsked.Log.Slots[2].Digest);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("12345678901", "12345678901")]
    [InlineData("123456789012", "123456…89012")]
    public void OfValuesThatAreNotKeptTheEndsAre(string value, string excerpt)
    {
        foreach (var keepValues in (bool[])[false, true])
            Assert.Equal(excerpt, Run(_ => WorkResult.Of(value), 1, keepValues).Log is var log ? log.Excerpt(log.Slots[0]).ToString() : null);
    }

    [Fact]
    public void ValuesOfAnyLengthAreReadBack()
    {
        var random = new Random(7);
        int[] lengths = [0, 1, 40, 41, 65_535, 65_536, 65_537, 300_000, .. Enumerable.Range(0, 200).Select(_ => random.Next(2_000))];
        var texts = lengths.Select((length, index) => string.Concat(Enumerable.Repeat((char)('a' + (index % 26)), length))).ToArray();
        var board = Run(item => WorkResult.Of(texts[item.Index]), texts.Length, keepValues: true);
        for (var task = 0; task < texts.Length; task++)
            Assert.Equal(texts[task], Encoding.UTF8.GetString(board.Log.Value(task).Span));
    }

    [Fact]
    public void EveryWorkerKeepsItsValuesApart()
    {
        var board = Bundled.Board(Work.Echo, 4, workers: 2, keepValues: true);
        foreach (var task in (int[])[3, 0, 2, 1])
            board.Run(task, worker: task % 2, default);
        for (var task = 0; task < 4; task++)
            Assert.Equal($"{task}", Encoding.UTF8.GetString(board.Log.Value(task).Span));
    }

    [Fact]
    public void WhatHasNoVerdictIsCancelledAndCounted()
    {
        var board = Bundled.Board(Work.Echo, 4, workers: 1);
        board.Run(1, 0, default);
        Assert.Equal(3, board.Log.CancelUnfinished("no time"));
        Assert.Equal(0, board.Log.CancelUnfinished("again"));
        var verdicts = board.Log.Slots.ToArray().Select(slot => slot.Verdict);
        Assert.Equal([Verdict.Cancelled, Verdict.Ok, Verdict.Cancelled, Verdict.Cancelled], verdicts);
        Assert.Equal(-1, board.Log.Slots[0].Worker);
        Assert.Equal(new TaskFault("", "no time"), board.Log.Fault(3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1299)]
    public void TheDigestOfARunDependsOnEveryTask(int changed)
    {
        var original = Digest(item => WorkResult.Of(item.Text));
        Assert.Equal(original, Digest(item => WorkResult.Of(item.Text)));
        Assert.NotEqual(original, Digest(item => WorkResult.Of(item.Index == changed ? "other" : item.Text)));
        Assert.NotEqual(original, Digest(item => item.Index == changed ? throw new FormatException() : WorkResult.Of(item.Text)));
    }

    [Fact]
    public void TheDigestOfARunDependsOnTheOrderOfResults() =>
        Assert.NotEqual(Digest(item => WorkResult.Of(item.Index)), Digest(item => WorkResult.Of(item.Index < 2 ? 1 - item.Index : item.Index)));

    [Fact]
    public async Task TheDigestOfARunDoesNotDependOnTheExecutor()
    {
        var digests = new HashSet<ulong>();
        foreach (var executor in Bundled.Names)
        {
            var workers = Bundled.Workers(executor, 2);
            var board = Bundled.Board(Work.Echo, 1300, workers, chunkSize: 7);
            await Bundled.RunAsync(executor, board, workers);
            digests.Add(ResultDigest.Of(board.Log.Slots));
        }
        Assert.Single(digests);
    }

    [Fact]
    public void ATaskWithoutAValueHasADigestAllTheSame() => Assert.NotEqual(0UL, Run(_ => default, 1, keepValues: false).Log.Slots[0].Digest);

    private static ulong Digest(Func<WorkItem, WorkResult> run) => ResultDigest.Of(Run(run, 1300, keepValues: false).Log.Slots);

    private static Board Run(Func<WorkItem, WorkResult> run, int tasks, bool keepValues, params string[] metrics)
    {
        var board = Bundled.Board(Work.Of(run), tasks, workers: 1, keepValues: keepValues, metrics: metrics);
        board.Drain(0, default);
        return board;
    }

    [Fact]
    public void AMillionTasksThatNeverStartedShareTheirFault()
    {
        using var memory = new PrivateBoardMemory(new BoardLayout(1_000_000, [], KeepValues: false));
        var log = new TaskLog(memory);
        // On a busy machine the runtime itself allocates a little in some of the tries.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => BytesToCancel(log, memory)), 0, 1_000);
        Assert.Equal("no time", log.Fault(999_999)!.Message);
    }

    private static long BytesToCancel(TaskLog log, PrivateBoardMemory memory)
    {
        log.Reset(workers: 1, memory.Layout.Tasks);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1_000_000, log.CancelUnfinished("no time"));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

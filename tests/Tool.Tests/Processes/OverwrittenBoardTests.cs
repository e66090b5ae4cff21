using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>Tasks that write at random into the board, while and after it is used. The memory is what worker processes share; here it is this process
/// that runs the tasks, so that there can be hundreds of runs.</summary>
public sealed class OverwrittenBoardTests : IDisposable
{
    private const int Tasks = 40;

    /// <summary>More of them in a longer search.</summary>
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("PARTIME_BOARD_SEEDS") ?? "60", CultureInfo.InvariantCulture);

    private readonly SharedBoardMemory memory = SharedBoardMemory.Create(new BoardLayout(Tasks, ["metric"], KeepValues: true), workers: 3, payloadBytes: 100);

    public void Dispose() => memory.Dispose();

    [Fact]
    public async Task AnOverwrittenBoardGivesARightResultOrAnErrorOfThatRun()
    {
        var (random, sentences) = (new Random(7), 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            // A few bytes, or a whole area.
            var (writes, atTask) = (random.Next(10) == 0 ? 10_000 : random.Next(1, 20), random.Next(Tasks));
            var executor = (IExecutor)(random.Next(3) switch { 0 => new SerialExecutor(), 1 => new ThreadsExecutor(), _ => new AsyncExecutor() });
            var run = await RunAsync(executor, task =>
            {
                if (task == atTask)
                    Scribble(random, writes);
            });
            AssertRightOrAnError(run, seed);
            sentences += run.Error?.StartsWith("The board was overwritten during this run: ", StringComparison.Ordinal) == true ? 1 : 0;
        }
        Assert.InRange(sentences, Seeds / 10, Seeds);
        Assert.Equal(RunStatus.Ok, (await RunAsync(new ThreadsExecutor(), _ => { })).Status);
        // Other tests have their memory in this process, too. Records that claim tasks without end take gigabytes.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, 1_000_000_000);
    }

    [Fact]
    public unsafe void EveryOverwrittenBitThatStatisticsAreMadeOfIsNoticed()
    {
        var board = Finished(memory);
        Assert.Null(board.FindDamage(since: 1));
        var slot = (byte*)(memory.Slots + 7);
        // Ticks, digest and worker; the position of a text that has another digest; and a verdict that is none.
        int[] fields = [Offset(nameof(TaskSlot.StartedTicks)), Offset(nameof(TaskSlot.EndedTicks)), Offset(nameof(TaskSlot.Digest)), Offset(nameof(TaskSlot.TextPosition)), Offset(nameof(TaskSlot.Worker))];
        foreach (var field in fields)
            for (var bit = 0; bit < 32; bit++)
            {
                slot[field + (bit / 8)] ^= (byte)(1 << (bit % 8));
                Assert.True(board.FindDamage(since: 1) is not null, $"bit {bit} of the field at {field}");
                slot[field + (bit / 8)] ^= (byte)(1 << (bit % 8));
            }
        Assert.Null(board.FindDamage(since: 1));
    }

    [Fact]
    public unsafe void WhatIsWrittenAfterTheCheckDoesNotCount()
    {
        var board = Finished(memory, retries: 1);
        Assert.Null(board.FindDamage(since: 1));
        var (records, retried) = (board.Log.Slots.ToArray(), board.Log.Retried.ByTask.Sum(attempts => attempts.Count));
        new Span<byte>(memory.Slots, Tasks * sizeof(TaskSlot)).Fill(1);
        memory.Head.LastRetriedAttempt = long.MaxValue;

        Assert.Equal(records, board.Log.Slots.ToArray());
        Assert.Equal(Enumerable.Range(0, Tasks).Select(Value), Enumerable.Range(0, Tasks).Select(task => Encoding.UTF8.GetString(board.Log.Value(task).Span)));
        Assert.Equal((5, 1), (retried, board.Log.Retried.Of(3).Length));
        board.Reset(workers: 1, chunkSize: 1);
        Assert.All(board.Log.Slots.ToArray(), slot => Assert.Equal(default, slot));
    }

    [Fact]
    public unsafe void TextsThatAreWrittenAfterTheyWereReadDoNotCountWhereverTheyAre()
    {
        TextBlock[] blocks = [memory.Texts.Rent(20 << 20), memory.Texts.Rent(1)];
        Write("ab");
        memory.Settle(Tasks);

        // The second one first: the other is too far from it for a window around it.
        Assert.Equal("b", Read(1));
        Write("xy");
        Assert.Equal("ab", Read(0) + Read(1));

        void Write(string letters) => Assert.All(blocks, (block, at) => Assert.True(memory.Texts.TryWrite(block, 0, [(byte)letters[at]])));

        string Read(int block) => Encoding.UTF8.GetString(memory.Texts.Read(blocks[block].Position, 1).Span);
    }

    [Fact]
    public unsafe void AnOverwrittenShortResultIsNoticedAlsoWhereValuesAreNotKept()
    {
        using var without = SharedBoardMemory.Create(new BoardLayout(Tasks, ["metric"], KeepValues: false), workers: 3, payloadBytes: 100);
        var board = Finished(without);
        Assert.Null(board.FindDamage(since: 1));
        without.Slots[7].Excerpt[1] ^= 1;
        Assert.NotNull(board.FindDamage(since: 1));
    }

    [Fact]
    public void ACutOffFileOfTextsIsNoticedBeforeItIsRead()
    {
        var board = Finished(memory);
        using (var texts = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(memory.TextDescriptor, ownsHandle: false), FileAccess.ReadWrite))
            texts.SetLength(0);
        Assert.Equal("the record of task 0 cannot be true", board.FindDamage(since: 1));
    }

    [Theory]
    [InlineData(-2, 0, 0, 0, 0)]
    [InlineData(Tasks, 0, 0, 0, 0)]
    [InlineData(0, -1, 0, 0, 0)]
    [InlineData(0, long.MinValue / 2, long.MaxValue / 2, 0, 0)]
    [InlineData(0, 0, Tasks + 1, 0, 0)]
    [InlineData(0, 0, 0, -1, 0)]
    [InlineData(0, 0, 0, 0, 3)]
    public void AnImpossibleRecordOfAWorkerIsNoticed(long current, long next, long end, long started, int exiting)
    {
        var record = new WorkerRecord { CurrentTask = current, Next = next, End = end, TasksStarted = started, Exiting = exiting };
        Assert.False(record.IsPossible(Tasks));
        Assert.True(new WorkerRecord { CurrentTask = Tasks - 1, Next = Tasks, End = Tasks, TasksStarted = 1, Exiting = 2 }.IsPossible(Tasks));
    }

    private static int Offset(string field) => (int)Marshal.OffsetOf<TaskSlot>(field);

    private static Board Finished(SharedBoardMemory memory, int retries = 0)
    {
        var board = new Board(new Echo(_ => { }), (task, _) => new WorkItem(task, $"{task}"), memory, new TaskRules { Retries = retries });
        board.Reset(workers: 1, chunkSize: 1);
        board.Drain(0, default);
        return board;
    }

    private static void AssertRightOrAnError(ReadRun run, int seed)
    {
        if (run.Error is not null)
            Assert.Equal(RunStatus.Error, run.Status);
        else if (run.Status == RunStatus.Ok)
            Assert.Equal(Enumerable.Range(0, Tasks).Select(Value), run.Values);
        else
            Assert.True(run.Status == RunStatus.Failed, $"{run.Status} with seed {seed}");
    }

    private async Task<ReadRun> RunAsync(IExecutor executor, Action<long> act)
    {
        var inputs = new TaskInputs([new InputSegment.Numbers(new IntegerRange(0, Tasks, 1))], times: 1);
        var configuration = new Configuration("made", Workers: executor is SerialExecutor ? 1 : 3, ChunkSize: 1);
        var plan = new Plan(inputs, [configuration], Warmup: 0, new RoundsSpec(1));
        var runner = new PlanRunner(plan, new Echo(act), _ => executor, memory, new TaskRules { Retries = 2 });
        await foreach (var run in runner.RunAsync(plan.Runs(round => round == 1), CancellationToken.None))
            return ReadRun.Of(run);
        throw new InvalidOperationException("There was no run.");
    }

    /// <summary>Only where a task could, too: the payload is on pages that no task may write to.</summary>
    private unsafe void Scribble(Random random, int writes)
    {
        for (; writes > 0; writes--)
        {
            var (start, length) = random.Next(4) switch
            {
                0 => ((nint)memory.Header, sizeof(BoardHeader)),
                1 => ((nint)memory.Records, 3 * sizeof(WorkerRecord)),
                2 => ((nint)memory.Slots, Tasks * sizeof(TaskSlot)),
                _ => ((nint)memory.Metrics, Tasks * sizeof(double)),
            };
            ((byte*)start)[random.Next(length)] = (byte)random.Next(256);
        }
    }

    private static string Value(int task) => task.ToString(CultureInfo.InvariantCulture);

    /// <summary>Everything that writers of files read of a run.</summary>
    private sealed record ReadRun(RunStatus Status, string? Error, List<string> Values)
    {
        public static ReadRun Of(RunRecord run)
        {
            var values = new List<string>();
            for (var task = 0L; task < run.Tasks.Count; task++)
            {
                for (var attempt = 0; attempt < run.Tasks.FormerAttempts(task); attempt++)
                    Read(run.Tasks.FormerAttempt(task, attempt));
                values.Add(Read(run.Tasks[task]));
            }
            _ = (run.Totals.ConcurrencyMean, run.Totals.IdealSeconds(1));
            return new ReadRun(run.Status, run.Error, values);
        }

        private static string Read(TaskOutcome task)
        {
            _ = (task.DurationSeconds, task.Fault, task.Pid, task.Worker);
            Assert.True(task.DurationSeconds is not < 0);
            return Encoding.UTF8.GetString(task.Utf8Value.Span);
        }
    }

    private sealed class Echo(Action<long> act) : IBlockingWorkload
    {
        private readonly int[] calls = new int[Tasks];

        public WorkResult Run(WorkItem item, CancellationToken cancellationToken)
        {
            act(item.Index);
            return item.Index % 8 == 3 && Interlocked.Increment(ref calls[item.Index]) == 1 ? throw new InvalidOperationException("at first") : WorkResult.Of(item.Index).With("metric", 1);
        }
    }
}

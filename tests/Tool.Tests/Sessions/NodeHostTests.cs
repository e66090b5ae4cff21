using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Sessions;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Work that is described in one place, done by a worker process of a node, and recorded in the first place. No engine is between them.</summary>
public sealed class NodeHostTests
{
    [Fact]
    public async Task ANodeRunsRangesAndTheBoardGetsTheirResults()
    {
        using var work = new DescribedWork("sum-squares", "5..1005");
        var worker = await OpenAsync(work);
        // In another order than a session would choose.
        work.Record(worker, new TaskRange(600, 1000), clockOffset: 0);
        work.Record(worker, new TaskRange(0, 600), clockOffset: 0);
        await worker.DisposeAsync();

        Assert.Equal(Enumerable.Range(5, 1000).Select(SumOfSquares), work.Values);
        Assert.All(work.Board.Log.Slots.ToArray(), slot => Assert.True(slot.Verdict == Verdict.Ok && slot.Pid != Environment.ProcessId && slot.EndedTicks >= slot.StartedTicks && slot.Worker == 1));
    }

    [Fact]
    public async Task TimesAreThoseOfTheSessionsClock()
    {
        // As of a machine that was started a while later.
        const long Offset = -1_000_000_000;
        using var work = new DescribedWork("sum-squares", "1..3");
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 2), Offset);
        await worker.DisposeAsync();

        Assert.All(work.Board.Log.Slots.ToArray(), slot => Assert.InRange(slot.StartedTicks - Offset, before, System.Diagnostics.Stopwatch.GetTimestamp()));
    }

    [Fact]
    public async Task ATaskThatKillsItsWorkerCostsThatTaskAlone()
    {
        using var work = new DescribedWork("crashing", "ok,signal:9,throw,ok");
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 4), clockOffset: 0);
        await worker.DisposeAsync();

        Assert.Equal([Verdict.Ok, Verdict.Crashed, Verdict.Error, Verdict.Ok], work.Board.Log.Slots.ToArray().Select(slot => slot.Verdict));
        Assert.Equal("SIGKILL", work.Board.Log.Fault(1)!.Type);
        Assert.Contains("thrown as told", work.Board.Log.Fault(2)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATaskKnowsWhichWorkerOfTheSessionItIsOnAlsoIfThatIsReplaced()
    {
        using var work = new DescribedWork("crashing", "worker,signal:9,worker");
        var worker = await OpenAsync(work, number: 7);
        work.Record(worker, new TaskRange(0, 3), clockOffset: 0);
        await worker.DisposeAsync();
        Assert.Equal(["7", "", "7"], work.Values);
    }

    [Fact]
    public async Task MetricsAndTextsArriveAsTheyWere()
    {
        using var work = new DescribedWork("sleep", "0,0.001");
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 2), clockOffset: 0);
        await worker.DisposeAsync();

        Assert.Equal(["0", "0.001"], work.Values);
        Assert.InRange(work.Board.Log.Metrics(1)[0], 0.001, 60);
    }

    [Fact]
    public async Task MetricsOfEachFailedAttemptArriveAsTheyWere()
    {
        using var work = new DescribedWork("planted-metrics", "-3,4", new TaskRules { Retries = 1 });
        var worker = await OpenAsync(work);
        work.Record(worker, new TaskRange(0, 2), clockOffset: 0);
        await worker.DisposeAsync();

        MetricValue[] reported = [new("whole_bytes", -3), new("code", -1.5)];
        Assert.Equal(reported, work.Board.Log.Reported(0));
        Assert.Equal(reported, work.Board.Log.Fault(in work.Board.Log.Retried.Of(0)[0])!.Metrics);
        Assert.Equal(("", "planted", 8), (work.Board.Log.Fault(0)!.Type, work.Board.Log.Fault(0)!.Message, work.Board.Log.Reported(1).Count));
    }

    [Fact]
    public async Task LongResultsComeInBlocks()
    {
        using var work = new DescribedWork("crashing", "big:1,big:1,big:1,ok");
        var worker = await OpenAsync(work);
        var blocks = worker.Run(new TaskRange(0, 4), 1, default).ToList();
        await worker.DisposeAsync();

        Assert.Equal(2, blocks.Count);
        Assert.Equal(2, work.Source.Record(work.Board, new TaskRange(0, 4), 0, default, blocks[0], 0));
        Assert.Equal(2, work.Source.Record(work.Board, new TaskRange(2, 4), 0, default, blocks[1], 0));
    }

    [Fact]
    public async Task BytesThatAreNoResultsOfTheRangeAreRefusedAndRecordNothing()
    {
        using var work = new DescribedWork("sum-squares", "1..3");
        var worker = await OpenAsync(work);
        var block = worker.Run(new TaskRange(0, 2), 1, default).Single();
        await worker.DisposeAsync();

        Assert.Throws<FormatException>(() => work.Source.Record(work.Board, new TaskRange(1, 2), 0, default, block, 0));
        Assert.Throws<FormatException>(() => work.Source.Record(work.Board, new TaskRange(0, 1), 0, default, block, 0));
        Assert.Throws<FormatException>(() => work.Source.Record(work.Board, new TaskRange(0, 2), 0, default, [.. block, 0], 0));
        for (var length = 0; length < block.Length; length++)
            Assert.Throws<FormatException>(() => work.Source.Record(work.Board, new TaskRange(0, 2), 0, default, block.AsSpan(0, length), 0));
        Assert.All(work.Board.Log.Slots.ToArray(), slot => Assert.Equal(Verdict.None, slot.Verdict));
    }

    [Fact]
    public async Task OtherCodeOfTheSameNameIsRefusedWithBothHashes()
    {
        using var work = new DescribedWork("sum-squares", "1..3");
        var description = WorkDescription.Read(work.Description);
        var other = description with { Plugin = description.Plugin with { CodeDigest = "0123456789abcdef" } };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await OpenAsync(other.ToBytes()));

        Assert.Contains("'sum-squares'", error.Message, StringComparison.Ordinal);
        Assert.Contains("sha512:0123456789abcdef", error.Message, StringComparison.Ordinal);
        Assert.Contains($"sha512:{description.Plugin.CodeDigest}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADescriptionThatIsNoneIsRefused()
    {
        using var work = new DescribedWork("sum-squares", "1..3");
        var bytes = work.Description;
        foreach (var other in (byte[][])[[], [1, 2, 3, 4, 5], bytes[..^1], bytes[..20], [.. bytes, 0]])
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await OpenAsync(other));
        // The version begins behind a number of four bytes and its length.
        bytes[5]++;
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await OpenAsync(bytes));
        Assert.Contains($"The session is one of partime 1{ToolVersion.Text[1..]}, and the node is partime {ToolVersion.Text}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TasksThatCannotBeAreRefused()
    {
        using var work = new DescribedWork("sum-squares", "1..3");
        await using var worker = await OpenAsync(work);
        Assert.Throws<InvalidOperationException>(() => worker.Run(new TaskRange(-1, 1), 1, default).ToList());
        Assert.Throws<InvalidOperationException>(() => worker.Run(new TaskRange(2, 1), 1, default).ToList());
    }

    [Fact]
    public async Task AWorkloadThatCannotStartIsASentence()
    {
        using var work = new DescribedWork("unconstructible", "1");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync(work));

        Assert.Contains("not made for workers", error.Message, StringComparison.Ordinal);
    }

    internal static async Task<INodeWorker> OpenAsync(DescribedWork work, int number = 0) => await (await OpenAsync(work.Description)).StartWorkerAsync(number, CancellationToken.None);

    private static ValueTask<INodePool> OpenAsync(byte[] description) => new NodeHost("") { IsOwn = true }.OpenAsync(description, (_, _) => throw new NotSupportedException(), CancellationToken.None);

    private static string SumOfSquares(int n) => WorkResult.Of(Enumerable.Range(0, n).Sum(i => (long)i * i)).Utf8Value is var value ? Encoding.UTF8.GetString(value) : "";

    /// <summary>The side of the session: a board, and what describes its work.</summary>
    internal sealed class DescribedWork : IDisposable
    {
        private readonly SessionNodes nodes = new(Machine.Read());
        private readonly PrivateBoardMemory memory;

        public DescribedWork(string workload, string inputs, TaskRules? rules = null)
        {
            rules ??= new TaskRules();
            var info = TestPlugin.Catalog("Crashing", "FailingInWorkers", "Planted").FindWorkload(workload);
            var table = new TaskInputs(InputSpec.Parse([inputs], () => Stream.Null), times: 1);
            string[] metrics = [.. info.Metrics.Select(metric => metric.Name)];
            var activation = PluginCatalog.ActivationOf(info, []);
            var layout = new BoardLayout(table.Count, metrics, KeepValues: true);
            memory = new PrivateBoardMemory(layout);
            Board = new Board(Work.Empty, table.Item, memory, rules);
            Board.Reset(workers: 2, chunkSize: 1);
            Source = new NodeWork(activation, layout, Plan.Create(table, [new PlannedExecutor("cluster", 0)], [new WorkerSpec(2)], [], warmup: 0, new RoundsSpec(1)), rules, nodes);
            Description = Source.Describe(new PoolRequest { Workers = 2 });
        }

        public Board Board { get; }

        public byte[] Description { get; }

        public NodeWork Source { get; }

        public IEnumerable<string> Values => Enumerable.Range(0, (int)Board.Count).Select(task => Encoding.UTF8.GetString(Board.Log.Value(task).Span));

        public Guid Join(string machine)
        {
            var node = SessionNodesTests.Node(machine, nodes.Machine);
            nodes.Join(node);
            return node.Info.Id;
        }

        public void Record(INodeWorker worker, TaskRange range, long clockOffset, Guid node = default)
        {
            foreach (var block in worker.Run(range, 1, default))
                range = range with { Start = range.Start + Source.Record(Board, range, worker: 1, node, block, clockOffset) };
            Assert.Equal(0, range.Count);
        }

        public void Dispose() => memory.Dispose();
    }
}

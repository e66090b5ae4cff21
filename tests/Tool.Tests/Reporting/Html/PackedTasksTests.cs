using System.IO.Compression;
using Partime.Tool.Analysis;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class PackedTasksTests
{
    private const int Workers = 3;

    [Fact]
    public void AllTasksAreReadBackToTheNanosecondInTheirRows()
    {
        var timeline = Of(1_000, bytes: 1_000_000);
        var packed = timeline.Pack();
        var tasks = Unpacked(packed, shares: 0);
        Assert.False(packed.IsRounded);
        Assert.Equal(1e-9, packed.Unit);
        Assert.Equal(timeline.Kept.OrderBy(task => task.Row).ThenBy(task => task.Started).Select(task => (task.Task, task.Row, task.State)), tasks.Select(task => (task.Task, task.Row, task.State)));
        Assert.All(timeline.Kept.OrderBy(task => task.Row).ThenBy(task => task.Started).Zip(tasks), pair =>
        {
            Assert.Equal(pair.First.Started, pair.Second.Started, 0.6e-9);
            Assert.Equal(pair.First.Ended, pair.Second.Ended, 0.6e-9);
        });
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(50_000)]
    public void ManyTasksAreRoundedToWhatIsNotSeenUntilTheyFit(int count)
    {
        var timeline = Of(count, bytes: count * 2);
        var packed = timeline.Pack();
        Assert.InRange(packed.Bytes.Length, count, count * 2);
        Assert.True(packed.IsRounded && timeline.IsWhole);
        var tasks = Unpacked(packed, shares: 0);
        Assert.Equal(count, tasks.Count);
        Assert.All(timeline.Kept.OrderBy(task => task.Row).ThenBy(task => task.Started).Zip(tasks), pair => Assert.Equal(pair.First.Started, pair.Second.Started, 0.51 * packed.Unit));
        Assert.InRange(packed.Unit, 2e-9, timeline.Times.Wall * Workers / count / 16);
    }

    [Fact]
    public void OfMoreTasksThanFitTheSharesComeFirst()
    {
        var timeline = Of(2_000, bytes: 1_000);
        var packed = timeline.Pack();
        Assert.False(timeline.IsWhole || packed.IsRounded);
        var shares = timeline.Shares();
        var tasks = Unpacked(packed, shares.Length, bytes => Assert.Equal(shares, bytes));
        Assert.Equal(timeline.Kept.Select(task => task.Task).Order(), tasks.Select(task => task.Task).Order());
        Assert.Equal(100, tasks.Count);
    }

    [Fact]
    public void WhereTasksGrowTheSampleOfThemIsNotTakenForAll()
    {
        var timeline = new Timeline(Planned, new TimeParts(60, 0, 60, 0), new TimelineLimits(100, 600, 80_000));
        var (random, time) = (new Random(1), 0.0);
        for (var task = 0; task < 60_000; task++)
            timeline.Add(task, 0, time, time += task is > 20_000 and < 40_000 ? 1e-4 : random.NextDouble() * 1e-3, TimelineState.Ok);
        Assert.InRange(timeline.Pack().Bytes.Length, 10_000, 80_000);
    }

    [Fact]
    public void ARunWithoutTasksIsPackedToo() => Assert.Empty(Unpacked(Of(0, bytes: 100).Pack(), shares: 0));

    private static PlannedRun Planned => new(1, Phase.Measure, 1, 1, new Configuration("threads", Workers, 1));

    /// <summary>Tasks of random lengths with gaps, every fifth of which failed and was retried. The last one of a worker is added first.</summary>
    private static Timeline Of(int count, int bytes)
    {
        var timeline = new Timeline(Planned, new TimeParts(count * 1e-3 / Workers, 0, count * 1e-3 / Workers, 0), new TimelineLimits(100, 600, bytes));
        var (random, ends) = (new Random(7), new double[Workers]);
        List<(int Task, int Worker, double Started, double Ended)> tasks = [];
        for (var task = 0; task < count; task++)
        {
            var started = ends[task % Workers] + (random.NextDouble() * 1e-4);
            tasks.Add((task, task % Workers, started, ends[task % Workers] = started + (random.NextDouble() * 1e-3)));
        }
        foreach (var (task, worker, started, ended) in Enumerable.Reverse(tasks))
            timeline.Add(task, worker, started, ended, (TimelineState)(task % 5 == 0 ? 2 : task % 7 == 0 ? 1 : 0));
        return timeline;
    }

    /// <summary>As the page's script reads them.</summary>
    private static List<TimelineTask> Unpacked(PackedTasks packed, int shares, Action<byte[]>? see = null)
    {
        using var bytes = new MemoryStream();
        using (var unpacker = new DeflateStream(new MemoryStream(packed.Bytes), CompressionMode.Decompress))
            unpacker.CopyTo(bytes);
        bytes.Position = shares;
        see?.Invoke(bytes.ToArray()[..shares]);
        var count = packed.Counts.Sum();
        long[] gaps = Column(Signed), lengths = Column(Next), numbers = Column(Signed), states = Column(Next);
        Assert.Equal(bytes.Length, bytes.Position);
        List<TimelineTask> tasks = [];
        for (var row = 0; row < packed.Counts.Count; row++)
            for (var (i, end, number) = (0, 0L, 0L); i < packed.Counts[row]; i++)
            {
                var started = end + gaps[tasks.Count];
                (end, number) = (started + lengths[tasks.Count], number + numbers[tasks.Count]);
                tasks.Add(new TimelineTask(number, started * packed.Unit, end * packed.Unit, row, (TimelineState)states[tasks.Count]));
            }
        return tasks;

        long[] Column(Func<long> read) => [.. Enumerable.Range(0, count).Select(_ => read())];

        long Signed() => Next() is var number && number % 2 == 0 ? number / 2 : -(number + 1) / 2;

        long Next()
        {
            var (number, shift, last) = (0L, 0, 0);
            do
            {
                last = bytes.ReadByte();
                number |= (long)(last & 127) << shift;
                shift += 7;
            }
            while (last > 127);
            return number;
        }
    }
}

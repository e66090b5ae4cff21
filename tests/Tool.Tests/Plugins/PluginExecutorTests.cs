namespace Partime.Tool.Tests.Plugins;

public sealed class PluginExecutorTests
{
    [Fact]
    public void ItIsDescribedByItsAttribute()
    {
        var executor = TestPlugin.Catalog("PluginExecutor").FindExecutor("elsewhere");
        Assert.Equal("Does the work of 'empty' somewhere else.", executor.Description);
        Assert.Equal(1, executor.MaxWorkers);
        Assert.Equal("Partime.TestPlugins.ElsewhereExecutor", executor.TypeName);
        Assert.Equal(TestPlugin.File("PluginExecutor"), executor.AssemblyPath);
    }

    [Fact]
    public void WithoutALimitItTakesAnyNumberOfWorkers() =>
        Assert.Equal(0, TestPlugin.Catalog("PluginExecutor").FindExecutor("backwards").MaxWorkers);

    [Theory]
    [InlineData("backwards")]
    [InlineData("elsewhere")]
    [InlineData("paced")]
    public async Task ItEndsEveryTaskOfTheBoardOnce(string name)
    {
        var catalog = TestPlugin.Catalog("PluginExecutor");
        var board = new CountingBoard(100);
        await using var pool = await catalog.CreateExecutor(catalog.FindExecutor(name), []).Executor.StartAsync(new PoolRequest { Workers = 2 }, default);
        await pool.RunAsync(board, default);
        Assert.All(board.Ended, times => Assert.Equal(1, times));
    }

    /// <summary>Counts how often each task has ended, be it run here or recorded.</summary>
    private sealed class CountingBoard(int count) : ITaskBoard
    {
        private const int ChunkSize = 3;

        private long next;

        public int[] Ended { get; } = new int[count];

        public long Count => count;

        public bool TryClaim(int worker, out TaskRange range)
        {
            var start = Math.Min(Interlocked.Add(ref next, ChunkSize) - ChunkSize, count);
            range = new TaskRange(start, Math.Min(start + ChunkSize, count));
            return range.Count > 0;
        }

        public void Run(long index, int worker, CancellationToken cancellationToken) => Interlocked.Increment(ref Ended[index]);

        public ValueTask RunAsync(long index, int worker, CancellationToken cancellationToken)
        {
            Run(index, worker, cancellationToken);
            return ValueTask.CompletedTask;
        }

        public WorkItem GetItem(long index) => new(index, index);

        public void Record(in TaskRecord record) => Interlocked.Increment(ref Ended[record.Index]);
    }
}

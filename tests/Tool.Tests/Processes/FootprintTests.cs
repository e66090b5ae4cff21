using System.Globalization;
using Partime.Tool.Planning;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>The memory and descriptors of tasks and workers, in this process and in the workers. Parallel to no other test, as all
/// garbage of this process is counted.</summary>
[Collection(nameof(Executors))]
public sealed class FootprintTests
{
    [Fact]
    public async Task TheParentMakesNoGarbagePerTask()
    {
        const int Tasks = 300_000;
        using var harness = new PoolHarness("curious", [new InputSegment.Numbers(new IntegerRange(0, Tasks, 1))]);
        var pool = await harness.OpenAsync(allReady: true);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await harness.RunAsync(pool);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await PoolHarness.CloseAsync(pool);

        Assert.Equal(Verdict.Ok, harness.Verdicts[^1]);
        // Less than one object of 24 bytes for every tenth task.
        Assert.InRange(allocated, 0, Tasks * 2);
    }

    [Fact]
    public async Task AWorkerKeepsNothingOfATaskThatIsDone()
    {
        const int Megabytes = 5;
        var tasks = PoolHarness.Repetitions(400);
        using var harness = new PoolHarness("curious", string.Join(',', Enumerable.Repeat($"memory:{Megabytes}", tasks)), workers: 1);
        await harness.RunAsync();
        // The tasks have used 2 GB in total, of which only a part has not been collected yet.
        Assert.InRange(harness.Values.Max(value => long.Parse(value, CultureInfo.InvariantCulture)), 1, tasks * Megabytes * 500_000L);
    }

    [Fact]
    public async Task EveryWorkerHasTheSameDescriptorsHoweverManyWereStartedBefore()
    {
        var processes = PoolHarness.Repetitions(12);
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat("descriptors", processes)), workers: processes);
        await harness.RunAsync("process");
        Assert.Equal(processes, harness.Pids.Distinct().Count());
        Assert.Single(harness.Values.Select(value => value.Split(' ').Length).Distinct());
    }

    [Fact]
    public async Task DisposingOfAPoolTwiceTouchesNoOtherDescriptor()
    {
        using var harness = new PoolHarness("curious", "1");
        var pool = await harness.OpenAsync();
        await PoolHarness.CloseAsync(pool);
        // These descriptors get the numbers that the pool's had.
        var others = Enumerable.Range(0, 20).Select(_ => LibC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC)).ToArray();
        await PoolHarness.CloseAsync(pool);
        Assert.All(others, other => Assert.False(IsWoken(other)));
        foreach (var other in others)
            _ = LibC.close(other);
        Assert.Equal(1, pool.Usage.Processes);

        static unsafe bool IsWoken(int descriptor)
        {
            long count;
            return LibC.read(descriptor, (byte*)&count, sizeof(long)) > 0;
        }
    }

    [Fact]
    public async Task ProcessesThatAreKilledLeaveNothingBehind()
    {
        var processes = PoolHarness.Repetitions(25);
        using var harness = new PoolHarness("crashing", string.Join(',', Enumerable.Repeat("signal:9", processes)), workers: 4);
        // The first process that .NET starts opens what stays open.
        using (var first = new PoolHarness("curious", "1"))
            await first.RunAsync();
        var before = Descriptors();
        var usage = await harness.RunAsync("process");
        Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Crashed, verdict));
        Assert.Equal(processes, harness.Pids.Distinct().Count());
        Assert.Equal(processes, usage.Processes);
        Assert.All(harness.Pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
        await PoolHarness.UntilAsync(() => Descriptors() <= before);

        // Without the libraries, which the runtime loads at any time and keeps open.
        static int Descriptors() => Directory.GetFiles("/proc/self/fd").Count(path => TargetOf(path) is { } target
            && (target.Contains(':', StringComparison.Ordinal) || target == "null"));

        static string? TargetOf(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name;
            }
            catch (IOException)
            {
                // Closed after the folder was listed.
                return null;
            }
        }
    }
}

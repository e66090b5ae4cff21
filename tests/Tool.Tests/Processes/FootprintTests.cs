using System.Globalization;
using Partime.Tool.Planning;
using Partime.Tool.Tests.Execution;

namespace Partime.Tool.Tests.Processes;

/// <summary>What tasks and workers take of memory and descriptors, here and in the workers. Beside no other test, as all garbage
/// of this process is counted.</summary>
[Collection(nameof(Executors))]
public sealed class FootprintTests
{
    [Fact]
    public async Task TheParentMakesNoGarbagePerTask()
    {
        const int Tasks = 300_000;
        using var place = new Workplace("curious", [new InputSegment.Numbers(new IntegerRange(0, Tasks, 1))]);
        var pool = await place.OpenAsync(allReady: true);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await place.RunAsync(pool);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await Workplace.CloseAsync(pool);

        Assert.Equal(Verdict.Ok, place.Verdicts[^1]);
        // No object of 24 bytes per task, nor one for every tenth.
        Assert.InRange(allocated, 0, Tasks * 2);
    }

    [Fact]
    public async Task AWorkerKeepsNothingOfATaskThatIsDone()
    {
        const int Tasks = 1_000, Megabytes = 5;
        using var place = new Workplace("curious", string.Join(',', Enumerable.Repeat($"memory:{Megabytes}", Tasks)), workers: 1);
        await place.RunAsync();
        // The tasks have used 5 GB in all. What is not collected yet is some of that, and not all.
        Assert.InRange(place.Values.Max(value => long.Parse(value, CultureInfo.InvariantCulture)), 1, 1_000_000_000);
    }

    [Fact]
    public async Task EveryWorkerHasTheSameDescriptorsHoweverManyWereStartedBefore()
    {
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat("descriptors", 12)), workers: 12);
        await place.RunAsync("process");
        Assert.Equal(12, place.Pids.Distinct().Count());
        Assert.Single(place.Values.Select(value => value.Split(' ').Length).Distinct());
    }

    [Fact]
    public async Task APoolThatIsDisposedOfTwiceWakesNobodyElse()
    {
        using var place = new Workplace("curious", "1");
        var pool = await place.OpenAsync();
        await Workplace.CloseAsync(pool);
        // Descriptors that get the numbers which the pool's have had.
        var others = Enumerable.Range(0, 20).Select(_ => LibC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC)).ToArray();
        await Workplace.CloseAsync(pool);
        Assert.All(others, other => Assert.False(IsWoken(other)));
        foreach (var other in others)
            _ = LibC.close(other);
        Assert.Equal(1, pool.Usage.Processes);

        static unsafe bool IsWoken(int descriptor)
        {
            long wishes;
            return LibC.read(descriptor, (byte*)&wishes, sizeof(long)) > 0;
        }
    }

    [Fact]
    public async Task AHundredProcessesThatAreKilledLeaveNothingBehind()
    {
        using var place = new Workplace("crashing", string.Join(',', Enumerable.Repeat("signal:9", 100)), workers: 4);
        var before = Descriptors();
        var usage = await place.RunAsync("process");
        Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Crashed, verdict));
        Assert.Equal(100, place.Pids.Distinct().Count());
        Assert.Equal(100, usage.Processes);
        Assert.All(place.Pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
        await Workplace.UntilAsync(() => Descriptors() <= before);

        // Not the libraries, which the runtime loads when it likes and keeps open.
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
                // Closed since the folder was listed.
                return null;
            }
        }
    }
}

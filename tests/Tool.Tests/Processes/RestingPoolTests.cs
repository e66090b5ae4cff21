using System.Globalization;

namespace Partime.Tool.Tests.Processes;

/// <summary>Pools whose workers wait for the next run, and several pools at once.</summary>
public sealed class RestingPoolTests
{
    [Fact]
    public async Task WorkersThatDieAtRestAreReplacedForTheNextRun()
    {
        using var place = new Workplace("curious", "pid,pid,pid,pid");
        var pool = await place.OpenAsync(allReady: true);
        for (var run = 0; run < 10; run++)
        {
            place.Board.Reset(workers: 2, chunkSize: 1);
            await place.RunAsync(pool);
            Assert.All(place.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
            var pids = place.Pids.Distinct().ToArray();
            foreach (var pid in pids)
                _ = LibC.kill(pid, LibC.SIGKILL);
            // Not all runs wait until the deaths are noticed.
            if (run % 2 == 0)
                await Workplace.UntilAsync(() => pids.All(pid => !Directory.Exists($"/proc/{pid}")));
        }
        await Workplace.CloseAsync(pool);
    }

    [Fact]
    public async Task WorkThatComesJustAsWorkersGoToRestIsDone()
    {
        using var place = new Workplace("curious", "1,2,3,4,5");
        var pool = await place.OpenAsync(allReady: true);
        for (var run = 0; run < 1_000; run++)
        {
            place.Board.Reset(workers: 2, chunkSize: 1);
            await place.RunAsync(pool);
            Assert.Equal(["1", "4", "9", "16", "25"], place.Values);
        }
        await Workplace.CloseAsync(pool);
        Assert.Equal(2, pool.Usage.Processes);
    }

    [Fact]
    public async Task PoolsOfSeveralThreadsDoNotDisturbEachOther()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            using var place = new Workplace("curious", "0..100");
            await place.RunAsync();
            return place.Values.Sum(value => long.Parse(value, CultureInfo.InvariantCulture));
        })));
        Assert.All(sums, sum => Assert.Equal(328_350, sum));
    }
}

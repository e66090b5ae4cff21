using System.Globalization;

namespace Partime.Tool.Tests.Processes;

/// <summary>Pools whose workers are idle between runs, and several pools at once.</summary>
public sealed class IdlePoolTests
{
    [Fact]
    public async Task IdleWorkersThatDieAreReplacedForTheNextRun()
    {
        using var harness = new PoolHarness("curious", "pid,pid,pid,pid");
        var pool = await harness.OpenAsync(allReady: true);
        for (var run = 0; run < PoolHarness.Repetitions(10); run++)
        {
            harness.Board.Reset(workers: 2, chunkSize: 1);
            await harness.RunAsync(pool);
            Assert.All(harness.Verdicts, verdict => Assert.Equal(Verdict.Ok, verdict));
            var pids = harness.Pids.Distinct().ToArray();
            foreach (var pid in pids)
                _ = LibC.kill(pid, LibC.SIGKILL);
            // Not all runs wait until the deaths are noticed.
            if (run % 2 == 0)
                await PoolHarness.UntilAsync(() => pids.All(pid => !Directory.Exists($"/proc/{pid}")));
        }
        await PoolHarness.CloseAsync(pool);
    }

    [Fact]
    public async Task WorkThatArrivesJustAsWorkersBecomeIdleIsDone()
    {
        using var harness = new PoolHarness("curious", "1,2,3,4,5");
        var pool = await harness.OpenAsync(allReady: true);
        for (var run = 0; run < 300; run++)
        {
            harness.Board.Reset(workers: 2, chunkSize: 1);
            await harness.RunAsync(pool);
            Assert.Equal(["1", "4", "9", "16", "25"], harness.Values);
        }
        await PoolHarness.CloseAsync(pool);
        Assert.Equal(2, pool.Usage.Processes);
    }

    [Fact]
    public async Task PoolsOfSeveralThreadsDoNotDisturbEachOther()
    {
        var sums = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            using var harness = new PoolHarness("curious", "0..100");
            await harness.RunAsync();
            return harness.Values.Sum(value => long.Parse(value, CultureInfo.InvariantCulture));
        })));
        Assert.All(sums, sum => Assert.Equal(328_350, sum));
    }
}

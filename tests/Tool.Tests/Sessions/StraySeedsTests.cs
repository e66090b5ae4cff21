using System.Globalization;
using System.Text;
using Partime.Tool.Execution;
using Partime.Tool.Measurement;
using Partime.Tool.Planning;
using Partime.Tool.Plugins;
using Partime.Tool.Reporting;
using Partime.Tool.Sessions;

namespace Partime.Tool.Tests.Sessions;

/// <summary>Worker processes in which a task, chosen by a seed, does to shared memory, files, channels and descriptors what the seed says. A session has many
/// runs, each with a seed of its own: each ends with an error of that run or with right results, and the next one runs all the same.</summary>
public sealed class StraySeedsTests : IDisposable
{
    private const int Tasks = 12;
    private const string NoSeed = "none";

    /// <summary>Of each line below. More of them in a longer search.</summary>
    private static readonly int Seeds = Number("PARTIME_STRAY_SEEDS", 3);

    private static readonly int FirstSeed = Number("PARTIME_STRAY_FIRST_SEED", 0);

    /// <summary>A run takes a tenth of a second, and 3 s more if its worker must be given up. One that hangs is interrupted.</summary>
    private static readonly TimeSpan RunLimit = Pace.Of(TimeSpan.FromMinutes(2));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false, false, "process-pool", "pool-map", "process")]
    [InlineData(false, true, true, "process-pool", "pool-map")]
    [InlineData(true, false, true, "serial", "threads", "thread-pool", "parallel", "async")]
    [InlineData(true, true, false, "threads", "async")]
    public async Task WhateverATaskDoesToWhatItSharesCostsItsRunAtMost(bool isolate, bool isWarm, bool keepsValues, params string[] executors)
    {
        // Workers of a warm pool may suffer from the seed before. Any others run one more round, in which no task strays.
        var rounds = (Seeds + executors.Length - 1) / executors.Length;
        var all = isWarm ? rounds : rounds + 1;
        using var session = Open(executors, all, isolate, isWarm, keepsValues);
        session.OpenOutputs();
        var (seed, memory) = (FirstSeed - 1, PeakMemory.Reset());
        using var limit = new CancellationTokenSource(RunLimit);
        await using var runs = session.RunAsync(session.Plan.Runs(round => round <= all).Select(run =>
        {
            File.WriteAllText(folder["seed"], run.Round <= rounds ? (++seed).ToString(CultureInfo.InvariantCulture) : NoSeed);
            limit.CancelAfter(RunLimit);
            return run;
        }), limit.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await NextAsync(runs, seed))
        {
            AssertRightOrAnError(runs.Current, seed, keepsValues);
            Assert.True(runs.Current.Planned.Round <= rounds || runs.Current.Status == RunStatus.Ok, $"{runs.Current.Status} {runs.Current.Error} after seed {seed}");
        }
        Assert.Equal(FirstSeed + (rounds * executors.Length) - 1, seed);
        // Records that claim tasks without end take gigabytes. Other tests have their memory in this process, too.
        Assert.True(PeakMemory.Bytes() < memory + (1L << 30), $"{memory:N0} bytes before, {PeakMemory.Bytes():N0} afterwards");
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public Task NodesHaveTheSameWorkers(bool isWarm) => WhateverATaskDoesToWhatItSharesCostsItsRunAtMost(isolate: false, isWarm, keepsValues: true, "cluster");

    private static async Task<bool> NextAsync(IAsyncEnumerator<RunRecord> runs, int seed)
    {
        var next = Task.Factory.StartNew(() => runs.MoveNextAsync().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        // Its session cannot be disposed of: the run would go on in memory that is no longer there.
        if (await Task.WhenAny(next, Task.Delay(2 * RunLimit)) != next)
            Environment.FailFast($"The run after seed {seed} has not ended after its interruption.");
        return await next;
    }

    private static int Number(string variable, int otherwise) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    private static void AssertRightOrAnError(RunRecord run, int seed, bool keepsValues)
    {
        Assert.True(run.Status is RunStatus.Ok or RunStatus.Failed or RunStatus.Error, $"{run.Status} with seed {seed}");
        Assert.Equal(run.Status == RunStatus.Error, run.Error is not null);
        for (var task = 0L; task < run.Tasks.Count; task++)
        {
            var outcome = run.Tasks[task];
            Assert.True(outcome.DurationSeconds is not < 0);
            if (outcome.Verdict != Verdict.Ok)
                Assert.True(outcome.Fault!.Message.Length > 0 || outcome.Fault.Type.Length > 0, $"no message with seed {seed}");
            else if (run.Error is null)
                Assert.True(IsRight(outcome, Encoding.UTF8.GetBytes(task.ToString(CultureInfo.InvariantCulture)), keepsValues), $"{outcome.Excerpt} with seed {seed}");
        }
    }

    private static bool IsRight(TaskOutcome outcome, byte[] value, bool keepsValue) =>
        outcome.Digest == ResultDigest.Of(value) && (!keepsValue || outcome.Utf8Value.Span.SequenceEqual(value));

    private Session Open(string[] executors, int rounds, bool isolate, bool isWarm, bool keepsValues)
    {
        File.WriteAllText(folder["seed"], NoSeed);
        var request = new SessionRequest
        {
            Workload = "crashing",
            Inputs = [.. Enumerable.Range(0, Tasks).Select(number => $"value:{number}")],
            Settings = [Setting.Parse($"stray={folder["seed"]}")],
            Executors = executors,
            Workers = [new WorkerSpec(3)],
            Rules = new TaskRules { Retries = 1 },
            Rounds = new RoundsSpec(rounds),
            IsWarm = isWarm,
            Isolate = isolate,
            Outputs = new Outputs(null, keepsValues ? folder["tasks.csv"] : null, Excel: false),
        };
        return new Session(request, TestPlugin.Catalog("Crashing"), Machine.Read());
    }

    /// <summary>Of this process, as Linux counts it.</summary>
    private static class PeakMemory
    {
        public static long Reset()
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return Bytes();
        }

        public static long Bytes() =>
            1024 * long.Parse(File.ReadAllLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;

namespace Partime.Tool.Measurement;

/// <summary>How late a call that sleeps returns, in seconds. Negative is early.</summary>
/// <param name="Call"><c>Thread.Sleep</c> or <c>Task.Delay</c>.</param>
/// <param name="NominalSeconds">The requested time.</param>
/// <param name="Late">How late each call was, in ascending order; empty after an interruption.</param>
internal sealed record SleepCheck(string Call, double NominalSeconds, IReadOnlyList<double> Late)
{
    private static readonly (int Milliseconds, int Count)[] Sleeps = [(1, 200), (10, 50)];

    /// <summary>The lower one of two in the middle.</summary>
    public double? Median => Late.Count > 0 ? Late[(Late.Count - 1) / 2] : null;

    public double? Worst => Late.Count > 0 ? Late[^1] : null;

    /// <summary>Measures until it is cancelled.</summary>
    public static async Task<IReadOnlyList<SleepCheck>> MeasureAsync(CancellationToken cancellationToken)
    {
        var checks = new List<SleepCheck>();
        foreach (var (milliseconds, count) in Sleeps)
        {
            checks.Add(await MeasureAsync("Thread.Sleep", milliseconds, count, Sleep, cancellationToken).ConfigureAwait(false));
            checks.Add(await MeasureAsync("Task.Delay", milliseconds, count, time => Task.Delay(time, CancellationToken.None), cancellationToken).ConfigureAwait(false));
        }
        return checks;
    }

    private static Task Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return Task.CompletedTask;
    }

    private static async Task<SleepCheck> MeasureAsync(string call, int milliseconds, int count, Func<int, Task> sleep, CancellationToken cancellationToken)
    {
        var nominal = milliseconds / 1000.0;
        var late = new List<double>(count);
        // The first call includes compilation.
        await sleep(milliseconds).ConfigureAwait(false);
        for (var i = 0; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await sleep(milliseconds).ConfigureAwait(false);
            late.Add(Ticks.ToSeconds(Stopwatch.GetTimestamp() - before) - nominal);
        }
        late.Sort();
        return new SleepCheck(call, nominal, late);
    }
}

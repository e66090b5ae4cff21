using System.Diagnostics;

namespace Partime.Tool.Measurement;

/// <summary>The resolution of the clock and the cost of reading it, in seconds.</summary>
/// <param name="StepSeconds">The smallest difference between two readings that differ.</param>
/// <param name="ReadingSeconds">The cost of one reading.</param>
/// <param name="SystemReadingSeconds">The cost of reading the system's counters, which happens before and after each run.</param>
internal sealed record ClockCheck(double StepSeconds, double ReadingSeconds, double SystemReadingSeconds)
{
    private const int Steps = 100_000;
    private const int Batches = 9;
    private const int Readings = 100_000;
    private const int SystemReadings = 40;

    public static ClockCheck Measure() => new(
        SmallestStep(),
        Quickest(Readings, static () => Stopwatch.GetTimestamp()),
        Quickest(SystemReadings, static () => SystemReading.Take().Timestamp));

    private static double SmallestStep()
    {
        var smallest = long.MaxValue;
        for (var i = 0; i < Steps; i++)
        {
            var before = Stopwatch.GetTimestamp();
            var after = Stopwatch.GetTimestamp();
            while (after == before)
                after = Stopwatch.GetTimestamp();
            smallest = Math.Min(smallest, after - before);
        }
        return Ticks.ToSeconds(smallest);
    }

    /// <summary>The mean of the quickest batch: a disturbance can only lengthen a batch, and the first batches include compilation.</summary>
    private static double Quickest(int count, Func<long> read)
    {
        var quickest = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                read();
            quickest = Math.Min(quickest, Stopwatch.GetTimestamp() - before);
        }
        return Ticks.ToSeconds(quickest) / count;
    }
}

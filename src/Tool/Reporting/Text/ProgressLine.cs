using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>How far a session is, in a line: <c>[######........]  43 %  0:00:12 left  run 2 of 3: threads × 2</c>.</summary>
internal static class ProgressLine
{
    private const int BarLength = 30;

    /// <summary>In seconds. Beyond a hundred days, or before anything is done, there is nothing to foretell.</summary>
    private const double LongestWait = 100 * 86_400;

    public static string Of(SessionProgress progress, long runs, TimeSpan elapsed, ConfigurationNames names)
    {
        if (progress.Run is not { } run)
            return "";
        // Only claims are counted while tasks run. Each worker may still be at its last chunk, so this is what is done for sure.
        var doneTasks = Math.Max(0, progress.ClaimedTasks - ((long)run.Configuration.Workers * (run.Configuration.ChunkSize.Number ?? 0)));
        var doneOfRun = progress.Tasks == 0 ? 0 : doneTasks / (double)progress.Tasks;
        var done = (run.Number - 1 + doneOfRun) / runs;
        var filled = (int)(done * BarLength);
        var secondsLeft = elapsed.TotalSeconds * (1 - done) / done;
        var left = secondsLeft < LongestWait ? $"{Readable.Clock(TimeSpan.FromSeconds(secondsLeft))} left" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarLength - filled)}] {done,4:P0}  {left}  run {run.Number} of {runs}: {names.Of(run.Configuration)}");
    }
}

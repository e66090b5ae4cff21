using System.Diagnostics;
using System.Globalization;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>A progress bar on standard error, for sessions on a terminal that take longer than a second:
/// <c>[######........]  43%  0:00:12 left  run 2 of 3: threads × 2</c>.</summary>
/// <remarks>The workers do nothing for it: it has a thread of its own, because the thread pool may be what is being measured,
/// and reads the board twice a second. It is a line of plain text, because Spectre.Console's bar took 0.2 s of a CPU to
/// compile and draw, beside the work being timed; bench/ProgressBar.cs measures what it costs now.</remarks>
internal sealed class ProgressBar : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>For terminals that do not tell their width.</summary>
    private const int DefaultWidth = 80;

    private const int BarLength = 30;

    /// <summary>A longer estimate, of over a hundred days, is not shown; before the first task is done it is infinite.</summary>
    private const double MaxSecondsLeft = 100 * 86_400;

    private readonly Func<SessionProgress> read;
    private readonly Func<long> runs;
    private readonly ConfigurationNames names;
    private readonly ManualResetEventSlim ended = new();
    private readonly Thread thread;
    private readonly long startedTicks = Stopwatch.GetTimestamp();

    private ProgressBar(Func<SessionProgress> read, Func<long> runs, ConfigurationNames names)
    {
        this.read = read;
        this.runs = runs;
        this.names = names;
        thread = new Thread(Show) { IsBackground = true, Name = "progress" };
        thread.Start();
    }

    private static int Width => Console.WindowWidth is > 0 and var width ? width : DefaultWidth;

    /// <returns><see langword="null"/> without a terminal.</returns>
    public static ProgressBar? Start(Func<SessionProgress> read, Func<long> runs, ConfigurationNames names, bool quiet) =>
        quiet || Console.IsErrorRedirected ? null : new ProgressBar(read, runs, names);

    public void Dispose()
    {
        ended.Set();
        thread.Join();
        ended.Dispose();
    }

    internal static string Line(SessionProgress progress, long runs, TimeSpan elapsed, ConfigurationNames names, ExpectedEnd end)
    {
        if (progress.Run is not { } run)
            return "";
        // Only claims are counted while tasks run. Each worker may still run its last chunk, so this is a lower bound.
        var doneTasks = Math.Max(0, progress.ClaimedTasks - ((long)run.Configuration.Workers * (run.Configuration.ChunkSize.Number ?? 0)));
        var doneOfRun = progress.Tasks == 0 ? 0 : doneTasks / (double)progress.Tasks;
        var done = (run.Number - 1 + doneOfRun) / runs;
        var filled = (int)(done * BarLength);
        var secondsLeft = end.SecondsLeft(done, elapsed.TotalSeconds);
        var left = secondsLeft is > 0 and < MaxSecondsLeft ? $"{Readable.Clock(TimeSpan.FromSeconds(secondsLeft))} left" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', BarLength - filled)}] {done * 100,3:F0}%  {left}  run {run.Number} of {runs}: {names.Of(run.Configuration)}");
    }

    private void Show()
    {
        if (ended.Wait(Delay))
            return;
        var (shown, end) = (0, new ExpectedEnd());
        try
        {
            do
            {
                var line = Line(read(), runs(), Stopwatch.GetElapsedTime(startedTicks), names, end);
                line = line[..Math.Min(line.Length, Width - 1)];
                Console.Error.Write('\r' + line.PadRight(shown));
                shown = line.Length;
            }
            while (!ended.Wait(Interval));
            Console.Error.Write('\r' + new string(' ', shown) + '\r');
        }
        catch (Exception)
        {
            // The terminal may be gone. Any error ends the bar, and never the session.
        }
    }
}

/// <summary>When a session ends, if the rest takes as long as what is done. While a long task runs, nothing more is done, and its end comes nearer all the same.</summary>
internal sealed class ExpectedEnd
{
    private double done;
    private double seconds;

    /// <param name="doneNow">The fraction that is done.</param>
    /// <param name="elapsed">In seconds.</param>
    /// <returns>At most 0 if it should be over already.</returns>
    public double SecondsLeft(double doneNow, double elapsed)
    {
        if (doneNow != done)
            (done, seconds) = (doneNow, elapsed / doneNow);
        return seconds - elapsed;
    }
}

using System.Diagnostics;
using Partime.Tool.Measurement;

namespace Partime.Tool.Reporting;

/// <summary>A progress bar on standard error, for sessions that take longer than a second and run at a terminal.</summary>
/// <remarks>The workers do nothing for it: it has a thread of its own, because the thread pool may be what is being measured,
/// and looks at the board twice a second. It is a line of plain text, because Spectre.Console's bar took 0.2 s of a CPU to
/// compile and draw, beside the work being timed; bench/ProgressBar.cs measures what it costs now.</remarks>
internal sealed class ProgressBar : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Some terminals do not tell how wide they are.</summary>
    private const int UsualWidth = 80;

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

    private static int Width => Console.WindowWidth is > 0 and var width ? width : UsualWidth;

    /// <returns><see langword="null"/> without a terminal.</returns>
    public static ProgressBar? Start(Func<SessionProgress> read, Func<long> runs, ConfigurationNames names, bool quiet) =>
        quiet || Console.IsErrorRedirected ? null : new ProgressBar(read, runs, names);

    public void Dispose()
    {
        ended.Set();
        thread.Join();
        ended.Dispose();
    }

    private void Show()
    {
        if (ended.Wait(Patience))
            return;
        var shown = 0;
        try
        {
            do
            {
                var line = ProgressLine.Of(read(), runs(), Stopwatch.GetElapsedTime(startedTicks), names);
                line = line[..Math.Min(line.Length, Width - 1)];
                Console.Error.Write('\r' + line.PadRight(shown));
                shown = line.Length;
            }
            while (!ended.Wait(Interval));
            Console.Error.Write('\r' + new string(' ', shown) + '\r');
        }
        catch (Exception)
        {
            // The terminal may have gone away. Whatever it is ends the showing, and never the measuring.
        }
    }
}

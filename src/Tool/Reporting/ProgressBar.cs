using System.Diagnostics;
using Partime.Tool.Measurement;
using Spectre.Console;

namespace Partime.Tool.Reporting;

/// <summary>A progress bar on standard error, for sessions that take longer than a second and have somebody watching.</summary>
/// <remarks>It has a thread of its own, because the thread pool may be what is being measured, and looks at the board twice a
/// second; the workers do nothing for it.</remarks>
internal sealed class ProgressBar : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly Func<SessionProgress> read;
    private readonly int runs;
    private readonly ManualResetEventSlim ended = new();
    private readonly Thread thread;
    private readonly long startedTicks = Stopwatch.GetTimestamp();

    private ProgressBar(Func<SessionProgress> read, int runs)
    {
        this.read = read;
        this.runs = runs;
        thread = new Thread(Show) { IsBackground = true, Name = "progress" };
        thread.Start();
    }

    /// <returns><see langword="null"/> when nobody would see it.</returns>
    public static ProgressBar? Start(Func<SessionProgress> read, int runs, bool quiet) =>
        quiet || Console.IsErrorRedirected ? null : new ProgressBar(read, runs);

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
        try
        {
            Terminal.Error().Console.Progress()
                .AutoRefresh(false)
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .Start(Watch);
        }
        catch (IOException)
        {
            // The terminal has gone away. That ends the showing, not the measuring.
        }
    }

    private void Watch(ProgressContext context)
    {
        var bar = context.AddTask("starting");
        do
        {
            Update(bar, read());
            context.Refresh();
        }
        while (!ended.Wait(Interval));
    }

    private void Update(ProgressTask bar, SessionProgress progress)
    {
        if (progress.Run is not { } run)
            return;
        var done = (run.Number - 1 + (progress.Tasks == 0 ? 0 : progress.ClaimedTasks / (double)progress.Tasks)) / runs;
        var elapsed = Stopwatch.GetElapsedTime(startedTicks);
        var left = done > 0 ? $"{elapsed * ((1 - done) / done):h\\:mm\\:ss} left" : "";
        bar.Description = $"run {run.Number} of {runs}: {Markup.Escape(Label.Of(run.Configuration))}  {left}";
        bar.Value = 100 * done;
    }
}

using System.Diagnostics;
using PuppeteerSharp;

namespace Partime.Bench;

/// <summary>The page with pictures: its size, how long a browser takes until every picture of it is drawn, and what it costs to write beside a tasks CSV.</summary>
internal static class Page
{
    public const string Browser = "chromium";

    private const double MaxTimesOfCsv = 2;

    /// <summary>Only what hangs gets there.</summary>
    private const int LimitMs = 300_000;

    private static readonly Measured[] Pages =
    [
        new("10,000 tasks × 13 configurations", "empty -i 0..10000 -e serial,threads,thread-pool,parallel -w 1,2,4,8 --rounds 5", MaxMegabytes: 3, MaxSeconds: 1),
        new("a million tasks × 2 configurations", "empty -i 0..1000000 -e serial,threads -w 2 --rounds 1", MaxMegabytes: 5),
        new("100 configurations × 100 rounds", "empty -i 0..100 -e threads,thread-pool,parallel,async -w 1..26 --rounds 100", MaxMegabytes: 5),
    ];

    public static void Run(BenchRun run)
    {
        using (var browser = Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = BenchRun.PathOf(Browser),
            Headless = true,
            Timeout = LimitMs,
            // Root has no sandbox of Chromium's, and the page is partime's own.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        }).GetAwaiter().GetResult())
            foreach (var page in Pages[..run.Size(Pages.Length, 1)])
            {
                var file = run.Scratch("page.html");
                run.Tool.Output($"run {run.Size(page.Arguments, "empty -i 0..20 -e serial --rounds 1")} -q --html {file} --plugin {PublishedTool.Plugin("Empty")}");
                run.Print($"{page.Name}: size", "MB", [new FileInfo(file).Length / 1e6], page.MaxMegabytes);
                // The first one starts the browser's process for pages.
                SecondsToOpenAsync(browser, file).GetAwaiter().GetResult();
                run.Print($"{page.Name}: drawn after", "s", [.. Enumerable.Range(0, run.Pairs(9)).Select(_ => SecondsToOpenAsync(browser, file).GetAwaiter().GetResult())], page.MaxSeconds);
            }

        var arguments = $"run {run.Size("empty -i 0..1000000", "empty -i 0..2000")} -e serial --rounds 1 -q --plugin {PublishedTool.Plugin("Empty")}";
        run.Compare("a million empty tasks with --html / with --tasks-csv", "s", 1, 9,
            () => run.Tool.Seconds($"{arguments} --html {run.Scratch("cost.html")}"), () => run.Tool.Seconds($"{arguments} --tasks-csv {run.Scratch("cost.csv")}"), MaxTimesOfCsv);
    }

    private static async Task<double> SecondsToOpenAsync(IBrowser browser, string file)
    {
        await using var page = await browser.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = LimitMs;
        await page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 900 });
        var start = Stopwatch.GetTimestamp();
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        await page.WaitForExpressionAsync("document.documentElement.dataset.drawn");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <param name="Name">What it has.</param>
    /// <param name="Arguments">The run that writes it.</param>
    /// <param name="MaxMegabytes">How large it may be.</param>
    /// <param name="MaxSeconds">How long it may take to open; <see langword="null"/> for any time.</param>
    private sealed record Measured(string Name, string Arguments, double MaxMegabytes, double? MaxSeconds = null);
}

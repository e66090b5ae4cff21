using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Partime.Tool.Reporting;
using PuppeteerSharp;

namespace Partime.Tool.Tests.Reporting;

/// <summary>A headless Chromium for all tests of a class, with a page that they share: opening one takes longer than looking at it.</summary>
public sealed class OpenPage : IAsyncLifetime, IDisposable
{
    private static readonly int Limit = (int)Pace.Of(TimeSpan.FromSeconds(30)).TotalMilliseconds;

    private readonly TemporaryFolder folder = new();
    private IBrowser? browser;

    /// <summary>What the page said on the console, and what went wrong in it.</summary>
    internal ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>What it asked for.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    internal IPage Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (InChromiumAttribute.Program is not { } program)
            return;
        browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Timeout = Limit,
            // Root has no sandbox of Chromium's, and the page is partime's own.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        Page = await OpenAsync(MadePage.OfSession().Bytes());
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
    }

    public void Dispose()
    {
        browser?.Dispose();
        folder.Dispose();
    }

    internal async Task<IPage> OpenAsync(byte[] bytes)
    {
        var file = folder[$"{Guid.NewGuid():N}.html"];
        await File.WriteAllBytesAsync(file, bytes);
        var page = await browser!.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = Limit;
        page.Console += (_, said) => Complaints.Enqueue($"{said.Message.Type}: {said.Message.Text}");
        page.PageError += (_, error) => Complaints.Enqueue(error.Message);
        page.Error += (_, error) => Complaints.Enqueue(error.Error);
        page.Request += (_, asked) => Requests.Enqueue(asked.Request.Url);
        await page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 900 });
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        await page.WaitForExpressionAsync("document.documentElement.dataset.drawn !== undefined");
        return page;
    }

    /// <summary>What axe-core finds wrong: the rules, and the elements that break them.</summary>
    internal async Task<IReadOnlyList<string>> AxeAsync()
    {
        if (!await Page.EvaluateExpressionAsync<bool>("typeof axe === 'object'"))
            await Page.EvaluateExpressionAsync($"{AxeCore}; 0");
        var found = await Page.EvaluateExpressionAsync<string>("axe.run().then(found => JSON.stringify(found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))))");
        return JsonSerializer.Deserialize<string[]>(found)!;
    }

    private static string AxeCore
    {
        get
        {
            using var stream = typeof(AxeRunOptions).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}

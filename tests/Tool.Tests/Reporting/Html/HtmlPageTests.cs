using System.Text;
using PuppeteerSharp;
using PuppeteerSharp.Input;
using PuppeteerSharp.Media;

namespace Partime.Tool.Tests.Reporting;

[Trait("Category", "Slow")]
public sealed class HtmlPageTests(OpenPage open) : IClassFixture<OpenPage>
{
    private IPage Page => open.Page;

    [InChromium]
    public async Task EveryPictureIsDrawnWithoutAnErrorAndNothingIsAskedFor()
    {
        Assert.Equal(["Speed-up", "Where the time went", "Timeline", "Rounds"], await TextsAsync("figure h3"));
        Assert.Equal(4, await Page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('.drawing')].filter(drawing => drawing.querySelectorAll('svg path').length > 10 || drawing.querySelector('canvas')?.width > 300).length"));
        Assert.True(await Page.EvaluateExpressionAsync<int>("new Set(document.querySelector('.drawing canvas').getContext('2d').getImageData(0, 0, 1500, 200).data).size") > 8);
        Assert.All(open.Requests, address => Assert.Matches("^(file|data):", address));
        Assert.Empty(open.Complaints);
    }

    [InChromium]
    public async Task TheAnswerAndTheNumbersAreTextOfThePage()
    {
        Assert.StartsWith("Stay serial: ", (await TextsAsync(".lead"))[0], StringComparison.Ordinal);
        Assert.Contains("threads × 4 is 3.9", await Page.EvaluateExpressionAsync<string>("document.getElementById(document.querySelector('.drawing').getAttribute('aria-labelledby')).textContent"), StringComparison.Ordinal);
        Assert.Equal(6, await Page.EvaluateExpressionAsync<int>("document.querySelectorAll('figure[data-picture=\"0\"] tbody tr').length"));
    }

    [InChromium]
    public async Task WordsOfStrangersStayWords()
    {
        Assert.Equal("undefined", await Page.EvaluateExpressionAsync<string>("typeof hacked"));
        Assert.Equal(0, await Page.EvaluateExpressionAsync<int>("document.querySelectorAll('img, main script, [onerror]').length"));
        Assert.Contains("</script><script>hacked = 1</script><img src=x", await Page.EvaluateExpressionAsync<string>("document.querySelector('main').textContent"), StringComparison.Ordinal);
        Assert.False(await Page.EvaluateExpressionAsync<bool>("/[\\u2028\\u2029\\u202e\\u0000]/.test(document.body.textContent)"));
        Assert.DoesNotContain(new string('x', 5_000), await Page.GetContentAsync(), StringComparison.Ordinal);
        // Also those that the script puts on the page: under the pointer is the hostile input of task 3.
        await SelectRunAsync("3");
        await HoverTaskAsync(worker: 3, time: 0.1);
        Assert.StartsWith("task 3, input </script><script>hacked", await Page.EvaluateExpressionAsync<string>("document.querySelector('.hint').textContent"), StringComparison.Ordinal);
        Assert.Equal("undefined", await Page.EvaluateExpressionAsync<string>("typeof hacked"));
    }

    [InChromium]
    public async Task EveryControlIsReachedByKeyboard()
    {
        var controls = await Page.EvaluateExpressionAsync<int>("document.querySelectorAll('a[href], button, select, summary, .scroll, pre').length - document.querySelectorAll('details:not([open]) .scroll, details:not([open]) pre').length");
        await Page.EvaluateExpressionAsync("document.activeElement.blur(); window.seen = new Set(); document.addEventListener('focusin', event => seen.add(event.target)); scrollTo(0, 0)");
        for (var i = 0; i <= controls; i++)
            await Page.Keyboard.PressAsync(Key.Tab);
        Assert.Equal(controls, await Page.EvaluateExpressionAsync<int>("[...seen].filter(element => element.matches('a[href], button, select, summary, .scroll, pre')).length"));
    }

    [InChromium]
    public async Task AKeyHidesItsLineAndTheTimelineZoomsAndChangesItsRun()
    {
        await Page.FocusAsync("figure[data-picture='0'] button.key");
        var before = await Page.EvaluateExpressionAsync<int>("document.querySelectorAll('figure[data-picture=\"0\"] svg path').length");
        await Page.Keyboard.PressAsync(Key.Enter);
        Assert.Equal("false", await Page.EvaluateExpressionAsync<string>("document.activeElement.getAttribute('aria-pressed')"));
        // It is drawn in the next frame.
        await Page.WaitForExpressionAsync($"document.querySelectorAll('figure[data-picture=\"0\"] svg path').length < {before}");
        await Page.Keyboard.PressAsync(Key.Enter);
        await SelectRunAsync("0");
        await Page.FocusAsync("[aria-label='Zoom in']");
        await Page.Keyboard.PressAsync(Key.Enter);
        Assert.Equal("Shown from 2.035 s to 6.105 s", (await TextsAsync("#status"))[0]);
        for (var i = 0; i < 20; i++)
            await Page.Keyboard.PressAsync(Key.Enter);
        Assert.Equal("Shown from 4.06999806 s to 4.07000194 s", (await TextsAsync("#status"))[0]);
        Assert.Equal("Zoom in", await Page.EvaluateExpressionAsync<string>("document.activeElement.ariaLabel"));
        await SelectRunAsync("3");
        Assert.StartsWith("threads × 4, round ", (await TextsAsync("figure[data-picture='2'] .finding"))[0], StringComparison.Ordinal);
    }

    [InChromium]
    public async Task EachPictureIsSavedAsSvgAndAsPng()
    {
        await Page.EvaluateExpressionAsync("window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href]); }");
        await Page.EvaluateExpressionAsync("document.querySelectorAll('.end button').forEach(button => button.click())");
        var saved = await Page.EvaluateExpressionAsync<string[][]>("saved");
        Assert.Equal(["speed-up.svg", "speed-up.png", "where-the-time-went.svg", "where-the-time-went.png", "timeline.svg", "timeline.png", "rounds.svg", "rounds.png"], saved.Select(file => file[0]));
        Assert.All(saved, file =>
        {
            if (file[0].EndsWith(".svg", StringComparison.Ordinal))
                Assert.Matches("^<svg [^>]*>.*</svg>$", Uri.UnescapeDataString(file[1].Split(',', 2)[1]).Trim().ReplaceLineEndings(" "));
            else
                Assert.Equal([0x89, .. "PNG"u8], Convert.FromBase64String(file[1].Split(',', 2)[1])[..4]);
        });
        Assert.Empty(open.Complaints);
    }

    [InChromium]
    public async Task ItIsUsableByEveryoneInLightAndDarkAndOnAPhone()
    {
        Assert.Empty(await open.AxeAsync());
        await Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "dark" }]);
        await Page.SetViewportAsync(new ViewPortOptions { Width = 390, Height = 844 });
        await Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(details => details.open = true); new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal("rgb(16, 21, 27)", await Page.EvaluateExpressionAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.Equal(390, await Page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal(0, await Page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('.drawing > div')].filter(drawing => drawing.offsetWidth > 390).length"));
        Assert.Empty(await open.AxeAsync());
        await Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(details => details.open = false)");
        await Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = "light" }]);
        await Page.SetViewportAsync(new ViewPortOptions { Width = 1280, Height = 900 });
        Assert.Empty(open.Complaints);
    }

    [InChromium]
    public async Task ItPrintsInLightColoursOnAFewPagesWithoutItsControls()
    {
        await Page.EmulateMediaTypeAsync(MediaType.Print);
        Assert.Equal("rgb(255, 255, 255)", await Page.EvaluateExpressionAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.Equal(0, await Page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('.end button, .theme, select')].filter(control => control.offsetWidth > 0).length"));
        var pdf = Encoding.Latin1.GetString(await Page.PdfDataAsync(new PdfOptions { Format = PaperFormat.A4, PrintBackground = true }));
        Assert.InRange(pdf.Split("/Type /Page\n").Length - 1, 2, 8);
        await Page.EmulateMediaTypeAsync(MediaType.None);
    }

    [InChromium]
    public async Task AHundredConfigurationsWithAHundredRoundsAreStillDrawn()
    {
        var page = await open.OpenAsync(MadePage.OfSize(configurations: 100, rounds: 100, tasks: 100).Bytes());
        Assert.Equal("4", await page.EvaluateExpressionAsync<string>("document.documentElement.dataset.drawn"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("[...document.querySelectorAll('.drawing')].filter(drawing => !drawing.querySelector('svg, canvas')).length"));
        // At once, for paper, and not frame by frame.
        Assert.InRange(await page.EvaluateExpressionAsync<int>("showAll(), echarts.getInstanceByDom([...document.querySelectorAll('.drawing')].at(-1)).getZr().storage.getDisplayList(true).length"), 10_000, 11_000);
        await page.CloseAsync();
        Assert.Empty(open.Complaints);
    }

    /// <summary>A run is unpacked before it is shown for the first time.</summary>
    private async Task SelectRunAsync(string run)
    {
        await Page.SelectAsync("figure select", run);
        await Page.WaitForExpressionAsync("shown[2].drawn.finding === shown[2].data.runs[shown[2].view.run].finding");
    }

    private async Task HoverTaskAsync(int worker, double time)
    {
        await Page.EvaluateExpressionAsync("document.querySelector('figure[data-picture=\"2\"]').scrollIntoView()");
        var place = await Page.EvaluateFunctionAsync<decimal[]>($$"""
            () => {
              const drawing = document.querySelector('.drawing.timeline'), box = drawing.getBoundingClientRect();
              const at = echarts.getInstanceByDom(drawing).convertToPixel({ gridIndex: 0 }, [{{time.ToString(System.Globalization.CultureInfo.InvariantCulture)}}, {{worker}}]);
              return [box.x + at[0], box.y + at[1]];
            }
            """);
        await Page.Mouse.MoveAsync(place[0] - 3, place[1]);
        await Page.Mouse.MoveAsync(place[0], place[1]);
    }

    private async Task<string[]> TextsAsync(string selector) =>
        await Page.EvaluateExpressionAsync<string[]>($"[...document.querySelectorAll(\"{selector}\")].map(element => element.textContent)");
}

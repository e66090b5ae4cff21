using System.Globalization;
using System.IO.Compression;

namespace Partime.EndToEnd.Tests;

/// <summary>The workbook in the hands of the program that people open it with.</summary>
public sealed class WorkbookTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private static readonly string[] Inputs = ["1", "0.5", "007", "1e5", "12345678901234567890", "=1+1", "-cmd", "+1", "'", "2026-01-31", "1/2", "1,5", "TRUE", "a  b", "_x0041_", "\u001b[31m"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Needs("soffice")]
    public async Task LibreOfficeReadsTheSameNumbersTextsAndTimesUnderAnEnglishAndAGermanLocale()
    {
        var inputs = folder.Write("inputs.txt", string.Join('\n', Inputs));
        (await tool.RunAsync("run", "sum-squares", "-i", $"@{inputs}", "-e", "serial", "-q", "--csv", folder["runs.csv"], "--xlsx", folder["a.xlsx"])).ShouldExitWith(2);
        var run = Csv.Parse(File.ReadAllText(folder["runs.csv"])).Single();
        var time = DateTimeOffset.Parse(run["started_utc"], CultureInfo.InvariantCulture).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

        foreach (var (locale, mark) in await Task.WhenAll(OpenAsync("en-US", '.'), OpenAsync("de-DE", ',')))
        {
            var (shown, tasks) = (Sheet(locale, "runs").Single(), Sheet(locale, "tasks"));
            Assert.Equal(Inputs.Select(input => input == "0.5" ? $"0{mark}5" : input.Replace('\u001b', '␛')), tasks.Select(task => task["input"]));
            Assert.Equal(Csv.Number(run["wall_s"]), Csv.Number(shown["wall_s"].Replace(mark, '.')), 1e-12);
            Assert.Contains(mark, shown["wall_s"]);
            // Milliseconds are rounded, and may be so up or down.
            Assert.Equal(time[..^2], shown["started_utc"].Replace(mark, '.')[..^2]);
            Assert.Equal(run["result_digest"], shown["result_digest"]);
        }
    }

    [Needs("kill")]
    public async Task AnInterruptedSessionHasAWholeWorkbookOfWhatWasMeasured()
    {
        using var session = Command.Start(tool.Line("run", "patient", "-i", folder["begun"], "-e", "serial", "--rounds", "3", "--plugin", Repository.TestPlugin("Stubborn"), "--xlsx", folder["a.xlsx"]));
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun");
        await session.SignalAsync("INT");
        (await session.EndAsync()).ShouldExitWith(130);

        var sheets = Parts().Where(part => part.Key.StartsWith("xl/worksheets/", StringComparison.Ordinal)).OrderBy(part => part.Key).Select(part => part.Value).ToList();
        Assert.Equal(5, sheets.Count);
        Assert.Contains(">cancelled<", sheets[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecretIsHidden()
    {
        (await tool.RunAsync("run", "options", "--plugin", Repository.TestPlugin("Options"), "-i", "0", "-e", "serial", "--set", "token=moonlight", "--xlsx", folder["a.xlsx"])).ShouldExitWith(0);
        var parts = Parts();
        Assert.All(parts.Values, text => Assert.DoesNotContain("moonlight", text, StringComparison.Ordinal));
        Assert.Contains("token=***", parts["xl/worksheets/sheet1.xml"], StringComparison.Ordinal);
    }

    [Needs("script")]
    public async Task ATerminalIsSpared()
    {
        var terminal = await Command.RunAsync(tool.Program("script", "-qec", "dotnet-partime run sleep -i 0 -e serial --xlsx -", "/dev/null"));
        Assert.Contains("A workbook cannot be shown in a terminal: name a file", terminal.ShouldExitWith(1).Output, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Parts()
    {
        using var zip = ZipFile.OpenRead(folder["a.xlsx"]);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        });
    }

    /// <summary>Has LibreOffice write every sheet as CSV, with the texts in quotes and the numbers as its locale has them.</summary>
    private async Task<(string Locale, char Mark)> OpenAsync(string locale, char mark)
    {
        // Its settings name the locale, which the system itself need not have.
        Directory.CreateDirectory(folder[$"{locale}/profile/user"]);
        folder.Write($"{locale}/profile/user/registrymodifications.xcu", $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry">
            <item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
            </oor:items>
            """);
        const string EverySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1";
        (await Command.RunAsync(tool.Program("soffice", $"-env:UserInstallation=file://{folder[$"{locale}/profile"]}", "--headless", "--convert-to", EverySheet, "--outdir", folder[locale], folder["a.xlsx"]))).ShouldExitWith(0);
        return (locale, mark);
    }

    private IReadOnlyList<Dictionary<string, string>> Sheet(string locale, string name) => Csv.Parse(File.ReadAllText(folder[$"{locale}/a-{name}.csv"]));
}

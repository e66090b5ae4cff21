using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary><c>compare</c> with the files of real sessions.</summary>
public sealed class ComparedSessionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Runs => folder["runs.csv"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AComparisonWithItselfClaimsNothing()
    {
        await MeasureAsync(Runs, "--rounds", "4");
        // Its intervals cannot end at a ratio of 1 or below, so it cannot exclude a slow-down either.
        var same = (await CommandRun.OfAsync("compare", Runs, Runs, "--fail-on", "0%", "--band", "0%", "--csv", folder["compared.csv"])).ShouldExitWith(5);
        var rows = Rfc4180.Rows(File.ReadAllText(folder["compared.csv"]));
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(("1", "no difference shown"), (row["ratio"], row["verdict"])));
        Assert.Contains("so all 5 contain their true ratios", same.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not the same", same.Text, StringComparison.Ordinal);
        Assert.Contains($"may be slower than {Runs} by up to ", same.Text, StringComparison.Ordinal);
        (await CommandRun.OfAsync("compare", Runs, Runs, "--fail-on", "0%", "--band", "0%", "--allow-inconclusive")).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("0,0", "3", "serial,threads", "--fail-on judges only the same work")]
    [InlineData("0", "2", "serial,threads", "--fail-on cannot judge serial, threads: both files need 3 rounds")]
    [InlineData("0", "3", "serial", "--fail-on cannot judge threads: both files need 3 rounds")]
    public async Task AGateThatCannotTellStaysShut(string inputs, string rounds, string executors, string sentence)
    {
        (await SleepAsync("0", "3", "serial,threads", folder["baseline.csv"])).ShouldExitWith(0);
        (await SleepAsync(inputs, rounds, executors, folder["new.csv"])).ShouldExitWith(0);
        await ShouldStayShutAsync(sentence);
    }

    [Fact]
    public async Task AGateOverFailuresStaysShut()
    {
        foreach (var file in (string[])["baseline.csv", "new.csv"])
        {
            string[] line = ["run", "failing", "--plugin", TestPlugin.Path("Failing"), "-w", "1", "--rounds", "3", "--csv", folder[file], "-q"];
            (await CommandRun.OfAsync([.. line, "-i", "1", "-e", "serial"])).ShouldExitWith(0);
            (await CommandRun.OfAsync([.. line, "--append", "-i", "3", "-e", "threads"])).ShouldExitWith(2);
        }
        await ShouldStayShutAsync("--fail-on cannot judge threads: both files need 3 rounds without failures");
    }

    [Fact]
    public async Task FilesOfAnotherWorkloadAreNotCompared()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        (await SleepAsync("0", "1", "serial", folder["sleep.csv"])).ShouldExitWith(0);
        var compared = (await CommandRun.OfAsync("compare", Runs, folder["sleep.csv"])).ShouldExitWith(1);
        Assert.Contains($"{Runs} is of sum-squares and {folder["sleep.csv"]} of sleep", compared.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesWithNothingInCommonAreNotCompared()
    {
        await MeasureAsync(Runs, "--rounds", "1");
        (await CommandRun.OfAsync("run", "sum-squares", "-i", "0..400", "-e", "thread-pool", "-w", "1", "--rounds", "1", "--csv", folder["other.csv"], "-q")).ShouldExitWith(0);
        var compared = (await CommandRun.OfAsync("compare", Runs, folder["other.csv"])).ShouldExitWith(1);
        Assert.Contains("have no configuration in common", compared.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesWhoseRoundsAllFailedAreNotCompared()
    {
        (await SleepAsync("none", "1", "serial", Runs)).ShouldExitWith(2);
        var compared = (await CommandRun.OfAsync("compare", Runs, Runs)).ShouldExitWith(1);
        Assert.Contains("have no configuration in common whose rounds have results. ", compared.Text, StringComparison.Ordinal);
        Assert.Contains("because rounds failed or none is complete: serial", compared.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChunksOfSeveralSizesAreToldApartInEverySentence()
    {
        string[] line = ["run", "sum-squares", "-i", "0..400", "-e", "threads", "-w", "2", "--rounds", "1", "-q"];
        (await CommandRun.OfAsync([.. line, "--chunk-size", "1,50", "--csv", Runs])).ShouldExitWith(0);
        (await CommandRun.OfAsync([.. line, "--chunk-size", "1", "--csv", folder["one.csv"]])).ShouldExitWith(0);
        var compared = (await CommandRun.OfAsync("compare", Runs, folder["one.csv"])).ShouldExitWith(0);
        Assert.Contains("threads/1 ", compared.Text, StringComparison.Ordinal);
        Assert.Contains($"Only in {Runs}: threads/50 × 2.", compared.Text, StringComparison.Ordinal);
    }

    private async Task ShouldStayShutAsync(string sentence)
    {
        var gate = (await CommandRun.OfAsync("compare", folder["baseline.csv"], folder["new.csv"], "--fail-on", "5%")).ShouldExitWith(1);
        Assert.Contains(sentence, gate.Text, StringComparison.Ordinal);
        Assert.Contains("serial", gate.Text, StringComparison.Ordinal);
    }

    private static async Task MeasureAsync(string path, params string[] more) =>
        (await CommandRun.OfAsync(["run", "sum-squares", "-i", "0..400", "-e", "serial,threads,async", "-w", "1,2", "--csv", path, "-q", .. more])).ShouldExitWith(0);

    private static Task<CommandRun> SleepAsync(string inputs, string rounds, string executors, string file) =>
        CommandRun.OfAsync("run", "sleep", "-i", inputs, "-e", executors, "-w", "1", "--rounds", rounds, "--csv", file, "-q");
}

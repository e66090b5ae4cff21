namespace Partime.EndToEnd.Tests;

[Collection(OneInstallation.Name)]
public sealed class MistakeTests(InstalledTool tool)
{
    [Theory]
    [InlineData("/nonexistent/x.csv", "run", "sleep", "-i", "0", "--csv", "/nonexistent/x.csv")]
    [InlineData(": it is a folder.", "run", "sleep", "-i", "0", "--csv", "/tmp")]
    [InlineData("'bogus'", "run", "sleep", "-i", "0", "-e", "bogus")]
    [InlineData("'0'", "run", "sleep", "-i", "0", "--workers", "0")]
    [InlineData("'5..1'", "run", "sleep", "--inputs", "5..1")]
    [InlineData("'@missing'", "run", "sleep", "--inputs", "@missing")]
    [InlineData("the setting 'bogus'", "run", "sleep", "-i", "0", "--set", "bogus=1")]
    [InlineData("'bogus'", "run", "http-fetch", "-i", "http://localhost/", "--set", "bogus=1")]
    [InlineData("'often'", "run", "http-fetch", "-i", "http://localhost/", "--set", "timeout=often")]
    [InlineData("from 1ms to 24d", "run", "http-fetch", "-i", "http://localhost/", "--set", "timeout=0s")]
    [InlineData("'10Mb'", "run", "http-fetch", "-i", "http://localhost/", "--set", "max-body-size=10Mb")]
    [InlineData("'slep'", "run", "slep")]
    [InlineData("'slep'", "describe", "slep")]
    [InlineData("'lst'", "lst")]
    [InlineData("'--bogus'", "run", "sleep", "--bogus")]
    [InlineData("'workers'", "run", "sleep", "--workers")]
    [InlineData("'extra'", "run", "sleep", "extra")]
    [InlineData("rounds '0'", "run", "sleep", "-i", "0", "--rounds", "0")]
    [InlineData("--times many", "run", "sleep", "-i", "0", "--times", "many")]
    [InlineData("/missing", "run", "sleep", "-i", "0", "--plugin", "/missing")]
    [InlineData("same.csv'", "run", "sleep", "-i", "0", "--csv", "same.csv", "--tasks-csv", "same.csv")]
    [InlineData("missing.txt", "@missing.txt")]
    [InlineData("'worker'", "worker")]
    [InlineData("'worker'", "worker", "1", "2")]
    [InlineData("'worker'", "worker", "many", "all")]
    public async Task AMistakeIsAnsweredByOneLineThatQuotesIt(string quoted, params string[] arguments)
    {
        var result = (await tool.RunAsync(arguments)).ShouldExitWith(1);

        Assert.Empty(result.Output);
        Assert.StartsWith("partime: ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith(".\n", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains(quoted, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Needs("/dev/full")]
    public async Task AFullDiskShowsBeforeTheFirstMeasurement()
    {
        using var folder = new TemporaryFolder();
        var marker = folder["begun"];

        var result = (await tool.RunAsync(
            "run", "stubborn", "-i", marker, "-e", "serial", "--plugin", Repository.TestPlugin("Stubborn"), "--csv", "/dev/full")).ShouldExitWith(1);

        Assert.Contains("/dev/full", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(marker));
    }
}

namespace Partime.EndToEnd.Tests;

/// <summary>Most mistakes are tested without a process for each, in RefusedCommandTests.</summary>
public sealed class MistakeTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Theory]
    [InlineData("/proc/none/x.csv", "run", "sleep", "-i", "0", "--csv", "/proc/none/x.csv")]
    [InlineData("'often'", "run", "http-fetch", "-i", "http://localhost/", "--set", "timeout=often")]
    [InlineData("'lst'", "lst")]
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

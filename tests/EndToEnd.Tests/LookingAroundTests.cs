namespace Partime.EndToEnd.Tests;

public sealed class LookingAroundTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task ListNamesTheBundledWorkloadsAndTheExecutors()
    {
        var list = (await tool.RunAsync("list")).ShouldExitWith(0);

        string[] names = ["command", "http-fetch", "sleep", "sum-squares", "serial", "threads", "thread-pool", "parallel", "async"];
        Assert.All(names, name => Assert.Contains($" {name} ", list.Output, StringComparison.Ordinal));
        Assert.Empty(list.Error);
    }

    [Fact]
    public async Task DescribeSaysWhatAWorkloadDoesAndTakesAndMeasures()
    {
        var sleep = (await tool.RunAsync("describe", "sleep")).ShouldExitWith(0);

        Assert.Empty(sleep.Error);
        Assert.StartsWith("sleep: ", sleep.Output, StringComparison.Ordinal);
        Assert.Contains("1,2,3", sleep.Output, StringComparison.Ordinal);
        Assert.Contains("slept_s", sleep.Output, StringComparison.Ordinal);
        Assert.Contains("plugins/Sleep/Sleep.dll", sleep.Output.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheVersionIsThatOfThePackage() =>
        Assert.Equal(Repository.Version, (await tool.RunAsync("--version")).ShouldExitWith(0).Output.Trim());

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("describe", "--help")]
    public async Task HelpHasExamples(params string[] arguments)
    {
        var help = (await tool.RunAsync(arguments)).ShouldExitWith(0);

        Assert.Contains("Usage: dotnet partime", help.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  dotnet partime ", help.Output, StringComparison.Ordinal);
        Assert.Empty(help.Error);
    }

    [Fact]
    public async Task HelpExplainsEveryExitCode()
    {
        var help = (await tool.RunAsync("--help")).Output;

        Assert.All(["0 ", "1 ", "2 ", "3 ", "70 ", "130 ", "143 "], code => Assert.Contains(code, help.Split("Exit codes:")[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task DotnetFindsTheCommandByItself() =>
        Assert.Equal(Repository.Version, (await tool.DotnetAsync(Path.GetTempPath(), "partime", "--version")).Output.Trim());
}

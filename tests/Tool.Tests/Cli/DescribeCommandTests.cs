using System.Text.RegularExpressions;

namespace Partime.Tool.Tests.Cli;

public sealed class DescribeCommandTests
{
    [Fact]
    public async Task OptionsHaveATypeADefaultAndAllowedValues()
    {
        var lines = await LinesAsync("http-fetch");

        Assert.Contains("option takes default meaning", lines);
        Assert.Contains(lines, line => line.StartsWith("timeout duration from 1ms to 24d 30s The maximum", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("max-body-size size 100MiB The maximum", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("fail-on-status true|false true ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("header text, repeatable A header", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MembersRangesListsAndRequirementsAreShown()
    {
        var options = await LinesAsync("options", "Options");
        Assert.Contains("color Red|Green|Blue Green One of a few.", options);
        Assert.Contains("sizes size from 1KiB, repeatable Any number of sizes, none of them tiny.", options);
        Assert.Contains("level whole number from 1 to 9 (required) How hard to try.", await LinesAsync("requiring", "Options"));
    }

    [Fact]
    public async Task TheDefaultOfASecretIsNotShown()
    {
        var lines = await LinesAsync("requiring", "Options");
        Assert.Contains("key text *** A secret that is there by default.", lines);
        Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnExecutorHasWorkersChunksAndOptions()
    {
        var threads = await LinesAsync("threads");
        Assert.Contains("threads: W dedicated threads.", threads);
        Assert.Contains("Workers: any number; by default one per task up to 8 tasks, else auto", threads);
        Assert.Contains("Chunk size: by default 1", threads);
        Assert.Contains(threads, line => line.StartsWith("stack-size size from 128KiB to 1GiB The stack", StringComparison.Ordinal));

        Assert.Contains("Workers: 1", await LinesAsync("serial"));
        Assert.Contains("Workers: any number; by default tasks", await LinesAsync("process"));
        Assert.Contains("Chunk size: by default pool", await LinesAsync("pool-map"));
    }

    [Fact]
    public async Task AWorkloadAndAnExecutorOfOneNameAreBothShown()
    {
        var lines = await LinesAsync("paced", "PluginExecutor");

        Assert.Contains("paced: Gives its input back.", lines);
        Assert.Contains("paced: Waits before each task.", lines);
        Assert.Contains(lines, line => line.StartsWith("The workload is from ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("The executor is from ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DescribingRunsNoCodeOfThePlugin()
    {
        var lines = await LinesAsync("throwing-type", "Throwing");
        Assert.Contains(lines, line => line.StartsWith("throwing-type: ", StringComparison.Ordinal));
    }

    /// <summary>The lines with a single blank between two words.</summary>
    private static async Task<string[]> LinesAsync(string name, string? plugin = null)
    {
        string[] where = plugin is null ? [] : ["--plugin", TestPlugin.Path(plugin)];
        var describe = (await CommandRun.OfAsync(["describe", name, .. where])).ShouldExitWith(0);
        return [.. describe.Text.Split('\n').Select(line => Regex.Replace(line.Trim(), " +", " "))];
    }
}

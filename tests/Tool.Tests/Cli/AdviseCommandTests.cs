using System.Text.Json;

namespace Partime.Tool.Tests.Cli;

/// <summary><c>advise</c> without advice. What it advises is tested end to end, while nothing else runs.</summary>
public sealed class AdviseCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WhatCannotBeMeasuredHasNoAdviceAndSaysWhy()
    {
        var run = (await CommandRun.OfAsync("advise", "sleep", "-i", "never", "--json", folder["advice.json"])).ShouldExitWith(2);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["advice.json"]));
        Assert.Equal("inconclusive", document.RootElement.GetProperty("advice").GetProperty("verdict").GetString());
        Assert.NotEqual(0, document.RootElement.GetProperty("problems").GetArrayLength());
        Assert.Contains("No advice: no two configurations ran all of their tasks.\n", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneConfigurationLeavesNoChoice()
    {
        var run = (await CommandRun.OfAsync("advise", "sleep", "-i", "0.01", "-e", "serial")).ShouldExitWith(0);
        // Remarks on what else this process did may follow.
        Assert.StartsWith("No advice: there is only one configuration. Name more executors or numbers of workers.\n", run.Text, StringComparison.Ordinal);
    }
}

namespace Partime.EndToEnd.Tests;

/// <summary>What plugins bring along is found in partime's own process and in worker processes alike.</summary>
public sealed class DependencyTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("OlderHashing", "hashing-version", "moon", "^c2074e99b3c51eee by 8\\.0\\.0\\.0$")]
    [InlineData("WithNativeLibrary", "sqlite-version", "0,1", "^3\\.[0-9]+\\.[0-9]+$")]
    [InlineData("WithTranslations", "translation", "de", "^Guten Morgen$")]
    [InlineData("WithTranslations", "translation", "en,fr", "^Good morning$")]
    [InlineData("WithAspNet", "own-server", "moon,mars", "^4 by ASP\\.NET 10$")]
    public async Task APluginFindsWhatItBringsAlongWhereverItRuns(string plugin, string workload, string inputs, string result)
    {
        var tasks = await TasksAsync(workload, Repository.TestPlugin(plugin), "-i", inputs, "-e", "serial,process-pool,process", "-w", "2");
        Assert.Equal(3 * inputs.Split(',').Length, tasks.Count);
        Assert.All(tasks, task => Assert.Matches(result, task["result"]));
    }

    [Fact]
    public async Task AWorkloadAndAnExecutorUseDifferentVersionsOfOnePackageInOneSession()
    {
        var run = (await tool.RunAsync(
            "run", "hashing-version", "-i", "moon", "-e", "hashing-loop", "--plugin", Repository.TestPlugin("OlderHashing"),
            "--plugin", Repository.TestPlugin("NewerHashing"), "--tasks-csv", "-")).ShouldExitWith(0);

        Assert.Equal("c2074e99b3c51eee by 8.0.0.0", Csv.Parse(run.Output)[0]["result"]);
        Assert.Contains("hashing-loop: c2074e99b3c51eee by 9.0.0.4", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WithTranslations", "translation", "de", "Guten Morgen")]
    [InlineData("WithAspNet", "own-server", "moon", "4 by ASP.NET 10")]
    [InlineData("WithNativeLibrary", "sqlite-version", "0", "3.53.3")]
    [Trait("Category", "Slow")]
    public async Task WhatWasPublishedIsComplete(string plugin, string workload, string input, string result)
    {
        await tool.DotnetAsync(
            folder.Path, "publish", Repository.PathOf($"tests/TestPlugins/{plugin}"), "-c", Repository.Configuration, "--no-build", "--no-restore", "-o", folder["published"]);
        var tasks = await TasksAsync(workload, folder["published"], "-i", input, "-e", "serial,process-pool", "-w", "1");
        Assert.Equal([result, result], tasks.Select(task => task["result"]));
    }

    [Fact]
    public async Task APluginBuiltForANewerDotnetIsRefusedByOneSentence()
    {
        var run = (await tool.RunAsync("run", "tomorrow", "--plugin", Repository.TestPlugin("BuiltForNewerDotnet"))).ShouldExitWith(1);
        Assert.Contains("was built for .NET 11, and this partime runs on .NET 10", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task ARunOfCodeBuiltInDebugIsRemarkedOnInItsRowAndOnceOnStandardError()
    {
        const string Remark = "BuiltInDebug was built in Debug";
        var run = (await tool.RunAsync(
            "run", "sum-squares", "-i", "0..9", "-e", "serial,unoptimized-loop", "--rounds", "2", "--plugin", Repository.TestPlugin("BuiltInDebug"), "--csv", "-")).ShouldExitWith(0);

        var rows = Csv.Parse(run.Output);
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(row["executor"] == "unoptimized-loop", row["remarks"].Contains(Remark, StringComparison.Ordinal)));
        Assert.Equal(2, run.Error.Split(Remark).Length);
        Assert.True(run.Error.IndexOf("vs serial", StringComparison.Ordinal) < run.Error.IndexOf(Remark, StringComparison.Ordinal), run.Error);
        // Built in Debug itself, partime says so of all.
        Assert.All(rows.Where(row => row["executor"] == "serial"), row => Assert.Equal(Repository.Configuration != "Release", row["remarks"].Contains("partime was built in Debug", StringComparison.Ordinal)));
    }

    private async Task<IReadOnlyList<Dictionary<string, string>>> TasksAsync(string workload, string plugin, params string[] options)
    {
        (await tool.RunAsync(["run", workload, "--plugin", plugin, "--tasks-csv", folder["tasks.csv"], "-q", .. options])).ShouldExitWith(0);
        return Csv.Parse(File.ReadAllText(folder["tasks.csv"]));
    }
}

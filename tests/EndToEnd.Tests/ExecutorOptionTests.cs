namespace Partime.EndToEnd.Tests;

[Collection(OneInstallation.Name)]
public sealed class ExecutorOptionTests(InstalledTool tool)
{
    private static readonly string Paced = Repository.TestPlugin("PluginExecutor");

    [Fact]
    public async Task TheyAreInEffectAndStandInTheRowsOfTheirExecutor()
    {
        var run = (await tool.RunAsync(
            "run", "recursive", "--plugin", Repository.TestPlugin("Recursive"), "-e", "serial,threads", "-w", "2", "-i", "1000,2000000",
            "--executor-set", "threads.stack-size=512MiB", "--csv", "-")).ShouldExitWith(2);

        var rows = Csv.Parse(run.Output).ToDictionary(row => row["executor"]);
        Assert.Equal(("failed", "1", ""), (rows["serial"]["status"], rows["serial"]["tasks_ok"], rows["serial"]["executor_options"]));
        Assert.Equal(("ok", "2", "stack-size=536870912"), (rows["threads"]["status"], rows["threads"]["tasks_ok"], rows["threads"]["executor_options"]));
    }

    [Fact]
    public async Task APluginsExecutorHasThemTooAndItsSecretsStaySecret()
    {
        var run = (await tool.RunAsync(
            "run", "paced", "--plugin", Paced, "-e", "paced,async", "-i", "1,2,3", "--executor-set", "paced.pause=100ms",
            "--executor-set", "paced.token=swordfish")).ShouldExitWith(0);

        var rows = Csv.Parse(run.Output).ToDictionary(row => row["executor"]);
        Assert.Equal(("pause=0.1s; token=***", ""), (rows["paced"]["executor_options"], rows["async"]["executor_options"]));
        Assert.True(Csv.Number(rows["paced"]["wall_s"]) >= 0.3, run.Output);
        Assert.DoesNotContain("swordfish", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADryRunShowsThem()
    {
        var run = (await tool.RunAsync("run", "sleep", "-e", "threads", "--executor-set", "threads.stack-size=1MiB", "--dry-run")).ShouldExitWith(0);

        Assert.Contains("stack-size=1048576", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean 'threads'?", "thread.stack-size=1MiB")]
    [InlineData("Add the executor 'async'", "async.stack-size=1MiB")]
    [InlineData("Did you mean 'stack-size'?", "threads.stack=1MiB")]
    [InlineData("a size in whole bytes from 128KiB to 1GiB", "threads.stack-size=1")]
    [InlineData("has no options", "serial.stack-size=1MiB")]
    [InlineData("'stack-size=1MiB' is not a setting of an executor", "stack-size=1MiB")]
    public async Task AMistakeIsAnsweredByOneLineBeforeTheFirstTask(string says, string setting)
    {
        using var folder = new TemporaryFolder();
        var run = (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial,threads", "--executor-set", setting, "--csv", folder["runs.csv"])).ShouldExitWith(1);

        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["runs.csv"]));
    }
}

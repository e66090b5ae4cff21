namespace Partime.EndToEnd.Tests;

public sealed class ExecutorOptionTests(InstalledTool tool) : IClassFixture<InstalledTool>
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
}

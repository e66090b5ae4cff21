namespace Partime.EndToEnd.Tests;

public sealed class ExitCodeTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task FailedTasksAreRowsAndTheExitCodeIsTwo()
    {
        var run = (await tool.RunAsync("run", "failing", "-i", "1..7", "-e", "serial,async", "--plugin", Repository.TestPlugin("Failing"))).ShouldExitWith(2);

        Assert.All(Csv.Parse(run.Output), row => Assert.Equal(("4", "2", "failed"), (row["tasks_ok"], row["tasks_failed"], row["status"])));
        Assert.Contains("3 can be divided by 3", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisagreementNamesTheTasksAndTheExitCodeIsThree()
    {
        var run = (await tool.RunAsync("run", "disagreeing", "-i", "5,6", "-e", "serial,threads", "-w", "1", "--plugin", Repository.TestPlugin("Nondeterministic")))
            .ShouldExitWith(3);

        Assert.Equal(2, Csv.Parse(run.Output).Select(row => row["result_digest"]).Distinct().Count());
        Assert.StartsWith("The results differ, see below: no time counts until they agree.", run.Error, StringComparison.Ordinal);
        Assert.Contains("disagree", run.Error, StringComparison.Ordinal);
        Assert.Contains("task 0 (input '5'): ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serial")]
    [InlineData("process-pool")]
    [InlineData("serial", "--isolate")]
    public async Task AWorkloadThatFailsAtItsEndCostsNoRowAndNoTable(string executor, params string[] options)
    {
        var run = (await tool.RunAsync(["run", "clinging", "-i", "5,6", "-e", executor, "-w", "1", "--rounds", "1", "--plugin", Repository.TestPlugin("Talkative"), .. options])).ShouldExitWith(2);

        Assert.Equal("ok", Assert.Single(Csv.Parse(run.Output))["status"]);
        Assert.Contains("clinging: 2 tasks", run.Error, StringComparison.Ordinal);
        Assert.Contains("still holding on", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    public async Task AWorkloadThatExitsWithinPartimeIsBlamedAndKeepsTheRowsBefore(string code)
    {
        using var folder = new TemporaryFolder();
        // With this seed the pool comes first.
        var run = (await tool.RunAsync(
            "run", "crashing", "-i", $"exit:{code}", "-e", "process-pool,serial", "--seed", "1", "--plugin", Repository.TestPlugin("Crashing"), "--csv", folder["runs.csv"])).ShouldExitWith(1);

        Assert.Equal(
            $"partime: Environment.Exit({code}) was called within partime, most likely by the workload 'crashing': have it throw an exception instead, "
            + "or run it in worker processes (process-pool), where an exit costs one task.\n",
            run.Error);
        Assert.Equal("process-pool", Assert.Single(Csv.Parse(File.ReadAllText(folder["runs.csv"])))["executor"]);
    }
}

namespace Partime.EndToEnd.Tests;

public sealed class RoundsTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    [Fact]
    public async Task TheSameSeedGivesTheSameOrderAndIsRecorded()
    {
        string[] plan = ["run", "sleep", "-i", "0", "-e", "serial,threads,async", "-w", "2", "--rounds", "5", "--warmup", "1", "-q", "--csv", "-"];
        var first = Csv.Parse((await tool.RunAsync([.. plan, "--seed", "7"])).ShouldExitWith(0).Output);
        var again = Csv.Parse((await tool.RunAsync([.. plan, "--seed", "7"])).ShouldExitWith(0).Output);

        Assert.Equal(Order(first), Order(again));
        Assert.All(first, row => Assert.Equal(("7", "serial:1:1 threads:2:1 async:2:1"), (row["session_seed"], row["session_plan"])));
        Assert.Equal(18, first.Count);
        Assert.Equal(["warmup", "warmup", "warmup"], first.Take(3).Select(row => row["phase"]));
        foreach (var round in first.Chunk(3))
            Assert.Equal(["async", "serial", "threads"], round.Select(row => row["executor"]).Order());
        Assert.True(first.Chunk(3).Select(round => string.Join(' ', round.Select(row => row["executor"]))).Distinct().Count() > 1);

        // Without a seed any number will do, and nobody gets the same one twice in a billion.
        var other = Csv.Parse((await tool.RunAsync(plan)).ShouldExitWith(0).Output);
        Assert.NotEqual("7", other[0]["session_seed"]);

        static IEnumerable<string> Order(IEnumerable<Dictionary<string, string>> rows) =>
            rows.Select(row => $"{row["run"]} {row["phase"]} {row["round"]}.{row["order"]} {row["executor"]}");
    }

    [Fact]
    public async Task ARoundThatIsLongerThanTheBudgetRemainsTheOnlyOneAndIsRemarkedOn()
    {
        var run = (await tool.RunAsync("run", "sleep", "-i", "0.1", "-e", "serial", "--budget", "50ms", "--csv", "-")).ShouldExitWith(0);

        Assert.Single(Csv.Parse(run.Output));
        Assert.Contains("One round took longer than the budget of 0.05s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABudgetThatIsSpentBeforeTheMediansAreKnownIsRemarkedOn()
    {
        // Three sleeps may by chance take the same time, but not three starts of a process.
        var run = (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "process-pool", "-w", "1", "--budget", "1s", "--precision", "0.01%", "--csv", "-")).ShouldExitWith(0);

        Assert.InRange(Csv.Parse(run.Output).Count, 3, 99);
        Assert.Matches(@"process-pool reached a precision of ±>?[0-9.]+%, not ±0\.01%: (measure on a quiet machine, or )?raise the budget", run.Error);
    }

    [Fact]
    public async Task ADryRunShowsTheOrderThatTheSeedWillGive()
    {
        var shown = (await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial,threads,async", "-w", "2", "--rounds", "1", "--seed", "11", "--dry-run")).ShouldExitWith(0);
        var rows = Csv.Parse((await tool.RunAsync("run", "sleep", "-i", "0", "-e", "serial,threads,async", "-w", "2", "--rounds", "1", "--seed", "11", "-q", "--csv", "-")).ShouldExitWith(0).Output);

        Assert.Contains($"Round 1: {string.Join(", ", rows.Select(row => row["workers"] == "1" ? row["executor"] : $"{row["executor"]} × {row["workers"]}"))}", shown.Output, StringComparison.Ordinal);
        Assert.Contains("seed 11", shown.Output, StringComparison.Ordinal);
    }
}

namespace Partime.EndToEnd.Tests;

/// <summary>What becomes of files that are there already.</summary>
public sealed class OutputTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WhatIsReadIsNotOverwritten()
    {
        var inputs = folder.Write("inputs.txt", "0\n");
        var arguments = folder.Write("arguments.txt", $"run\nsleep\n-i\n@{inputs}\n");
        foreach (var output in (string[])[inputs, arguments])
        {
            var before = File.ReadAllText(output);
            var refused = (await tool.RunAsync($"@{arguments}", "-e", "serial", "--json", output)).ShouldExitWith(1);
            Assert.Contains($"'{output}' is read and would be overwritten", refused.Error, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllText(output));
        }
    }

    /// <summary>The kernel answers as it does on a network mount without locks: ENOLCK, to every request of this program and its children.</summary>
    [Needs("python3")]
    public async Task WithoutLocksASessionWritesAndSaysSoOnce()
    {
        var run = (await Command.RunAsync(tool.Program(
            "python3", Repository.PathOf("tests/EndToEnd.Tests/without_locks.py"), "dotnet-partime", "run", "sleep", "-i", "0", "-e", "serial", "--rounds", "1",
            "--csv", folder["runs.csv"], "--tasks-csv", folder["tasks.csv"], "--json", folder["session.json"]))).ShouldExitWith(0);

        Assert.Single(run.Error.Split('\n'), line => line.Contains("has no locks", StringComparison.Ordinal));
        Assert.Equal("ok", Csv.Parse(File.ReadAllText(folder["runs.csv"])).Single()["status"]);
    }

    [Needs("bash")]
    public async Task AFileThatIsDeletedDuringTheSessionIsNamedAtItsEnd()
    {
        const string Script = """
            dotnet-partime run sleep -i 1 -e serial -q --rounds 1 --csv gone.csv &
            until [ -s gone.csv ]; do :; done
            rm gone.csv
            wait $!
            """;
        var run = (await Command.RunAsync(tool.Program("bash", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(1);
        Assert.Contains("gone.csv was deleted, moved or replaced during the session", run.Error, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task AKilledSessionLeavesTheFormerSummaryAndNothingElse()
    {
        folder.Write("summary.csv", "the former");
        folder.Write("summary.xlsx", "");
        const string Script = """
            dotnet-partime run sleep -i 60 -e serial -q --rounds 1 --csv runs.csv --summary-csv summary.csv --xlsx summary.xlsx --json session.json &
            until [ -s session.json ]; do :; done
            kill -9 $!
            wait $!
            ls -A
            cat summary.csv summary.xlsx
            """;
        var run = (await Command.RunAsync(tool.Program("bash", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);
        Assert.Equal("runs.csv\nsession.json\nsummary.csv\nsummary.xlsx\nthe former", run.Output);
    }

}

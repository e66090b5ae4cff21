namespace Partime.EndToEnd.Tests.Workers;

public sealed class ResourceExhaustionTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("process-pool", 128)]
    [InlineData("process", 128)]
    [InlineData("pool-map", 160)]
    public async Task WithFewOpenFilesFewerWorkersDoTheWork(string executor, int most) =>
        AssertFewerOrOneSentence(await session.RunAsync(session.CrashingBehind($"ulimit -n {most};", "sleep:20", executor, "-w", "20", "--times", "22")), () => session.Tasks);

    /// <summary>Root has no such limit, so this becomes somebody else, with a copy of everything that they may read.</summary>
    [NeedsRoot("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups")]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("process-pool", "portable")]
    public async Task WithFewProcessesFewerWorkersDoTheWork(string executor, string home = "")
    {
        using var open = new TemporaryFolder();
        var script = $$"""
            cp -r "$(dirname "$(readlink -f "$(type -P dotnet-partime)")")" tool
            cp -r {{Repository.TestPlugin("Crashing")}} plugin
            chmod -R a+rwX .
            export TMPDIR=$PWD HOME=$PWD PARTIME_WORKERS={{home}}
            exec setpriv --reuid=54321 --regid=54321 --clear-groups bash -c 'ulimit -u 80; exec tool/partime run crashing -i sleep:20 --times 22 --rounds 1 -e {{executor}} -w 20 --plugin plugin -q --tasks-csv tasks.csv'
            """;
        var result = await Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = open.Path });

        AssertFewerOrOneSentence(result, () => Csv.Parse(File.ReadAllText(open["tasks.csv"])));
    }

    private static void AssertFewerOrOneSentence(CommandResult result, Func<IReadOnlyList<Dictionary<string, string>>> tasks)
    {
        if (result.ExitCode == 1)
        {
            Assert.Contains("ulimit", result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
            return;
        }
        Assert.Contains("worker processes could be started", result.ShouldExitWith(0).Error, StringComparison.Ordinal);
        Assert.Equal(22, tasks().Count(task => task["status"] == "ok"));
    }
}

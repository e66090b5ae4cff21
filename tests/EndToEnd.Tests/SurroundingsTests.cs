namespace Partime.EndToEnd.Tests;

/// <summary>What tasks share with partime and with each other: streams, terminal, signals, folder, environment and threads.</summary>
public sealed class SurroundingsTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Needs("bash")]
    public async Task StandardOutputIsForTheDataWhateverATaskStarts()
    {
        foreach (var (output, redirection) in ((string, string)[])[("-", "> data"), ("-", "| cat > data"), ("/dev/stdout", "> data")])
        {
            var run = (await ShellAsync($"{Run("print:chatter", "serial,threads")} --csv {output} {redirection}")).ShouldExitWith(0);
            Assert.Equal(2, Csv.Parse(File.ReadAllText(folder["data"])).Count);
            Assert.Equal(2, run.Error.Split("chatter\nchatter\n").Length - 1);
        }
    }

    [Needs("bash")]
    public async Task TasksFindStandardInputEmptyUnderEveryExecutor()
    {
        (await ShellAsync($"echo typed | {Run("input", "serial,threads,process-pool")} --tasks-csv tasks.csv")).ShouldExitWith(0);
        Assert.Equal(["''", "''", "''"], Results());
    }

    [Fact]
    public async Task AThreadThatAWorkloadLeavesDoesNotKeepPartime()
    {
        var run = (await tool.RunAsync("run", "curious", "-i", "leave-thread", "-e", "threads", "--rounds", "1", "--csv", folder["runs.csv"], "--plugin", Repository.TestPlugin("Curious"))).ShouldExitWith(0);
        Assert.Single(Csv.Parse(File.ReadAllText(folder["runs.csv"])));
        Assert.Contains("partime: the workload 'curious' has left threads running", run.Error, StringComparison.Ordinal);
    }

    [Needs("script")]
    public async Task WorkerProcessesHaveNoTerminal()
    {
        var command = Run("terminal", "process,process-pool") + " --tasks-csv tasks.csv";
        (await Command.RunAsync(tool.Program("script", "-qec", command, "/dev/null") with { Folder = folder.Path })).ShouldExitWith(0);
        Assert.Equal(["none", "none"], Results());
    }

    [Needs("bash")]
    public async Task SignalsThatPartimeWasStartedToIgnoreAreNotIgnoredInWorkers()
    {
        var run = await ShellAsync($"trap '' CHLD TERM; exec dotnet-partime run crashing -i signal:9,signal:15 -e process-pool --rounds 1 --tasks-csv tasks.csv --plugin '{Repository.TestPlugin("Crashing")}'");
        run.ShouldExitWith(2);
        // Where the ends of children are ignored, the system keeps none of them.
        Assert.Equal(["SIGKILL", "SIGTERM"], Column("error_type"));
    }

    [Needs("kill")]
    public async Task AClosedTerminalEndsASessionAsCtrlCDoes()
    {
        using var session = StartPatient("");
        await session.SignalAsync("HUP");
        var end = (await session.EndAsync()).ShouldExitWith(129);
        Assert.Contains($"--resume {folder["runs.csv"]}", end.Error, StringComparison.Ordinal);
        Assert.Equal(["ok", "cancelled"], Csv.Parse(File.ReadAllText(folder["runs.csv"])).Select(row => row["status"]));
    }

    [Needs("script")]
    public async Task ASessionWhoseTerminalIsGoneEndsWithWhatItHas()
    {
        // As a shell does: it hears that its terminal is gone, and passes that on.
        folder.Write("shell", $"""
            trap 'kill -HUP $!' HUP
            dotnet-partime run patient -i begun -e serial --rounds 3 --csv runs.csv --plugin '{Repository.TestPlugin("Stubborn")}' &
            wait $!
            wait $!
            echo $? > code
            """);
        using (var terminal = Command.Start(tool.Program("script", "-qc", "bash shell", "/dev/null") with { Folder = folder.Path }))
        {
            await terminal.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun");
            await terminal.SignalAsync("KILL");
            (await ShellAsync("for i in {1..1000}; do [ -s code ] && exit 0; sleep 0.05; done; exit 1")).ShouldExitWith(0);
        }
        Assert.Equal("129", File.ReadAllText(folder["code"]).Trim());
        Assert.Equal(["ok", "cancelled"], Csv.Parse(File.ReadAllText(folder["runs.csv"])).Select(row => row["status"]));
    }

    [Needs("kill")]
    public async Task AnIgnoredHangUpIsAWish()
    {
        using var session = StartPatient("trap '' HUP; ");
        await session.SignalAsync("HUP");
        await session.SignalAsync("TERM");
        (await session.EndAsync()).ShouldExitWith(143);
    }

    [Needs("bash")]
    public async Task WorkersGetTheEnvironmentOfPartimeByteForByte()
    {
        (await ShellAsync($"export ODD=$'a\\xe9b'; {Run("bytes-of:ODD", "serial,process-pool")} --tasks-csv tasks.csv")).ShouldExitWith(0);
        Assert.Equal(["61E962", "61E962"], Results());
    }

    [Needs("bash")]
    public async Task EveryRunStartsInTheFolderOfPartime()
    {
        (await ShellAsync($"{Run("move:/", "serial,threads,process-pool", rounds: 3)} --tasks-csv {folder["tasks.csv"]}")).ShouldExitWith(0);
        Assert.Equal(Enumerable.Repeat(folder.Path, 9), Results());
    }

    private static string Run(string input, string executors, int rounds = 1) =>
        $"dotnet-partime run curious -i {input} -e {executors} -w 1 --rounds {rounds} -q --plugin '{Repository.TestPlugin("Curious")}'";

    private Task<CommandResult> ShellAsync(string script) => Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = folder.Path });

    /// <summary>A session whose second run waits for its token.</summary>
    private Command StartPatient(string prepare)
    {
        var script = $"{prepare}exec dotnet-partime run patient -i begun -e serial --rounds 3 --csv runs.csv --plugin '{Repository.TestPlugin("Stubborn")}'";
        var session = Command.Start(tool.Program("bash", "-c", script) with { Folder = folder.Path });
        session.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun").GetAwaiter().GetResult();
        return session;
    }

    private IEnumerable<string> Results() => Column("result");

    private IEnumerable<string> Column(string name) => Csv.Parse(File.ReadAllText(folder["tasks.csv"])).Select(row => row[name]);
}

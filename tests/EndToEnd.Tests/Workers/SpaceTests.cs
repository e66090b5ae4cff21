namespace Partime.EndToEnd.Tests.Workers;

public sealed class SpaceTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly WorkerSession session = new(tool);

    public void Dispose() => session.Dispose();

    [NeedsRoot("unshare", "--mount")]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("process-pool", true)]
    public async Task WithoutRoomForTheBoardOneSentenceSaysHowMuchIsNeededAndWhere(string executor, bool isPortable = false)
    {
        var line = WithRoom("1m", "2m", "ok", executor, "--times", "100000", "-w", "2");
        var result = (await session.RunAsync(isPortable ? WorkerSession.OverPortable(line) : line)).ShouldExitWith(1);

        Assert.StartsWith("partime: The board for 100,000 tasks needs ", result.Error, StringComparison.Ordinal);
        Assert.Matches($"{(isPortable ? "but" : "/dev/shm has [0-9.]+ MB free and")} /.*partime-e2e-.* has [0-9.]+ MB free", result.Error);
        Assert.Contains("TMPDIR", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [NeedsRoot("unshare", "--mount")]
    [InlineData("process-pool")]
    [InlineData("pool-map")]
    public async Task WithoutRoomInMemoryTheBoardIsInTheTemporaryFolder(string executor)
    {
        (await session.RunAsync(WithRoom("1m", "100m", "ok", executor, "--times", "30000", "-w", "2"))).ShouldExitWith(0);

        Assert.Equal(30_000, session.Tasks.Count(task => task["status"] == "ok"));
    }

    [NeedsRoot("unshare", "--mount")]
    [InlineData("process-pool")]
    [InlineData("process")]
    [InlineData("pool-map")]
    [InlineData("process", true)]
    public async Task AResultThatThereIsNoRoomForIsItsTasksErrorAndHarmsNoOther(string executor, bool isPortable = false)
    {
        var line = WithRoom("30m", "30m", "ok,big:100,ok,ok", executor, "-w", "1");
        var tasks = await session.TasksAsync(2, isPortable ? WorkerSession.OverPortable(line) : line);

        Assert.Equal(["ok", "error", "ok", "ok"], tasks.Select(task => task["status"]));
        Assert.NotEmpty(tasks[1]["error_message"]);
    }

    /// <summary>The page does not fit, either; that must not hide that rows are missing.</summary>
    [NeedsRoot("unshare", "--mount")]
    [InlineData("serial")]
    [InlineData("process-pool")]
    public async Task ADiskThatBecomesFullIsToldOfEveryFileAndHasOnlyWholeRows(string executor)
    {
        const string Script = "mkdir full && mount -t tmpfs -o size=28k tmpfs full && \"$0\" \"$@\"; status=$?; cp full/runs.csv .; exit $status";
        var line = session.CrashingBehind(Script, "ok", executor, "--rounds", "1000", "--csv", "full/runs.csv", "--html", "full/page.html");
        var result = (await session.RunAsync(line with { Program = "unshare", Arguments = ["--mount", line.Program, .. line.Arguments], Folder = session.Files.Path })).ShouldExitWith(1);

        Assert.Contains("full/runs.csv", result.Error, StringComparison.Ordinal);
        Assert.Contains("full/page.html", result.Error, StringComparison.Ordinal);
        var rows = Csv.Parse(File.ReadAllText(session.Files["runs.csv"]));
        Assert.InRange(rows.Count, 10, 999);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
    }

    private CommandLine WithRoom(string inMemory, string inTemporaryFolder, string inputs, string executor, params string[] options)
    {
        const string Mount = "mount -t tmpfs -o size={0} tmpfs /dev/shm && mount -t tmpfs -o size={1} tmpfs \"$TMPDIR\" && exec";
        var script = Mount.Replace("{0}", inMemory, StringComparison.Ordinal).Replace("{1}", inTemporaryFolder, StringComparison.Ordinal);
        var line = session.CrashingBehind(script, inputs, executor, options);
        return line with { Program = "unshare", Arguments = ["--mount", line.Program, .. line.Arguments] };
    }
}

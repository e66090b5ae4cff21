namespace Partime.EndToEnd.Tests;

public sealed class InterruptionTests(InstalledTool tool) : IClassFixture<InstalledTool>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Needs("kill")]
    public async Task CtrlCKeepsWhatWasMeasuredAndMarksTheRunUnderWay()
    {
        using var session = StartUninterrupted("run", "patient", "-i", folder["begun"], "-e", "serial", "--rounds", "3", "--csv", folder["runs.csv"]);
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun");
        Assert.Single(Rows());

        await session.SignalAsync("INT");
        var end = (await session.EndAsync()).ShouldExitWith(130);

        Assert.Equal(["ok", "cancelled"], Rows().Select(row => row["status"]));
        Assert.Contains($"1 finished run is in {folder["runs.csv"]}: the same command with --resume {folder["runs.csv"]} in place of --csv continues the session.\n", end.Error, StringComparison.Ordinal);
    }

    [Needs("kill")]
    public async Task ASessionWhoseLastRunWasInterruptedIsNotComplete()
    {
        using var session = StartUninterrupted("run", "patient", "-i", folder["begun"], "-e", "serial", "--rounds", "2", "--json", folder["session.json"]);
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the last run has begun");
        await session.SignalAsync("INT");
        (await session.EndAsync()).ShouldExitWith(130);

        Assert.Contains("\"complete\": false", File.ReadAllText(folder["session.json"]), StringComparison.Ordinal);
    }

    [Needs("kill")]
    public async Task ASecondCtrlCEndsEvenATaskThatIgnoresTheFirst()
    {
        using var session = StartUninterrupted("run", "stubborn", "-i", folder["begun"], "-e", "serial", "--csv", folder["runs.csv"]);
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the task has begun");

        await session.SignalAsync("INT");
        await session.UntilAsync(() => session.Error.Contains("Once more", StringComparison.Ordinal), "the first signal is answered");
        await session.SignalAsync("INT");
        var end = (await session.EndAsync()).ShouldExitWith(130);

        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.Empty(Rows());
    }

    [Needs("kill")]
    public async Task TerminationEndsASessionAsCtrlCDoes()
    {
        using var session = StartUninterrupted("run", "sleep", "-i", "100000", "-e", "threads", "--csv", folder["runs.csv"]);
        await session.UntilAsync(() => File.Exists(folder["runs.csv"]) && new FileInfo(folder["runs.csv"]).Length > 0, "the output is open");

        await session.SignalAsync("TERM");
        (await session.EndAsync()).ShouldExitWith(143);

        Assert.All(Rows(), row => Assert.Equal("cancelled", row["status"]));
    }

    [Needs("kill")]
    public async Task TerminatingTheGroupOfDotnetPartimeKeepsTheRunUnderWay()
    {
        using var session = StartUninterrupted("run", "patient", "-i", folder["begun"], "-e", "serial", "--rounds", "3", "--csv", folder["runs.csv"]);
        await session.UntilAsync(() => File.Exists(folder["begun"]), "the second run has begun");

        // The group's own signal, and the one that the dotnet command passes on.
        await session.SignalAsync("TERM");
        await session.SignalAsync("TERM");
        (await session.EndAsync()).ShouldExitWith(143);

        Assert.Equal(["ok", "cancelled"], Rows().Select(row => row["status"]));
    }

    [Theory]
    [InlineData("INT", 130, "run", "sum-squares", "-i", "@pipe")]
    [InlineData("TERM", 143, "report", "pipe")]
    [InlineData("INT", 130, "compare", "pipe", "other.csv")]
    public async Task WhileNothingIsMeasuredTheFirstSignalEnds(string signal, int exitCode, params string[] arguments)
    {
        var pipe = folder["pipe"];
        (await Command.RunAsync(new CommandLine("mkfifo", pipe))).ShouldExitWith(0);
        using var session = StartUninterrupted([.. arguments.Select(argument => argument.Replace("pipe", pipe, StringComparison.Ordinal))]);
        // The pipe opens as soon as partime has opened its end of it, and nothing is ever written.
        await using var writer = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)).WaitAsync(Command.Limit);

        await session.SignalAsync(signal);
        var end = (await session.EndAsync()).ShouldExitWith(exitCode);

        Assert.DoesNotContain("waiting for the tasks", end.Error, StringComparison.Ordinal);
    }

    private IReadOnlyList<Dictionary<string, string>> Rows() => Csv.Parse(File.ReadAllText(folder["runs.csv"]));

    /// <summary>A shell may have started these tests in the background, with Ctrl-C ignored by it and all its children.</summary>
    private Command StartUninterrupted(params string[] arguments)
    {
        var line = tool.Line(arguments is ["run", ..] ? [.. arguments, "--plugin", Repository.TestPlugin("Stubborn")] : arguments);
        return Command.Start(OperatingSystem.IsLinux()
            ? line with { Program = "env", Arguments = ["--default-signal=INT", line.Program, .. line.Arguments] }
            : line);
    }
}

namespace Partime.EndToEnd.Tests;

public sealed class StreamTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    private const string Escape = "\u001b";

    [Needs("bash")]
    public async Task AReaderThatHasEnoughEndsTheSessionWithoutAnError()
    {
        const string Script = "dotnet-partime run sleep -i 0.1 -e serial --rounds 100000 | head -1; echo ${PIPESTATUS[0]}";
        var pipe = (await Command.RunAsync(tool.Program("bash", "-c", Script))).ShouldExitWith(0);

        var lines = pipe.Output.TrimEnd().Split('\n');
        Assert.StartsWith("workload,variant,", lines[0], StringComparison.Ordinal);
        Assert.Equal("0", lines[1]);
        Assert.DoesNotContain("   at ", pipe.Error, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task AReaderThatHasEnoughChangesNeitherTheExitCodeNorOtherOutputs()
    {
        using var folder = new TemporaryFolder();
        const string Script = """
            dotnet-partime run command -q -i 1,2 -e serial --rounds 2 --csv runs.csv --json runs.json --summary-csv - --markdown end.md --html end.html -- false | true; echo ${PIPESTATUS[0]}
            dotnet-partime run command -q -i 1,2 -e serial --rounds 100 --csv - --tasks-csv tasks.csv -- false | head -2 > /dev/null; echo ${PIPESTATUS[0]}
            mkfifo fifo; head -1 fifo > /dev/null & dotnet-partime run sleep -q -i 0 -e serial --rounds 2 --csv fifo --tasks-csv own.csv; echo $?
            """;
        var pipes = (await Command.RunAsync(tool.Program("bash", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);

        Assert.Equal(["2", "2", "1"], pipes.Output.TrimEnd().Split('\n'));
        Assert.Contains("fifo: Broken pipe. The program that read it has ended", pipes.Error, StringComparison.Ordinal);
        Assert.Contains("\"complete\": true", File.ReadAllText(folder["runs.json"]), StringComparison.Ordinal);
        Assert.All(["end.md", "end.html"], file => Assert.True(new FileInfo(folder[file]).Length > 0));
        Assert.Equal(2, Csv.Parse(File.ReadAllText(folder["tasks.csv"])).Count(task => task["run"] == "1"));
        Assert.NotEmpty(Csv.Parse(File.ReadAllText(folder["own.csv"])));
    }

    [Fact]
    public async Task WhatAPluginPrintsStaysOutOfTheData()
    {
        var run = (await tool.RunAsync("run", "talkative", "-i", "5,6", "-e", "serial", "--plugin", Repository.TestPlugin("Talkative"))).ShouldExitWith(0);

        Assert.Single(Csv.Parse(run.Output));
        Assert.DoesNotContain("chatter", run.Output, StringComparison.Ordinal);
        foreach (var when in (string[])["made", "started", "run"])
            Assert.Contains($"chatter: {when}", run.Error, StringComparison.Ordinal);
    }

    [Needs("bash")]
    public async Task TwoCommandsRedirectedToOneFileDoNotWriteOverEachOther()
    {
        using var folder = new TemporaryFolder();
        const string Script = "(dotnet-partime run sleep -i 0 -e serial -q --rounds 1; dotnet-partime run sleep -i 0 -e serial -q --rounds 1) > both.csv";
        (await Command.RunAsync(tool.Program("bash", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);

        var lines = File.ReadAllLines(folder["both.csv"]);
        Assert.Equal(4, lines.Length);
        Assert.Equal(lines[0], lines[2]);
        Assert.All([lines[1], lines[3]], line => Assert.StartsWith("sleep,sleep,serial,", line, StringComparison.Ordinal));
    }

    [Needs("bash")]
    public async Task AClosedStreamOrFolderIsOneSentenceAtMost()
    {
        foreach (var (script, exitCode, reason) in ((string, int, string)[])
        [
            ("dotnet-partime list >&-", 1, "it is closed. Redirect it"),
            ("dotnet-partime run sleep -i 0 -e serial -q >&-", 1, "it is closed. Redirect it"),
            ("dotnet-partime run sum-squares -i x,1 -e serial -q --csv r.csv 2>&-", 2, ""),
            ("dotnet-partime run sum-squares -i @- < /", 1, "'@-' cannot be read"),
            ("dotnet-partime run sum-squares -i @- <&-", 1, "standard input: it is closed"),
            ("mkdir gone; cd gone; rmdir ../gone; dotnet-partime describe sleep", 1, "does not exist any more"),
            ("dotnet-partime run sleep -i 0 -e serial --csv own.csv > own.csv", 1, "own.csv"),
        ])
        {
            using var folder = new TemporaryFolder();
            var result = (await Command.RunAsync(tool.Program("bash", "-c", script) with { Folder = folder.Path })).ShouldExitWith(exitCode);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
            Assert.InRange(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 0, 1);
            Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        }
    }

    [Needs("bash")]
    public async Task ASecondSessionDoesNotWriteIntoTheFileOfAnother()
    {
        using var folder = new TemporaryFolder();
        const string Script = """
            dotnet-partime run sleep -i 6000 -e serial -q --rounds 1 --csv shared.csv &
            until [ -s shared.csv ]; do sleep 0.01; done
            dotnet-partime run sleep -i 0 -e serial -q --csv shared.csv; echo "second: $?"
            kill $!; wait $!; echo "first: $?"
            """;
        var both = (await Command.RunAsync(tool.Program("bash", "-c", Script) with { Folder = folder.Path })).ShouldExitWith(0);

        Assert.Equal("second: 1\nfirst: 143\n", both.Output);
        Assert.Equal("cancelled", Assert.Single(Csv.Parse(File.ReadAllText(folder["shared.csv"])))["status"]);
    }

    [Theory]
    [InlineData("run", "sleep", "-i", "0", "-e", "serial")]
    [InlineData("run", "sleep", "-i", "0", "-e", "serial", "--dry-run")]
    [InlineData("list")]
    [InlineData("describe", "http-fetch")]
    [InlineData("--help")]
    public async Task RedirectedOutputHasNoEscapeCharacters(params string[] arguments)
    {
        var line = tool.Line(arguments);
        foreach (var noColor in (string?[])[null, "1"])
        {
            var result = (await Command.RunAsync(line with { Environment = With(line, "NO_COLOR", noColor) })).ShouldExitWith(0);
            Assert.DoesNotContain(Escape, result.Output + result.Error, StringComparison.Ordinal);
        }
    }

    [Needs("script")]
    public async Task ATerminalShowsProgressAndThenTheTable()
    {
        var shown = await OnATerminal("dotnet-partime run sleep -i 2 -e serial --rounds 1");

        Assert.Contains("run 1 of 1", shown, StringComparison.Ordinal);
        Assert.Contains("vs serial", shown, StringComparison.Ordinal);
    }

    [Needs("script")]
    public async Task QuietIsQuietOnATerminalToo() =>
        Assert.DoesNotContain("serial", await OnATerminal("dotnet-partime run sleep -i 2 -e serial --rounds 1 -q"), StringComparison.Ordinal);

    [Needs("script")]
    public async Task NoColorLeavesColoursOut() =>
        Assert.DoesNotContain($"{Escape}[38", await OnATerminal("dotnet-partime run sleep -i 2 -e serial --rounds 1", noColor: "1"), StringComparison.Ordinal);

    [Needs("script")]
    public async Task HelpIsPrintedAndNotPaged() =>
        Assert.Contains("Exit codes:", await OnATerminal("dotnet-partime --help"), StringComparison.Ordinal);

    private async Task<string> OnATerminal(string command, string? noColor = null)
    {
        var line = tool.Program("script", "--quiet", "--return", "--command", command, "/dev/null");
        var environment = With(line, "NO_COLOR", noColor);
        environment["TERM"] = "xterm-256color";
        return (await Command.RunAsync(line with { Environment = environment })).ShouldExitWith(0).Output;
    }

    private static Dictionary<string, string?> With(CommandLine line, string name, string? value) =>
        new(line.Environment) { [name] = value };
}

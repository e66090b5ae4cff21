using Partime.Plugins.Command;

namespace Partime.Plugins.Tests.Command;

/// <summary>Programs as tasks, and what becomes of their inputs and outputs.</summary>
public class CommandTests
{
    private const int Limit = 120_000;

    private static readonly string[] Hostile =
        ["; rm -rf x", "$(touch y)", "`touch y`", "quote'\"s", "new\nline\n", "-n", "--help", "{}", "{name}", "a  b", "", "$HOME", "\\n", "*", "ü😀", "caf\udce9 \udcff", new string('L', 100_000)];

    [Theory(Timeout = Limit)]
    [BothWays("X", new[] { "echo", "a" })]
    [BothWays("a", new[] { "echo", "{}", "X" })]
    [BothWays("X", new[] { "sh", "-c", "echo a $1", "sh", "{}" })]
    public async Task TheInputIsTheLastArgumentUnlessBracesSayWhere(Way way, string input, string[] words) =>
        Assert.Equal("a X", (await Commands.RunAsync(way, input, words)).Value());

    [Theory(Timeout = Limit)]
    [BothWays(false)]
    [BothWays(true)]
    public async Task HostileInputsArriveByteForByte(Way way, bool shell)
    {
        using var folder = new OwnFolder();
        foreach (var input in Hostile)
        {
            var kept = Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString())).FullName;

            await Commands.RunAsync(way, input, workload => (workload.Shell, workload.Output, workload.Keep, workload.Folder) = (shell, OutputWay.Digest, kept, folder.Path), "printf", "%s", "{}");

            Assert.Equal(new WorkItem(0, input).ToBytes(), await File.ReadAllBytesAsync(Path.Combine(kept, "0.out")));
        }
        Assert.False(File.Exists(folder.File("y")));
    }

    [Theory(Timeout = Limit)]
    [BothWays(false)]
    [BothWays(true)]
    public async Task StandardInputHasExactlyTheInput(Way way, bool isPortable) =>
        Assert.Equal("4", (await Commands.RunAsync(way, "a\n{}", workload => (workload.Input, workload.IsPortable) = (InputWay.Stdin, isPortable), "wc", "-c")).Value());

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task AnOutputOfMegabytesIsOneDigest(Way way)
    {
        var result = await Commands.RunAsync(way, "3000000", workload => workload.Output = OutputWay.Digest, "head", "-c", "{}", "/dev/zero");

        Assert.Matches("^3000000 bytes [0-9a-f]{16}$", result.Value());
        Assert.Equal(3_000_000, result.Metric("output_bytes"));
        Assert.Equal(0, result.Metric("exit_code"));
        Assert.True(result.Metric("context_switches") >= 1);
    }

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task ADiscardedOutputIsNoResult(Way way) =>
        Assert.True((await Commands.RunAsync(way, "x", workload => workload.Output = OutputWay.Discard, "echo")).Utf8Value.IsEmpty);

    [Fact(Timeout = Limit)]
    public async Task AnOutputAboveTheLimitIsNoValue() =>
        Assert.Contains("longer than the 64 KiB", await Commands.FailureAsync(Way.Blocking, "70000", _ => { }, "head", "-c", "{}", "/dev/zero"), StringComparison.Ordinal);

    [Fact(Timeout = Limit)]
    public async Task AKeptOutputIsNeverReplacedByAnother()
    {
        using var folder = new OwnFolder();
        void Keep(CommandWorkload workload) => (workload.Keep, workload.Output) = (folder.Path, OutputWay.Digest);
        await Commands.RunAsync(Way.Blocking, "x", Keep, "echo");
        await Commands.RunAsync(Way.Blocking, "x", Keep, "echo");

        Assert.Contains("exists with other contents", await Commands.FailureAsync(Way.Blocking, "y", Keep, "echo"), StringComparison.Ordinal);
        Assert.Contains("exists with other contents", await Commands.FailureAsync(Way.Blocking, "longer", Keep, "echo"), StringComparison.Ordinal);

        Assert.Equal("x\n", await File.ReadAllTextAsync(folder.File("0.out")));
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Contains("outputs that differ need one run", await Commands.FailureAsync(Way.Blocking, "z", workload => (workload.Keep, workload.IsDeterministic) = (folder.Path, false), "echo"), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("mkdir 0.out")]
    [InlineData("mkfifo 0.out")]
    [InlineData("ln -s none 0.out")]
    [InlineData("ln -s /dev/null 0.out")]
    public async Task AKeptOutputReplacesAndOpensNothingElse(string script)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new OwnFolder();
        await Commands.RunAsync(Way.Blocking, "x", workload => (workload.Folder, workload.Shell, workload.Input) = (folder.Path, true, InputWay.Stdin), script);

        Assert.Equal($"'{folder.File("0.out")}' is no regular file, so that nothing can be kept there: remove it, or name another folder in the option 'keep'.",
            await Commands.FailureAsync(Way.Blocking, "", workload => workload.Keep = folder.Path, "true"));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact(Timeout = Limit)]
    public async Task VariantsMayHaveFoldersOfTheirOwn()
    {
        using var folder = new OwnFolder();

        await Commands.RunAsync(Way.Blocking, "x", workload => (workload.Keep, workload.Names) = (folder.File("out/{level}"), ["level=9"]), "echo");

        Assert.Equal("x\n", await File.ReadAllTextAsync(folder.File("out/9/0.out")));
    }

    [Theory(Timeout = Limit)]
    [BothWays(false)]
    [BothWays(true)]
    public async Task AProgramRunsInItsFolderWithItsVariables(Way way, bool isPortable)
    {
        using var folder = new OwnFolder();

        var result = await Commands.RunAsync(way, "x", workload => (workload.Folder, workload.EnvironmentVariables, workload.IsPortable) = (folder.Path, ["A=1=2", "B=", "A=3=4"], isPortable),
            "sh", "-c", "pwd; echo $A $B.", "sh");

        Assert.Equal($"{folder.Path}\n3=4 .", result.Value());
    }

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task ACommandHasItsStreamsItsLifelineAndTheDefaultSignals(Way way)
    {
        using var inherited = new FileStream("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Inheritable);

        // The last descriptor is that by which ls reads the folder.
        Assert.Equal("0 1 2 3 4", (await Commands.RunAsync(way, "/proc/self/fd", "ls")).Value().ReplaceLineEndings(" "));
        Assert.Equal("0000000000000000 0000000000000000", (await Commands.RunAsync(way, "/proc/self/status", "sed", "-n", "s/^Sig\\(Blk\\|Ign\\):.//p")).Value().ReplaceLineEndings(" "));
    }

    [Fact(Timeout = Limit)]
    public async Task TheEnvironmentIsThatOfPartimeAndCountsItsDepth() =>
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), (await Commands.RunAsync(Way.Blocking, "PATH", "printenv")).Value());

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task PreparationAndCleanupSurroundARun(Way way)
    {
        using var folder = new OwnFolder();
        await using var workload = await Commands.StartAsync(
            workload => (workload.Folder, workload.Prepare, workload.Cleanup, workload.Names) = (folder.Path, "echo {text} > made", "rm made", ["text=a  b"]), "cat");

        await workload.StartRunAsync(CancellationToken.None);
        Assert.Equal("a b", (await workload.DoAsync(way, "made")).Value());
        await workload.EndRunAsync();

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThePreparationHasNoTimeLimitAndExitCodesOfItsOwn(bool isPortable)
    {
        await using var workload = await Commands.StartAsync(
            workload => (workload.Prepare, workload.Timeout, workload.OkExitCodes, workload.IsPortable) = ("sleep 0.1", TimeSpan.FromMilliseconds(1), [1], isPortable), "cat");

        await workload.StartRunAsync(CancellationToken.None);
    }

    [Fact(Timeout = Limit)]
    public async Task AFailedPreparationSaysWhy()
    {
        await using var workload = await Commands.StartAsync(workload => workload.Prepare = "echo no disk >&2; exit 3", "cat");

        var failure = await Assert.ThrowsAsync<WorkFailedException>(async () => await workload.StartRunAsync(CancellationToken.None));

        Assert.Equal("The option 'prepare' fails: 'sh' ended with exit code 3: no disk", failure.Message);
    }

    [Fact(Timeout = Limit)]
    public async Task HundredsOfCommandsLeaveNoDescriptorsBehind()
    {
        await using var workload = await Commands.StartAsync(workload => workload.Input = InputWay.Stdin, "cat");
        await workload.DoAsync(Way.Blocking, "x");
        await workload.DoAsync(Way.Asynchronous, "x");
        var before = Pipes();

        await Parallel.ForEachAsync(Enumerable.Range(0, 300), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (index, token) => Assert.Equal($"{index}", (await workload.DoAsync(index % 2 == 0 ? Way.Blocking : Way.Asynchronous, $"{index}", token)).Value()));

        // Some are lifelines of eight at once, and of other tests: fewer than one of each command.
        Assert.InRange(Pipes(), 0, before + 150);
    }

    private static int Pipes() => Directory.GetFiles("/proc/self/fd").Count(file => new FileInfo(file).LinkTarget is { } target && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("memfd:input")));
}

using System.Globalization;
using Partime.Plugins.Command;

namespace Partime.Plugins.Tests.Command;

/// <summary>Commands that fail or must end: one sentence each, and nothing is left running.</summary>
public class CommandFailureTests
{
    private const int Limit = 120_000;

    [Theory(Timeout = Limit)]
    [BothWays("'false' ended with exit code 1.", new[] { "false" })]
    [BothWays("'sh' ended with exit code 7: b\nc\nd\ne\nf", new[] { "sh", "-c", "for l in a b c d e f; do echo $l >&2; done; exit 7" })]
    [BothWays("'sh' ended with exit code 1: a b", new[] { "sh", "-c", "head -c 2000 /dev/zero >&2; printf '%1000s\\n%500s b\\n%9s\\n' '' a '' >&2; exit 1" })]
    [BothWays("'sh' was ended by SIGSEGV.", new[] { "sh", "-c", "kill -SEGV $$" })]
    [BothWays("There is no program 'no-such-program' in the folders of PATH: correct its name, or write its path.", new[] { "no-such-program" })]
    [BothWays("There is no program 'wc -c x' in the folders of PATH: write its arguments as words of their own, or have a shell read them with --set shell=true.", new[] { "wc -c {}" })]
    [BothWays("There is no program './none', or the program that its first line names is missing.", new[] { "./none" })]
    [BothWays("'/etc' is a folder: write the path of a program in it.", new[] { "/etc" })]
    [BothWays("'/etc/passwd' is not executable: run 'chmod +x' on it, or write the program that reads it in front.", new[] { "/etc/passwd" })]
    public async Task AFailureIsASentenceWithItsReason(Way way, string expected, string[] words) =>
        Assert.Equal(expected, await Commands.FailureAsync(way, "x", _ => { }, words));

    [Theory(Timeout = Limit)]
    [BothWays(false, 7.0, "echo abc; exit 7")]
    [BothWays(true, 7.0, "echo abc; exit 7")]
    [BothWays(false, double.NaN, "echo abc; kill -KILL $$")]
    public async Task AFailedCommandHasTheMetricsOfOneThatIsRight(Way way, bool isPortable, double exitCode, string script)
    {
        var failed = await Commands.FailedAsync(way, "x", workload => workload.IsPortable = isPortable, "sh", "-c", script);

        Assert.Equal((exitCode, 4), (failed.Metric("exit_code") ?? double.NaN, failed.Metric("output_bytes")));
        Assert.Null(failed.InnerException);
        if (OperatingSystem.IsLinux() && !isPortable)
            Assert.All(["cpu_user_s", "cpu_system_s", "context_switches", "read_bytes", "written_bytes"], metric => Assert.NotNull(failed.Metric(metric)));
    }

    [Fact(Timeout = Limit)]
    public async Task AnOutputThatIsNoValueHasThemToo()
    {
        var failed = await Commands.FailedAsync(Way.Blocking, "70000", _ => { }, "head", "-c", "{}", "/dev/zero");
        Assert.Equal((0, 70_000), (failed.Metric("exit_code"), failed.Metric("output_bytes")));
    }

    [Fact(Timeout = Limit)]
    public async Task AProgramThatDoesNotStartHasNone() => Assert.Empty((await Commands.FailedAsync(Way.Blocking, "x", _ => { }, "no-such-program")).Metrics);

    [Fact(Timeout = Limit)]
    public async Task AFileWithoutAFirstLineIsNoProgram()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new OwnFolder();
        await File.WriteAllTextAsync(folder.File("script"), "echo x\n");
        File.SetUnixFileMode(folder.File("script"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains("is no program: a script begins with", await Commands.FailureAsync(Way.Blocking, "x", _ => { }, folder.File("script")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task AnArgumentAboveTheLimitOfTheSystemIsToldTheWayOut() =>
        Assert.Contains("--set input=stdin", await Commands.FailureAsync(Way.Blocking, new string('x', 200_000), _ => { }, "true"), StringComparison.Ordinal);

    [Fact]
    public void TooManyOpenFilesAreToldTheWayOut() =>
        Assert.EndsWith(" Use fewer workers, or raise the limit on open files (ulimit -n).", CommandPipes.Refused("It ends", LibC.EMFILE).Message, StringComparison.Ordinal);

    [Fact(Timeout = Limit)]
    public async Task OtherExitCodesMayBeRight() =>
        Assert.Equal(1, (await Commands.RunAsync(Way.Blocking, "x", workload => workload.OkExitCodes = [0, 1], "false")).Metric("exit_code"));

    [Theory(Timeout = Limit)]
    [BothWays(false, "sleep 1000 & echo $! > child; echo late >&2; wait")]
    [BothWays(true, "sleep 1000 & echo $! > child; echo late >&2; wait")]
    [BothWays(false, "setsid sh -c 'setsid sleep 1000 & echo $! > child; echo late >&2; wait' & wait")]
    public async Task ACommandThatTakesTooLongEndsWithAllThatItHasStarted(Way way, bool isPortable, string script)
    {
        using var folder = new OwnFolder();

        var late = await Commands.FailedAsync(way, "x",
            workload => (workload.Folder, workload.Timeout, workload.IsPortable) = (folder.Path, Pace.Of(TimeSpan.FromSeconds(0.5)), isPortable), "sh", "-c", script);

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"'sh' took longer than {0.5 * Pace.Factor} s (option 'timeout') and was killed: late"), late.Message);
        Assert.IsType<TimeoutException>(late.InnerException);
        Assert.Equal((null, 0), (late.Metric("exit_code"), late.Metric("output_bytes")));
        await Commands.UntilGoneAsync(int.Parse(await File.ReadAllTextAsync(folder.File("child")), CultureInfo.InvariantCulture));
    }

    [Theory(Timeout = Limit)]
    [BothWays(false)]
    [BothWays(true)]
    public async Task AnInterruptedSessionEndsItsCommands(Way way, bool isPortable)
    {
        using var session = new CancellationTokenSource();
        using var folder = new OwnFolder();
        await using var workload = await Commands.StartAsync(workload => (workload.Folder, workload.IsPortable) = (folder.Path, isPortable), "sh", "-c", "echo $$ > started; mv started pid; sleep 1000; :");
        var task = workload.DoAsync(way, "x", session.Token);
        while (!File.Exists(folder.File("pid")))
            await Task.Delay(5);

        await session.CancelAsync();

        var killed = await Assert.ThrowsAsync<WorkFailedException>(() => task);
        Assert.IsType<OperationCanceledException>(killed.InnerException);
        Assert.Equal(("'sh' was killed, because its task was cancelled.", null, 0), (killed.Message, killed.Metric("exit_code"), killed.Metric("output_bytes")));
        await Commands.UntilGoneAsync(int.Parse(await File.ReadAllTextAsync(folder.File("pid")), CultureInfo.InvariantCulture));
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnInterruptedPreparationIsNoFailure(bool isPortable)
    {
        await using var workload = await Commands.StartAsync(workload => (workload.Prepare, workload.IsPortable) = ("sleep 1000", isPortable), "true");

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await workload.StartRunAsync(new CancellationToken(canceled: true)));
    }

    [Theory(Timeout = Limit)]
    [BothWays]
    public async Task WhatACommandLeavesRunningEndsWithIt(Way way)
    {
        var child = (await Commands.RunAsync(way, "x", "sh", "-c", "sleep 1000 & echo $!")).Value();

        await Commands.UntilGoneAsync(int.Parse(child, CultureInfo.InvariantCulture));
    }

    [Fact(Timeout = Limit)]
    public async Task AZeroByteIsInNoArgument() =>
        Assert.Equal("The input has a zero byte, which no argument can have: send it by --set input=stdin.", await Commands.FailureAsync(Way.Blocking, "a\0b", _ => { }, "echo"));

    [Theory(Timeout = Limit)]
    [InlineData("The option 'keep' is '/etc/passwd', which is no folder: name another.", "/etc/passwd")]
    [InlineData("The option 'keep' is '/etc/passwd/x', a folder that cannot be made: ", "/etc/passwd/x")]
    [InlineData("The option 'keep' has {}, but is the same for all inputs: leave it out, or write {{}} for the text {}.", "out/{}")]
    public async Task AFolderThatCannotBeIsToldBeforeTheFirstTask(string expected, string keep) =>
        Assert.StartsWith(expected, (await Assert.ThrowsAsync<WorkFailedException>(() => Commands.StartAsync(workload => workload.Keep = keep, "echo"))).Message, StringComparison.Ordinal);

    [Theory(Timeout = Limit)]
    [InlineData("The command has {lvl}, which has no value: add --set lvl=… or --vary lvl=…, or write {{lvl}} for the text {lvl}.", "", "gzip", "-{lvl}")]
    [InlineData("The setting 'level' is no option of 'command', and the command has no {level}: correct the name, or write {level} where the value belongs.", "level=1", "gzip")]
    [InlineData("The script has {} within quotes, where the shell would take it apart: leave out the quotes around {}, which is one word anyway, or write \"$1\" for the input.", "shell", "echo '{}'")]
    [InlineData("The script has {} within quotes, where the shell would take it apart: leave out the quotes around {}, which is one word anyway, or write \"$1\" for the input.", "shell", "echo \"a$(cat {})\"")]
    [InlineData("The script has {} behind a backslash, where it would be no word: leave out the backslash, or write \"$1\" for the input.", "shell", "echo \\{}")]
    [InlineData("The script has the input in a comment (#), where the shell leaves it out: write {} before the comment, or \"$1\" for the input.", "shell", "wc -c # it's a count")]
    [InlineData("The script has the input in a comment (#), where the shell leaves it out: write {} before the comment, or \"$1\" for the input.", "shell", "wc -c;# {}")]
    [InlineData("The script ends with ';', so that the input would be a command behind it: write {} where the input belongs.", "shell", "wc -c ;\n")]
    [InlineData("Beside a here-document (<<), {} is no word of a script: write \"$1\" for the input, and $1 within the here-document.", "shell", "cat {} - <<EOF\nx\nEOF")]
    [InlineData("The option 'environment' has a variable that is not written as NAME=VALUE: write 'environment=NAME=VALUE'.", "environment", "env")]
    [InlineData("The option 'folder' is 'none', which is no folder: create it, or name another.", "folder", "env")]
    public async Task AMistakeIsToldBeforeTheFirstTask(string expected, string setting, params string[] words) => Assert.Equal(expected, (await Assert.ThrowsAsync<WorkFailedException>(() => Commands.StartAsync(
        workload => (workload.Names, workload.Shell, workload.EnvironmentVariables, workload.Folder) =
            (setting.Contains('=') ? [setting] : [], setting == "shell", setting == "environment" ? ["x"] : [], setting == "folder" ? "none" : ""), words))).Message);
}

using System.Globalization;
using Partime.Tool.Tests.Reporting;

namespace Partime.Tool.Tests.Cli;

/// <summary>The words after <c>--</c>, and settings of names that a workload does not declare.</summary>
public sealed class WordsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string RunsCsv => folder["runs.csv"];

    private string TasksCsv => folder["tasks.csv"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("serial")]
    [InlineData("process-pool")]
    [InlineData("async")]
    public async Task WordsReachTheWorkloadAsTheyAre(string executor)
    {
        await File.WriteAllTextAsync(folder["response"], "--set\n");

        var rows = await MeasureAsync(["-e", executor, "-w", "1"], "printf", "[%s]", "--set", "x=1", "--", "-h", "--help", $"@{folder["response"]}", "it's", "a b", "$(x)", "", "{{}}", "ü\n", "{}");

        Assert.Equal($"[--set][x=1][--][-h][--help][@{folder["response"]}][it's][a b][$(x)][][{{}}][ü\n][IN]", Assert.Single(Tasks())["result"]);
        Assert.Equal($"printf '[%s]' --set x=1 -- -h --help @{folder["response"]} 'it'\\''s' 'a b' '$(x)' '' '{{{{}}}}' 'ü\n' '{{}}'", Assert.Single(rows)["param_command"]);
    }

    [Fact]
    public async Task AResponseFileMayEndWithWords()
    {
        await File.WriteAllLinesAsync(folder["response"], ["run", "command", "-i", "IN", "-e", "serial", "--rounds", "1", "-q", "--set", "output=value", "--csv", RunsCsv, "--", "echo", "-e", "--set", "a b"]);

        (await CommandRun.OfAsync($"@{folder["response"]}")).ShouldExitWith(0);

        Assert.Equal("echo -e --set 'a b'", Assert.Single(Runs())["param_command"]);
    }

    [Fact]
    public async Task NamesBecomeVariantsAndColumns()
    {
        var rows = await MeasureAsync(["-e", "serial", "--vary", "level=1,9", "--set", "name=echo"], "{name}", "level", "{level}");

        Assert.Equal(["1 echo", "9 echo"], rows.Select(row => $"{row["param_level"]} {row["param_name"]}").Order());
        Assert.Equal(["level 1 IN", "level 9 IN"], Tasks().Select(row => row["result"]).Order());
    }

    [Fact]
    public async Task ANameThatIsNamedLikeASecretIsHidden()
    {
        var row = Assert.Single(await MeasureAsync(["-e", "serial", "--set", "token=abc"], "echo", "{token}", "https://user:pass@host/"));

        Assert.Equal(("***", "echo '{token}' 'https://***@host/'"), (row["param_token"], row["param_command"]));
    }

    [Fact]
    public async Task ASessionContinuesOnlyWithTheSameWords()
    {
        string[] plan = ["run", "command", "-i", "IN", "-e", "serial", "--seed", "1", "-q", "--rounds"];
        (await CommandRun.OfAsync([.. plan, "2", "--csv", RunsCsv, "--", "echo", "a b"])).ShouldExitWith(0);
        await File.WriteAllLinesAsync(RunsCsv, (await File.ReadAllLinesAsync(RunsCsv))[..^1]);

        var other = (await CommandRun.OfAsync([.. plan, "2", "--resume", RunsCsv, "--", "echo", "a", "b"])).ShouldExitWith(1);
        (await CommandRun.OfAsync([.. plan, "2", "--resume", RunsCsv, "--", "echo", "a b"])).ShouldExitWith(0);

        Assert.Contains("parameters: was command=echo 'a b'", other.Text, StringComparison.Ordinal);
        Assert.Equal(2, Runs().Count);
    }

    [Fact]
    public async Task ResultsThatMayDifferAreNotCompared()
    {
        string[] plan = ["run", "command", "-i", "IN", "-e", "serial,threads", "-w", "1", "--rounds", "1", "-q", "--csv", RunsCsv];
        (await CommandRun.OfAsync([.. plan, "--", "sh", "-c", "echo $$"])).ShouldExitWith(3);
        (await CommandRun.OfAsync([.. plan, "--set", "deterministic=false", "--", "sh", "-c", "echo $$"])).ShouldExitWith(0);
    }

    [Fact]
    public async Task RecordsOfAFileArriveByteForByteAndAreShownInCsv()
    {
        await File.WriteAllBytesAsync(folder["list"], [.. "caf"u8, 0xE9, 0, .. "a\nb"u8, 0, .. "ü"u8, 0]);

        (await CommandRun.OfAsync("run", "command", "-i", $"@0:{folder["list"]}", "-e", "serial,process-pool", "-w", "1", "--rounds", "1", "-q", "--set", "keep=" + folder["kept"], "--csv", RunsCsv, "--tasks-csv", TasksCsv, "--", "printf", "%s"))
            .ShouldExitWith(0);

        Assert.Equal([.. "caf"u8, 0xE9], await File.ReadAllBytesAsync(Path.Combine(folder["kept"], "0.out")));
        Assert.Equal(["caf\\xE9", "a\nb", "ü"], Tasks().Take(3).Select(row => row["input"]));
    }

    [Theory]
    [InlineData("serial", "cold")]
    [InlineData("async", "cold")]
    [InlineData("process-pool", "cold")]
    [InlineData("process-pool", "warm")]
    public async Task TheCpuTimeOfProgramsIsThatOfTheRun(string executor, string pool)
    {
        // In a warm pool the worker itself tells after each round, and the system at its end.
        var rows = await MeasureAsync(["-e", executor, "-w", "1", "--pool", pool, "--rounds", pool == "warm" ? "2" : "1"], "sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done");

        Assert.All(rows, row => Assert.InRange(Number(row["metric_cpu_user_s"]), 0.001, Number(row["cpu_s"])));
    }

    /// <summary>The tutorial that partime began with, in the language in which it was written.</summary>
    [Fact]
    public async Task ThreeSleepsOfPythonTakeThreeSecondsInTurnAndOneAtOnce()
    {
        var rows = await MeasureAsync(["-i", "1", "-i", "1", "-e", "serial,threads", "-w", "3"], "python3", "-c", "import sys, time; time.sleep(float(sys.argv[1].replace('IN', '1')))");

        // How long Python takes to start is no matter of partime, so what is asserted is which tasks overlap.
        Assert.InRange(Number(RowOf(rows, "serial")["wall_s"]), 3.0, double.MaxValue);
        var tasks = Tasks().ToLookup(task => task["run"]);
        var (inTurn, atOnce) = (tasks[RowOf(rows, "serial")["run"]].ToList(), tasks[RowOf(rows, "threads")["run"]].ToList());
        Assert.All(inTurn.Zip(inTurn.Skip(1)), pair => Assert.InRange(Number(pair.Second["started_s"]), Number(pair.First["ended_s"]), double.MaxValue));
        Assert.Equal(3, atOnce.Count);
        Assert.InRange(atOnce.Max(task => Number(task["started_s"])), 0, atOnce.Min(task => Number(task["ended_s"])));
    }

    [Theory]
    [InlineData("The workload 'sleep' takes no words after '--': leave them out.", "run", "sleep", "-i", "0", "--", "x")]
    [InlineData("The workload 'command' requires words after '--': end the command line with '--' and these words.", "run", "command", "-i", "0")]
    [InlineData("The workload 'command' requires words after '--': end the command line with '--' and these words.", "run", "command", "-i", "0", "--")]
    [InlineData("The workload 'command' has no option 'Level'.", "run", "command", "-i", "0", "--set", "Level=1", "--", "echo")]
    [InlineData("The name 'level' is set twice: keep one of the settings.", "run", "command", "-i", "0", "--set", "level=1", "--set", "level=2", "--", "echo")]
    [InlineData("The setting 'level' is no option of 'command', and the command has no {level}", "run", "command", "-i", "0", "--set", "level=1", "--", "echo")]
    [InlineData("The command has {level}, which has no value", "run", "command", "-i", "0", "--", "echo", "{level}")]
    [InlineData("The command has {timeout}, which is named as an option of 'command': choose another name, or write {{timeout}} for the text {timeout}", "run", "command", "-i", "0", "--set", "timeout=5s", "--", "echo", "{timeout}")]
    [InlineData("has no option 'ok_exit_codes'", "run", "command", "-i", "0", "--set", "ok_exit_codes=1", "--", "echo")]
    [InlineData("have no records. End each with a zero byte.", "run", "command", "-i", "@0:/dev/null", "--", "echo")]
    public async Task AMistakeIsOneSentence(string expected, params string[] words)
    {
        var text = (await CommandRun.OfAsync(words)).ShouldExitWith(1).Text;
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> RowOf(IEnumerable<Dictionary<string, string>> rows, string executor) =>
        rows.Single(row => row["executor"] == executor);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private async Task<List<Dictionary<string, string>>> MeasureAsync(string[] options, params string[] words)
    {
        (await CommandRun.OfAsync(["run", "command", "-i", "IN", .. options.Contains("--rounds") ? [] : (string[])["--rounds", "1"], "-q", "--set", "output=value", "--csv", RunsCsv, "--tasks-csv", TasksCsv, .. options, "--", .. words])).ShouldExitWith(0);
        return Runs();
    }

    private List<Dictionary<string, string>> Runs() => Rfc4180.Rows(File.ReadAllText(RunsCsv));

    private List<Dictionary<string, string>> Tasks() => Rfc4180.Rows(File.ReadAllText(TasksCsv));
}

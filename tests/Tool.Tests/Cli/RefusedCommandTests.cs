using Partime.Tool.Cli;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Cli;

/// <summary>Commands that are refused before anything is measured. They run in this process; the end-to-end tests show that the tool
/// prints such a refusal as one line and exits with 1.</summary>
public sealed class RefusedCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(": it is a folder.", "run", "sleep", "-i", "0", "--csv", "/tmp")]
    [InlineData("has bytes that are no UTF-8", "run", "sleep", "-i", "0", "--csv", "a\ufffd.csv")]
    [InlineData("'bogus'", "run", "sleep", "-i", "0", "-e", "bogus")]
    [InlineData("'5..1'", "run", "sleep", "--inputs", "5..1")]
    [InlineData("'@missing'", "run", "sleep", "--inputs", "@missing")]
    [InlineData("the setting 'bogus'", "run", "sleep", "-i", "0", "--set", "bogus=1")]
    [InlineData("'bogus'", "run", "http-fetch", "-i", "http://localhost/", "--set", "bogus=1")]
    [InlineData("'often'", "run", "http-fetch", "-i", "http://localhost/", "--set", "timeout=often")]
    [InlineData("from 1ms to 24d", "run", "http-fetch", "-i", "http://localhost/", "--set", "timeout=0s")]
    [InlineData("'10Mb'", "run", "http-fetch", "-i", "http://localhost/", "--set", "max-body-size=10Mb")]
    [InlineData("There is no baseline 'thread' here. Choose first, serial, threads × 2.", "run", "sleep", "-i", "0", "-e", "serial,threads", "-w", "2", "--baseline", "thread")]
    [InlineData("'slep'", "run", "slep")]
    [InlineData("'slep'", "describe", "slep")]
    [InlineData("'lst'", "lst")]
    [InlineData("'--bogus'", "run", "sleep", "--bogus")]
    [InlineData("'workers'", "run", "sleep", "--workers")]
    [InlineData("'extra'", "run", "sleep", "extra")]
    [InlineData("rounds '0'", "run", "sleep", "-i", "0", "--rounds", "0")]
    [InlineData("--times many", "run", "sleep", "-i", "0", "--times", "many")]
    [InlineData("/missing", "run", "sleep", "-i", "0", "--plugin", "/missing")]
    [InlineData("same.csv'", "run", "sleep", "-i", "0", "--csv", "same.csv", "--tasks-csv", "same.csv")]
    [InlineData("There is no file to append to", "run", "sleep", "-i", "0", "-e", "serial", "--append", "--json", "x.json")]
    [InlineData("There is no file to append to", "run", "sleep", "-i", "0", "-e", "serial", "--append", "--csv", "-")]
    [InlineData("leave one of them out", "run", "sleep", "-i", "0", "-e", "serial", "--append", "--resume", "runs.csv")]
    [InlineData("There is no file", "run", "sleep", "-i", "0", "-e", "serial", "--resume", "nowhere.csv")]
    [InlineData("writes no other: leave --csv out", "run", "sleep", "-i", "0", "-e", "serial", "--resume", "runs.csv", "--csv", "other.csv")]
    [InlineData("writes no other: leave --json out", "run", "sleep", "-i", "0", "-e", "serial", "--resume", "runs.csv", "--json", "other.json")]
    [InlineData("writes no other: leave --trace out", "run", "sleep", "-i", "0", "-e", "serial", "--resume", "runs.csv", "--trace", "trace.json")]
    [InlineData("There is no file 'nowhere.csv'.", "predict", "nowhere.csv")]
    [InlineData("The name of a file is empty.", "report", "")]
    [InlineData("The name of a file is empty.", "predict", "")]
    [InlineData("'200%' is not a percentage from 0% to 100%", "advise", "sleep", "-i", "0", "--within", "200%")]
    [InlineData("takes no --scale weak: leave it out", "advise", "sleep", "-i", "0", "--scale", "weak")]
    [InlineData("cannot be 'tasks' under weak scaling", "run", "sleep", "-i", "0", "-e", "threads", "-w", "1,tasks", "--scale", "weak")]
    [InlineData("The number of tasks '0' is not a whole number from 1 to", "advise", "sleep", "-i", "0", "--vary", "tasks=1,0")]
    [InlineData("write key=value,value", "advise", "sleep", "-i", "0", "--vary", "tasks")]
    [InlineData("has no options: leave out the setting 'jitter'", "advise", "sleep", "-i", "0", "--vary", "jitter=1,2")]
    [InlineData("The option 'tasks' is varied twice", "advise", "sleep", "-i", "0", "--vary", "tasks=1", "--vary", "tasks=2")]
    [InlineData("have different sample inputs: give them the same inputs", "advise", "sleep", "sum-squares")]
    [InlineData("bogus", "advise", "sleep", "-i", "0", "--csv", "never.csv", "--columns", "bogus")]
    [InlineData("contradict each other", "advise", "sleep", "-i", "0", "-q", "-v")]
    [InlineData("'--rounds'", "advise", "sleep", "-i", "0", "--rounds", "3")]
    [InlineData("same.json' is the path of", "advise", "sleep", "-i", "0", "--json", "same.json", "--csv", "same.json")]
    [InlineData("'same.csv' is read and would be overwritten", "predict", "same.csv", "--csv", "same.csv")]
    [InlineData("needs a file", "run", "sleep", "-i", "0", "-e", "serial", "--resume", "-")]
    public Task AMistakeIsAnsweredByOneSentenceThatQuotesIt(string quoted, params string[] arguments) => ShouldBeRefusedAsync(quoted, arguments);

    [Theory]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "-1")]
    [InlineData("--chunk-size", "0")]
    [InlineData("--chunk-size", "-1")]
    [InlineData("--chunk-size", "large")]
    [InlineData("--max-tasks-per-worker", "0")]
    [InlineData("--max-tasks-per-worker", "-1")]
    [InlineData("--max-tasks-per-worker", "0.5")]
    [InlineData("--max-tasks-per-worker", "ten")]
    [InlineData("--retries", "-1")]
    [InlineData("--retries", "101")]
    [InlineData("--timeout", "0")]
    [InlineData("--timeout", "0s")]
    [InlineData("--timeout", "soon")]
    [InlineData("--pool", "tepid")]
    [InlineData("--scale", "heavy")]
    public async Task ABadLimitIsAnsweredByOneSentenceThatQuotesIt(string option, string value)
    {
        foreach (var arguments in (string[][])[[option, value], [$"{option}={value}"]])
            Assert.Contains(Letters(option), Letters(await ShouldBeRefusedAsync(value, ["run", "crashing", "--plugin", TestPlugin.Path("Crashing"), "-i", "ok", "-e", "process-pool", .. arguments])), StringComparison.OrdinalIgnoreCase);

        // What the option limits is named, but not always as the option is.
        static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetter));
    }

    [Theory]
    [InlineData("Did you mean 'threads'?", "thread.stack-size=1MiB")]
    [InlineData("Add the executor 'async'", "async.stack-size=1MiB")]
    [InlineData("Did you mean 'stack-size'?", "threads.stack=1MiB")]
    [InlineData("a size in whole bytes from 128KiB to 1GiB", "threads.stack-size=1")]
    [InlineData("has no options", "serial.stack-size=1MiB")]
    [InlineData("'stack-size=1MiB' is not a setting of an executor", "stack-size=1MiB")]
    public async Task AMistakeInAnExecutorsSettingIsFoundBeforeTheFirstTask(string says, string setting)
    {
        await ShouldBeRefusedAsync(says, "run", "sleep", "-i", "0", "-e", "serial,threads", "--executor-set", setting, "--csv", folder["runs.csv"]);

        Assert.False(File.Exists(folder["runs.csv"]));
    }

    [Theory]
    [InlineData("runs.csv")]
    [InlineData("below/runs.csv")]
    public async Task AnOutputBelowAFileIsRefused(string path)
    {
        File.WriteAllText(folder["file"], "");
        await ShouldBeRefusedAsync($"'{folder["file"]}' is a file, and no folder. Choose another path.", "run", "sleep", "-i", "0", "-e", "serial", "--csv", Path.Combine(folder["file"], path));
    }

    [Theory]
    [InlineData("a note without an end")]
    [InlineData("\"one quote,too,few\n1,2,3\n")]
    public async Task AFileWithoutAWholeLineIsLeftAlone(string text)
    {
        File.WriteAllText(folder["runs.csv"], text);

        await ShouldBeRefusedAsync("it has no complete line", "run", "sleep", "-i", "0", "-e", "serial", "--append", "--csv", folder["runs.csv"]);

        Assert.Equal(text, File.ReadAllText(folder["runs.csv"]));
    }

    [Theory]
    [InlineData("There is nothing to install", "install")]
    [InlineData("nowhere.nupkg does not exist", "install", "nowhere.nupkg")]
    [InlineData("'a b' is not the name of a plugin", "install", "a b")]
    [InlineData("Foo.csproj is neither a package nor a folder: ", "install", "./Foo.csproj")]
    [InlineData("Foo.dll is neither a package nor a folder: ", "install", "./Foo.dll")]
    [InlineData("There is no plugin to remove", "remove")]
    [InlineData("No plugin 'Foo' is installed.", "remove", "Foo")]
    [InlineData("No plugin 'Foo' is installed.", "update", "Foo")]
    [InlineData("nowhere.json cannot be read", "verify", "--plugin-lock", "nowhere.json")]
    public Task APluginCommandThatIsWrongIsAnsweredByOneSentence(string sentence, params string[] arguments) => ShouldBeRefusedAsync(sentence, ["plugin", .. arguments]);

    private static async Task<string> ShouldBeRefusedAsync(string quoted, params string[] arguments)
    {
        // Each command counts as one more that was started by another.
        Environment.SetEnvironmentVariable(NestingGuard.Variable, null);
        var refusal = await Assert.ThrowsAsync<PartimeException>(async () => await CommandLine.Parse(arguments)(CancellationToken.None));

        Assert.Contains(quoted, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}

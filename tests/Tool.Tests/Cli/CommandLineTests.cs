using Partime.Tool.Cli;

namespace Partime.Tool.Tests.Cli;

/// <summary>What is parsed here is never executed.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("list")]
    [InlineData("describe sleep")]
    [InlineData("run sleep")]
    [InlineData("run sleep --inputs 1,2,3 --executor serial,threads -w 1,2 --csv runs.csv")]
    [InlineData("run sleep -i 1 -i 2..5 --times 3 -e serial -e all --workers auto --chunk-size 10 --rounds 2 --warmup 0")]
    [InlineData("run sleep --set cpu=1 --set x=a=b --plugin here --plugin there --tasks-csv - --excel --dry-run -q")]
    [InlineData("run sleep --inputs=@missing.txt")]
    [InlineData("run sleep --trace trace.json --hyperfine-json -")]
    [InlineData("predict tasks.csv -w 1..65 --chunk-size auto,pool,10 --session x --csv a --json -")]
    [InlineData("run sleep --executor-set threads.stack-size=1MiB --executor-set x.y=z")]
    public void ACommandIsAccepted(string command) => Assert.NotNull(CommandLine.Parse(command.Split(' ')));

    [Theory]
    [InlineData("runn sleep", "Did you mean 'run'?")]
    [InlineData("sleep -i 1", "'sleep'. Did you mean 'run sleep'?")]
    [InlineData("--list", "'--list'. Did you mean 'list'?")]
    [InlineData("plugin --install x", "'--install'. Did you mean 'install'?")]
    [InlineData("plugin instal x", "Did you mean 'install'?")]
    [InlineData("hellp", "'hellp'. See")]
    [InlineData("run sleep --input 1", "Did you mean '--inputs'?")]
    [InlineData("run sleep --bogus", "'--bogus'. See")]
    [InlineData("advise sleep --rounds 3", "'--rounds'. See")]
    [InlineData("run command --input 1", "Did you mean '--inputs'?")]
    [InlineData("run command gzip -k {} -i 1", "'-k'. If it belongs to the program, write the program and its words behind '--'.")]
    [InlineData("list --round 3", "'dotnet partime list --help'")]
    [InlineData("list wake", "wake")]
    [InlineData("list everything", "everything")]
    [InlineData("describe sleep wake", "wake")]
    [InlineData("run", "Which workload?")]
    [InlineData("predict", "Which file?")]
    [InlineData("predict tasks.csv -w 0", "'0' must be from 1")]
    [InlineData("predict tasks.csv --chunk-size many", "chunk size 'many'")]
    [InlineData("predict tasks.csv more.csv", "more.csv")]
    [InlineData("describe", "The name is missing")]
    [InlineData("run sleep --csv", "csv")]
    [InlineData("run sleep --csv a --csv b", "--csv was given twice: leave one of them out. See 'dotnet partime run --help'.")]
    [InlineData("run sleep --seed 1 --csv a --seed=2", "--seed was given twice:")]
    [InlineData("plugin pack -o a -o b", "--output was given twice:")]
    [InlineData("run sleep --quiet=yes", "Unexpected value 'yes' for option 'quiet'")]
    [InlineData("run sleep --times 0", "--times 0")]
    [InlineData("run sleep --rounds two", "rounds 'two'")]
    [InlineData("run sleep --warmup=-1", "--warmup -1")]
    [InlineData("run sleep --chunk-size 1.5", "chunk size '1.5'")]
    [InlineData("run sleep --workers two", "'two'")]
    public void AMistakeIsQuotedAndIsTheUsers(string command, string quoted)
    {
        var error = Assert.Throws<PartimeException>(() => CommandLine.Parse(command.Split(' ')));
        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AResponseFileStandsForItsLines()
    {
        File.WriteAllText(folder["good"], "run\nsleep\n--times\n3\n");
        File.WriteAllText(folder["bad"], "run\nsleep\n--times\nthree\n");
        Assert.NotNull(CommandLine.Parse([$"@{folder["good"]}"]));
        var error = Assert.Throws<PartimeException>(() => CommandLine.Parse([$"@{folder["bad"]}"]));
        Assert.Contains("--times three", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhyAResponseFileCannotBeReadIsTold() =>
        Assert.StartsWith($"Could not parse the response file '{folder["none"]}'. Could not find file '{folder["none"]}'.", Assert.Throws<PartimeException>(() => CommandLine.Parse([$"@{folder["none"]}"])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("-i")]
    [InlineData("--inputs")]
    public void AFileOfInputsIsNoResponseFile(string option)
    {
        File.WriteAllText(folder["inputs"], "1\n--bogus\n");
        Assert.NotNull(CommandLine.Parse(["run", "sleep", option, $"@{folder["inputs"]}"]));
    }

    public void Dispose() => folder.Dispose();
}

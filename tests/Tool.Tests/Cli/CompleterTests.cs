using McMaster.Extensions.CommandLineUtils;
using Partime.Tool.Cli;
using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Cli;

public sealed class CompleterTests : IDisposable
{
    private static readonly KnownNames Names = new(plugins => PluginCatalog.Open(plugins, null), () => ["Some.Plugin", "Some.Plugin", "Other"]);

    private readonly CommandLineApplication app = CommandLine.Define(TextWriter.Null, _ => { });

    public void Dispose() => app.Dispose();

    [Theory]
    [InlineData("ru", "run")]
    [InlineData("des", "describe")]
    [InlineData("do", "doctor docs")]
    [InlineData("docs ins", "installing insight")]
    [InlineData("doctor --j", "--json")]
    [InlineData("completion ", "bash zsh fish pwsh")]
    [InlineData("--ver", "--version")]
    [InlineData("comple", "completion")]
    [InlineData("list s", "")]
    [InlineData("describe s", "sleep sum-squares serial")]
    [InlineData("run ", "command http-fetch sleep sum-squares")]
    [InlineData("run -q sl", "sleep")]
    [InlineData("run @more sl", "sleep")]
    [InlineData("run -e serial sl", "sleep")]
    [InlineData("run --executor=serial sl", "sleep")]
    [InlineData("run sleep sl", "")]
    [InlineData("run sleep su", "sum-squares")]
    [InlineData("run -w sl", "")]
    public void CommandsAndWorkloadsComeWhereTheyAreWanted(string line, string expected) => Assert.Equal(expected, Completed(line));

    [Theory]
    [InlineData("run sleep --ti", "--times --timeout")]
    [InlineData("run sleep --times 3 --ti", "--timeout")]
    [InlineData("run sleep --times=3 --ti", "--timeout")]
    [InlineData("run sleep -q --qu", "")]
    [InlineData("run sleep --set a=b --se", "--set --seed")]
    [InlineData("run --vers", "")]
    [InlineData("run sleep --bogus --dry", "--dry-run")]
    [InlineData("list ", "--plugin --help")]
    public void OptionsComeUntilTheyAreGiven(string line, string expected) => Assert.Equal(expected, Completed(line));

    [Theory]
    [InlineData("run sleep -e thr", "thread-pool threads")]
    [InlineData("run sleep -e al", "all")]
    [InlineData("run sleep --executor=al", "--executor=all")]
    [InlineData("run sleep -e serial,thr", "serial,thread-pool serial,threads")]
    [InlineData("run sleep -e serial,threads,thr", "serial,threads,thread-pool")]
    [InlineData("run sleep -w ", "auto tasks")]
    [InlineData("run sleep -w 2,t", "2,tasks")]
    [InlineData("run sleep --seed ", "")]
    [InlineData("run sleep --chunk-size ", "pool auto")]
    [InlineData("predict tasks.csv --chunk-size ", "pool auto")]
    [InlineData("run sleep --pool ", "cold warm")]
    [InlineData("run sleep --pool=w", "--pool=warm")]
    [InlineData("run sleep --rounds ", "auto")]
    public void ValuesAreThoseThatHelpShows(string line, string expected) => Assert.Equal(expected, Completed(line));

    [Theory]
    [InlineData("--set lim", "limit=")]
    [InlineData("--vary lim", "limit=")]
    [InlineData("--vary color=G", "color=Green")]
    [InlineData("--set color=", "color=Red color=Green color=Blue")]
    [InlineData("--set color=G", "color=Green")]
    [InlineData("--set on=", "on=true on=false")]
    [InlineData("--set level=F", "level=Fastest")]
    [InlineData("--set wait=", "")]
    [InlineData("--set limit=1 --set lim", "")]
    [InlineData("--set header=a --set hea", "header=")]
    [InlineData("--set nothing=", "")]
    public void SettingsAreThoseOfTheWorkload(string line, string expected)
    {
        Assert.Equal(expected, Completed($"run options --plugin {TestPlugin.Path("Options")} {line}"));
        Assert.Equal(expected, Completed($"run --plugin={TestPlugin.Path("Options")} options {line}"));
        Assert.Equal("", Completed($"run {line}"));
        Assert.Equal("", Completed($"run sleep {line}"));
    }

    [Theory]
    [InlineData("run sleep --csv ", "")]
    [InlineData("run sleep --csv ru", "")]
    [InlineData("run sleep --csv=ru", "--csv=")]
    [InlineData("run --plugin ", "")]
    [InlineData("run sleep -i @ur", "@")]
    [InlineData("run sleep --inputs=@ur", "--inputs=@")]
    [InlineData("run command -- --se", "")]
    [InlineData("advise command -- gzip -", "")]
    public void APathIsLeftToTheShellWithWhatStandsInFrontOfIt(string line, string lead) => Assert.Equal($"\t{lead}", Assert.Single(Complete(line)).ToLine());

    [Theory]
    [InlineData("run sleep --executor-set thr", "threads.stack-size=")]
    [InlineData("run sleep --executor-set threads.stack-size=1MiB --executor-set thr", "")]
    [InlineData("describe thr", "thread-pool threads")]
    [InlineData("plugin ins", "install")]
    [InlineData("plugin remove Some", "Some.Plugin")]
    [InlineData("plugin remove Some.Plugin ", "Some.Plugin Other")]
    public void ExecutorsHaveSettingsAndPluginsIds(string line, string expected) => Assert.Equal(expected, Completed(line));

    [Fact]
    public void CommandsOfCommandsAreFoundAndHiddenOnesAreNot()
    {
        app.Command("group", group =>
        {
            group.Command("install", command => command.Option("--from", "", CommandOptionType.SingleValue).Takes("here|there"));
            group.Command("inside", command => command.ShowInHelpText = false);
        });
        Assert.Equal("install", Completed("group in"));
        Assert.Equal("here there", Completed("group install --from "));
    }

    [Fact]
    public void ADescriptionIsASentenceWithoutAnythingThatATerminalObeys() =>
        Assert.Equal("a\tRed [31m, two", new Candidate("a", "Red\u001b[31m,\ttwo. Three.").ToLine());

    private string Completed(string line) => string.Join(' ', Complete(line).Select(candidate => candidate.Text));

    private IEnumerable<Candidate> Complete(string line) => new Completer(app, Names).Complete(line.Split(' '));
}

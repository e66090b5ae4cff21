using System.Text;
using Partime.Plugins.Command;

namespace Partime.Plugins.Tests.Command;

/// <summary>What braces mean in the words of a command.</summary>
public class CommandWordsTests
{
    [Theory]
    [InlineData("{}", "IN")]
    [InlineData("a{}b{}", "aINbIN")]
    [InlineData("{{}}", "{}|IN")]
    [InlineData("{{}}{}", "{}IN")]
    [InlineData("-{level}", "-6|IN")]
    [InlineData("{{level}}{level}", "{level}6|IN")]
    [InlineData("{print $1}", "{print $1}|IN")]
    [InlineData("{\"a\":{}}", "{\"a\":IN}")]
    [InlineData("${level} {level}", "${level} 6|IN")]
    [InlineData("{a,b}{", "{a,b}{|IN")]
    [InlineData("{Level}", "{Level}|IN")]
    [InlineData("", "|IN")]
    [InlineData("{}\\", "IN\\")]
    public void BracesAreTheInputAValueOrText(string word, string expected) =>
        Assert.Equal(expected, Joined(CommandWords.Of(["echo", word], Names(), isArgument: true))[("echo|".Length)..]);

    [Theory]
    [InlineData("wc -c {} | cat", "/bin/sh|-c|wc -c \"$1\" | cat|sh|IN")]
    [InlineData("wc -c", "/bin/sh|-c|wc -c \"$1\"|sh|IN")]
    [InlineData("wc -c < \"$1\"", "/bin/sh|-c|wc -c < \"$1\"|sh|IN")]
    [InlineData("echo ${1%x}", "/bin/sh|-c|echo ${1%x}|sh|IN")]
    [InlineData("echo \"$@\"", "/bin/sh|-c|echo \"$@\"|sh|IN")]
    [InlineData("echo ${*} $1", "/bin/sh|-c|echo ${*} $1|sh|IN")]
    [InlineData("echo ${10} $x", "/bin/sh|-c|echo ${10} $x \"$1\"|sh|IN")]
    [InlineData("cat <<EOF\n$1\nEOF", "/bin/sh|-c|cat <<EOF\n$1\nEOF|sh|IN")]
    [InlineData("echo '<<' {}", "/bin/sh|-c|echo '<<' \"$1\"|sh|IN")]
    [InlineData("echo 'it''s' \\' {level} {}", "/bin/sh|-c|echo 'it''s' \\' 6 \"$1\"|sh|IN")]
    [InlineData("awk '{print $1}'", "/bin/sh|-c|awk '{print $1}' \"$1\"|sh|IN")]
    [InlineData("echo \"it's $1\"", "/bin/sh|-c|echo \"it's $1\"|sh|IN")]
    [InlineData("wc -c\n", "/bin/sh|-c|wc -c \"$1\"|sh|IN")]
    [InlineData("# don't, $1\nwc -c \\# a#b", "/bin/sh|-c|# don't, $1\nwc -c \\# a#b \"$1\"|sh|IN")]
    [InlineData("awk '{print $2}' {}", "/bin/sh|-c|awk '{print $2}' \"$1\"|sh|IN")]
    public void AScriptRefersToItsInput(string script, string expected) => Assert.Equal(expected, Joined(CommandWords.OfScript(script, Names(), isArgument: true)));

    [Fact]
    public void WithStandardInputNothingIsAppended()
    {
        Assert.Equal("wc|-c", Joined(CommandWords.Of(["wc", "-c"], Names(), isArgument: false)));
        Assert.Equal("/bin/sh|-c|wc -c|sh", Joined(CommandWords.OfScript("wc -c", Names(), isArgument: false)));
    }

    private static CommandNames Names() => new(new Dictionary<string, string> { ["level"] = "6" });

    private static string Joined(CommandWords words) => string.Join('|', Enumerable.Range(0, words.Count).Select(index => Encoding.UTF8.GetString(words.Word(index, [.. "IN"u8]))));
}

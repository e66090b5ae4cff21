using System.Text;
using Partime.Tool.Planning;
using static Partime.Tool.Tests.Planning.TaskInputsExtensions;

namespace Partime.Tool.Tests.Planning;

public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("one\ntwo\n")]
    [InlineData("one\ntwo")]
    [InlineData("one\r\ntwo\r\n")]
    [InlineData("\n\none\n   \n\t\n  two  \n\n")]
    [InlineData("\uFEFFone\r\ntwo")]
    public void AFileHasAnInputInEachLineThatIsNotEmpty(string content) =>
        Assert.Equal(["one", "two"], Inputs($"@{Written(content)}").Texts());

    [Fact]
    public void ALineOfAFileIsOneInputWhateverItLooksLike() =>
        Assert.Equal(["1,2", "0..5", "@x", "https://example.org/?a=1,2"], Inputs($"@{Written("1,2\n0..5\n@x\nhttps://example.org/?a=1,2")}").Texts());

    [Fact]
    public void AFileMayBeOneOfSeveralInputs() =>
        Assert.Equal(["0", "1", "x", "y", "7"], Inputs($"0..2,@{Written("x\ny")}", "7").Texts());

    [Fact]
    public void AFileWithoutLinesIsAMistake() =>
        Assert.Contains("have no lines", Assert.Throws<PartimeException>(() => Inputs($"1,@{Written("\n\n")}")).Message, StringComparison.Ordinal);

    [Fact]
    public void StandardInputIsReadLikeAFile()
    {
        using var reader = new StringReader("one\r\n\r\n two \n");
        Assert.Equal(["a", "one", "two", "b"], new TaskInputs(InputSpec.Parse(["a,@-", "b"], () => reader), 1).Texts());
    }

    [Theory]
    [InlineData("@-,@-")]
    [InlineData("@-|@-")]
    public void StandardInputIsReadOnceOnly(string specs)
    {
        var error = Assert.Throws<PartimeException>(() => InputSpec.Parse(specs.Split('|'), () => new StringReader("one")));
        Assert.Contains("'@-' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAtSignNamesAFile() =>
        Assert.Contains("Write @FILE", Assert.Throws<PartimeException>(() => Inputs("1,@")).Message, StringComparison.Ordinal);

    [Fact]
    public void AFileThatCannotBeReadIsQuoted()
    {
        foreach (var path in (string[])[folder["missing.txt"], folder["no/such/folder.txt"], folder.Path])
        {
            var error = Assert.Throws<PartimeException>(() => Inputs($"@{path}"));
            Assert.Contains($"'@{path}' cannot be read", error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.InnerException);
        }
    }

    [Fact]
    public void ALineMayBeAMebibyteLong()
    {
        var longest = new string('x', 1 << 20);
        Assert.Equal(["one", longest], Inputs($"@{Written($"one\n{longest}\n")}").Texts());
    }

    [Fact]
    public void ALongerLineIsNamed()
    {
        var path = Written($"one\r\n\r\n{new string('x', (1 << 20) + 1)}");
        Assert.StartsWith($"The inputs '@{path}' cannot be read: line 3 is longer than 1 MiB. ", Assert.Throws<PartimeException>(() => Inputs($"@{path}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndlessInputIsRejected()
    {
        using var reader = new StringReader(new string('\n', 1 << 21));
        Assert.Equal("The inputs '@-' are longer than 1 MiB. Split them into several sessions.", Assert.Throws<PartimeException>(() => InputSpec.Read("@-", reader, max: 1 << 20)).Message);
    }

    public void Dispose() => folder.Dispose();

    private string Written(string content)
    {
        File.WriteAllText(folder["inputs.txt"], content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return folder["inputs.txt"];
    }
}

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

    [Theory]
    [InlineData("a\0b\0", new[] { "a", "b" })]
    [InlineData("a\0b", new[] { "a", "b" })]
    [InlineData(" a \n\0\0\uFEFF-b", new[] { " a \n", "", "\uFEFF-b" })]
    public void ARecordEndsWithAZeroByteAndIsLeftAsItIs(string content, string[] expected) => Assert.Equal(expected, Inputs($"@0:{Written(content)}").Texts());

    [Fact]
    public void AByteOfARecordThatIsNoUtf8ComesBackAsItself()
    {
        byte[] bytes = [.. Enumerable.Range(1, 255).Select(value => (byte)value), 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xB2, 0x80, 0xC3];

        var input = Assert.Single(Inputs($"@0:{Written(bytes)}").Texts());

        Assert.Equal(bytes, new WorkItem(0, input).ToBytes());
        Assert.Contains("😀", input, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardInputMayHaveRecords() =>
        Assert.Equal(["a\nb", "c"], new TaskInputs(InputSpec.Parse(["@0:-"], () => new MemoryStream("a\nb\0c\0"u8.ToArray())), 1).Texts());

    [Fact]
    public void StandardInputMayBeOneOfSeveralInputs() =>
        Assert.Equal(["a", "one", "two", "b"], new TaskInputs(InputSpec.Parse(["a,@-", "b"], () => new MemoryStream("one\r\n\r\n two \n"u8.ToArray())), 1).Texts());

    [Theory]
    [InlineData("one\ntwo\n")]
    [InlineData("\uFEFFone\r\ntwo")]
    [InlineData("one\n\uFEFFtwo")]
    [InlineData("\uFEFF\rone\rtwo\r")]
    public void AFileAndStandardInputWithTheSameBytesAreTheSameInputs(string content)
    {
        Assert.Equal(["one", "two"], Inputs($"@{Written(content)}").Texts());
        Assert.Equal(["one", "two"], OfStandardInput(Encoding.UTF8.GetBytes(content)));
    }

    [Fact]
    public void StandardInputIsUtf8InEveryLocale() => Assert.Equal(["café", "月"], OfStandardInput("café\n月"u8.ToArray()));

    [Theory]
    [InlineData("caf\xE9", 1)]
    [InlineData("one\r\ntwo\n\xC3\n", 3)]
    [InlineData("one\rtwo\xED\xA0\x80\rthree", 2)]
    public void BytesThatAreNoUtf8AreRefusedWithTheirLine(string bytes, int line)
    {
        var path = Written(Encoding.Latin1.GetBytes(bytes));
        var reason = $"cannot be read: line {line} is not UTF-8. Correct the line, or save the inputs as UTF-8.";
        Assert.Equal($"The inputs '@{path}' {reason}", Assert.Throws<PartimeException>(() => Inputs($"@{path}")).Message);
        Assert.Equal($"The inputs '@-' {reason}", Assert.Throws<PartimeException>(() => OfStandardInput(Encoding.Latin1.GetBytes(bytes))).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Utf16IsRefusedWithItsName(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("one\ntwo\n")];
        Assert.Equal("The inputs '@-' are UTF-16. Save them as UTF-8.", Assert.Throws<PartimeException>(() => OfStandardInput(bytes)).Message);
    }

    [Theory]
    [InlineData("o\0\n\0")]
    [InlineData("one\0two\0")]
    public void AZeroByteIsRefusedAsTextOfAnotherKind(string content)
    {
        var path = Written(content);
        Assert.Equal($"The inputs '@{path}' cannot be read: line 1 has a zero byte, as UTF-16 has. Save the inputs as UTF-8, one per line.", Assert.Throws<PartimeException>(() => Inputs($"@{path}")).Message);
    }

    [Theory]
    [InlineData("@-,@-")]
    [InlineData("@-|@-")]
    public void StandardInputIsReadOnceOnly(string specs)
    {
        var error = Assert.Throws<PartimeException>(() => InputSpec.Parse(specs.Split('|'), () => new MemoryStream("one"u8.ToArray())));
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
        using var endless = new MemoryStream(Encoding.UTF8.GetBytes(new string('\n', 1 << 21)));
        Assert.Equal("The inputs '@-' are longer than 1 MiB. Split them into several sessions.", Assert.Throws<PartimeException>(() => new InputLines("@-", endless, max: 1 << 20).Read()).Message);
    }

    public void Dispose() => folder.Dispose();

    private static List<string> OfStandardInput(byte[] bytes) => new TaskInputs(InputSpec.Parse(["@-"], () => new MemoryStream(bytes)), 1).Texts();

    private string Written(string content) => Written(Encoding.UTF8.GetBytes(content));

    private string Written(byte[] content)
    {
        File.WriteAllBytes(folder["inputs.txt"], content);
        return folder["inputs.txt"];
    }
}

using Partime.Tool.Planning;
using static Partime.Tool.Tests.Planning.TaskInputsExtensions;

namespace Partime.Tool.Tests.Planning;

public sealed class InputSpecTests
{
    [Theory]
    [InlineData("1,2,3", "1|2|3")]
    [InlineData("moon", "moon")]
    [InlineData(" a b , c ", "a b|c")]
    [InlineData("1.5,2024-01-01,-7", "1.5|2024-01-01|-7")]
    [InlineData("https://example.org/a..b", "https://example.org/a..b")]
    [InlineData("../x,1.2.3", "../x|1.2.3")]
    [InlineData("7,7,7", "7|7|7")]
    public void AListHasItsPiecesAsInputs(string spec, string inputs) => Assert.Equal(inputs.Split('|'), Inputs(spec).Texts());

    [Fact]
    public void TheNamesOfInputFilesAreKnownWithoutReadingThem() =>
        Assert.Equal(["a.txt", "b.txt"], InputSpec.FilesIn(["1, @a.txt,@-", "0..5", "@b.txt"]));

    [Theory]
    [InlineData("0..5", "0|1|2|3|4")]
    [InlineData("-3..0", "-3|-2|-1")]
    [InlineData("+1..+3", "1|2")]
    [InlineData("0..10:5", "0|5")]
    [InlineData("0..11:5", "0|5|10")]
    [InlineData("0..2:100", "0")]
    [InlineData("5..0:-1", "5|4|3|2|1")]
    [InlineData("5..0:-2", "5|3|1")]
    [InlineData("9223372036854775805..9223372036854775807", "9223372036854775805|9223372036854775806")]
    [InlineData("-9223372036854775808..9223372036854775807:9223372036854775807", "-9223372036854775808|-1|9223372036854775806")]
    [InlineData("5..0:-9223372036854775808", "5")]
    public void ARangeExcludesItsEnd(string spec, string inputs) => Assert.Equal(inputs.Split('|'), Inputs(spec).Texts());

    [Theory]
    [InlineData("3..3")]
    [InlineData("3..3:-1")]
    [InlineData("a,3..3,b")]
    public void ARangeWithoutNumbersIsAMistakeLikeAFileWithoutLines(string spec) =>
        Assert.Contains("has no numbers, as its end is excluded", Assert.Throws<PartimeException>(() => Inputs(spec)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(@"http://h/?bbox=1\,2\,3", "http://h/?bbox=1,2,3")]
    [InlineData(@"a\,b,c", "a,b|c")]
    [InlineData(@"0\,..5", "0,..5")]
    [InlineData(@"C:\x,D:\", @"C:\x|D:\")]
    [InlineData(@"a\, b , \,", "a, b|,")]
    [InlineData(@"http://h/a\,b,http://h/c", "http://h/a,b|http://h/c")]
    public void ABackslashMakesACommaPartOfAnInput(string spec, string inputs) => Assert.Equal(inputs.Split('|'), Inputs(spec).Texts());

    [Fact]
    public void AFileMayHaveACommaInItsName()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a,b.txt"], "x");
        Assert.Equal(["x"], Inputs($@"@{folder[@"a\,b.txt"]}").Texts());
        Assert.Contains(@"'\,'", Assert.Throws<PartimeException>(() => Inputs($"@{folder["a,b.txt"]}")).Message, StringComparison.Ordinal);
        Assert.Equal(["a,b.txt"], InputSpec.FilesIn([@"@a\,b.txt"]));
    }

    [Fact]
    public void AFileWithTheNameOfARangeIsWrittenWithItsFolder() => Assert.Equal(["./1..5"], Inputs("./1..5").Texts());

    [Fact]
    public void AFileThatIsNamedWithoutItsSignIsFound()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["urls.txt"], "a\n");
        Assert.Equal(folder["urls.txt"], InputSpec.FileWithoutSign(["1,2", $"a, {folder["urls.txt"]}"]));
        Assert.Null(InputSpec.FileWithoutSign(["1,2", $"@{folder["urls.txt"]}", folder["none.txt"]]));
    }

    [Fact]
    public void PiecesOfAllKindsKeepTheirOrder() =>
        Assert.Equal(["a", "1", "2", "b", "c", "4", "2"], Inputs("a,1..3,b", "c", "4..0:-2").Texts());

    [Theory]
    [InlineData("5..1", "'5..1'", "Write 1..5")]
    [InlineData("1..5:-1", "'1..5:-1'", "never reaches its end")]
    [InlineData("0..10:0", "'0..10:0'", "never ends")]
    [InlineData("1,,2", "'1,,2'", "comma")]
    [InlineData("1,", "'1,'", "comma")]
    [InlineData("", "''", "comma")]
    [InlineData("0..x", "'0..x'", "START..END")]
    [InlineData("1..5.txt", "'1..5.txt'", "./NAME")]
    [InlineData("001..010", "'001..010'", "Remove the zeros")]
    [InlineData("1..-05", "'1..-05'", "Remove the zeros")]
    [InlineData("http://h/?bbox=1,2,3", "The comma before '2' in 'http://h/?bbox=1,2,3'", "@FILE")]
    [InlineData("0..5:", "'0..5:'", "START..END:STEP")]
    [InlineData("0..5:1.5", "'0..5:1.5'", "whole numbers")]
    [InlineData("1.5..3", "'1.5..3'", "whole numbers")]
    [InlineData("0..5..7", "'0..5..7'", "START..END")]
    [InlineData("0..99999999999999999999", "'0..99999999999999999999'", "START..END")]
    [InlineData("a,5..1,b", "'5..1'", "ends below its start")]
    [InlineData("-9223372036854775808..9223372036854775807", "'-9223372036854775808..9223372036854775807'", "has more than 9,223,372,036,854,775,807 numbers")]
    public void AnInvalidInputIsQuotedWithARemedy(string spec, string quoted, string remedy)
    {
        var error = Assert.Throws<PartimeException>(() => Inputs(spec));
        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrittenEqualsANaiveExpansion()
    {
        var random = new Random(20_261_123);
        for (var trial = 0; trial < 500; trial++)
        {
            var expected = new List<string>();
            var specs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomSpec(random, expected)).ToArray();
            var times = random.Next(1, 4);
            var inputs = new TaskInputs(InputSpec.Parse(specs, () => Stream.Null), times);
            Assert.Equal(expected.SelectMany(text => Enumerable.Repeat(text, times)), inputs.Texts());
        }
    }

    private static string RandomSpec(Random random, List<string> expected)
    {
        var pieces = new List<string>();
        for (var piece = random.Next(1, 6); piece > 0; piece--)
        {
            var (start, length, step) = (random.Next(-20, 20), random.Next(1, 12), random.Next(1, 5));
            switch (random.Next(3))
            {
                case 0:
                    pieces.Add($"text{start}");
                    expected.Add($"text{start}");
                    break;
                case 1:
                    pieces.Add($"{start}..{start + length}:{step}");
                    for (var number = start; number < start + length; number += step)
                        expected.Add($"{number}");
                    break;
                default:
                    pieces.Add($"{start}..{start - length}:-{step}");
                    for (var number = start; number > start - length; number -= step)
                        expected.Add($"{number}");
                    break;
            }
        }
        return string.Join(',', pieces);
    }
}

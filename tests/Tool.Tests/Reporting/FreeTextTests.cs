using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

/// <summary>Text that a spreadsheet would run is escaped, in each column that holds text of others; a number never is.</summary>
public sealed class FreeTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("@x")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("-abc")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-1+1")]
    [InlineData("-1,5")]
    [InlineData("--1")]
    [InlineData("- 1")]
    [InlineData("-1e5x")]
    [InlineData("-Infinity1")]
    [InlineData("-1.2.3")]
    [InlineData("-.")]
    [InlineData("-5\n")]
    [InlineData("-e5")]
    [InlineData("-'x'")]
    [InlineData("=\"a\",\"b\"")]
    public void WhatASpreadsheetWouldRunIsEscaped(string text) => Assert.All(EveryColumn(text), field => Assert.Equal("'" + text, field));

    [Theory]
    [InlineData("'=1")]
    [InlineData("''@x")]
    [InlineData("'-5")]
    [InlineData("'\tx")]
    [InlineData("'+;")]
    [InlineData("=1")]
    [InlineData("-5")]
    [InlineData("'5")]
    [InlineData("'")]
    [InlineData("''")]
    public void EveryTextCanBeHadBack(string text) =>
        Assert.All(EveryColumn(text), field => Assert.Equal(text, CsvDialect.Unescape(field)));

    [Theory]
    [InlineData("-5")]
    [InlineData("-007")]
    [InlineData("-0.1")]
    [InlineData("-.5")]
    [InlineData("-5.")]
    [InlineData("+7")]
    [InlineData("+4.50")]
    [InlineData("-1E-300")]
    [InlineData("-Infinity")]
    [InlineData("-1.5e3")]
    [InlineData("-1.23456789012345678901e5")]
    [InlineData("-9223372036854775808")]
    [InlineData("-12345678901234567890123456789012345678901234567890")]
    [InlineData("-0.1000000000000000055511151231257827021181583404541015625")]
    public void ASignedNumberIsANumberToItsLastDigit(string text) => Assert.All(EveryColumn(text), field => Assert.Equal(text, field));

    [Theory]
    [InlineData("5")]
    [InlineData("a=b")]
    [InlineData("a-b")]
    [InlineData("1e5")]
    [InlineData("'quoted'")]
    [InlineData("/etc/passwd")]
    public void OtherTextIsLeftAlone(string text) => Assert.All(EveryColumn(text), field => Assert.Equal(text, field));

    [Theory]
    [InlineData("x;=1+1")]
    [InlineData("x\t=1+1")]
    [InlineData("a=1; b=2")]
    public void TextWithASeparatorOfSpreadsheetsIsQuoted(string text)
    {
        Assert.All(EveryColumn(text), field => Assert.Equal(text, field));
        Assert.Equal(4, Count(TasksWith(text), $"\"{text}\""));
        Assert.Equal(2, Count(RunWith(text), $"\"{text}\""));
    }

    [Fact]
    public void AFormulaWithASeparatorIsEscapedAndQuoted() => Assert.Equal(4, Count(TasksWith("=1;2"), "\"'=1;2\""));

    [Fact]
    public void AResultThatIsNoUtf8DoesNotMakeTheFileUnreadable()
    {
        var text = CsvOutput.Tasks(CsvOutput.Session(), new MadeRun { Tasks = [new MadeTask("x", WorkResult.OfUtf8([0xff, (byte)'a', 0xc3]))] });
        Assert.Equal("\ufffda\ufffd", Rfc4180.Rows(text)[0]["result"]);
    }

    /// <summary>The text as an input, a result, an error's message, a run's error and an option.</summary>
    private static string[] EveryColumn(string text)
    {
        var tasks = Rfc4180.Rows(TasksWith(text));
        var run = Rfc4180.Rows(RunWith(text))[0];
        return [tasks[0]["input"], tasks[0]["result"], tasks[1]["error_type"], tasks[1]["error_message"], run["error"], run["param_option"]];
    }

    private static string TasksWith(string text) => CsvOutput.Tasks(CsvOutput.Session(), new MadeRun
    {
        Tasks = [new MadeTask(text, WorkResult.Of(text)), new MadeTask("") { Fault = new TaskFault(text, text) }],
    });

    private static string RunWith(string text) =>
        CsvOutput.Runs(CsvOutput.Session() with { Parameters = [("option", text)] }, MadeRun.Of("1") with { Error = text });

    private static int Count(string csv, string field) => csv.Split(field).Length - 1;
}

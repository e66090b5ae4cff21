using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting.Xlsx;

/// <summary>Texts of others in cells: what a locale, a formula or the format of the file would change stays what it is.</summary>
public sealed class CellTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-abc")]
    [InlineData("@SUM(A1)")]
    [InlineData("'quoted'")]
    [InlineData("  blanks at both ends  ")]
    [InlineData("\ttab")]
    [InlineData("two\nlines\n")]
    [InlineData("<b>&amp;\"'</b>")]
    [InlineData("]]>")]
    [InlineData("😀 ä 漢")]
    [InlineData("_x0041_")]
    [InlineData("a_x000D_x0041_b_x005f_")]
    [InlineData("TRUE")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("#N/A")]
    [InlineData("2026-01-31")]
    [InlineData("31.1.2026")]
    [InlineData("1/2")]
    [InlineData("1,5")]
    [InlineData("1.10")]
    [InlineData("1.0")]
    [InlineData("007")]
    [InlineData("1e5")]
    [InlineData("1E5")]
    [InlineData("+7")]
    [InlineData("-0")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("٣")]
    [InlineData("1000000000000000")]
    [InlineData("12345678901234567890")]
    [InlineData("-9223372036854775808")]
    [InlineData("0.1000000000000000055511151231257827021181583404541015625")]
    public void ATextIsATextLetterByLetter(string text)
    {
        foreach (var cell in EveryCell(text))
            Assert.Equal(new ReadCell(text, "49"), cell);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 5)]
    [InlineData("-5", -5)]
    [InlineData("0.1", 0.1)]
    [InlineData("-1E-300", -1e-300)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("999999999999999", 999_999_999_999_999)]
    public void ATextThatIsANumberInItsShortestFormIsThatNumber(string text, double number)
    {
        foreach (var cell in EveryCell(text))
            Assert.Equal(new ReadCell(number, ""), cell);
    }

    [Theory]
    [InlineData("a\u0000\u001b[31mb", "a␀␛[31mb")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("a\ufffe\uffff", "a\ufffd\ufffd")]
    public void WhatXmlForbidsIsASignForIt(string text, string shown)
    {
        var book = MadeWorkbook.Of(CsvOutput.Session() with { Parameters = [("option", text)] }, new MadeRun { Tasks = [new MadeTask(text)] });
        Assert.Equal((shown, shown), (book.Rows("tasks")[0]["input"].Value, book.Rows("runs")[0]["param_option"].Value));
    }

    [Fact]
    public void ATextLongerThanACellIsCutAndSaysSo()
    {
        Assert.Equal(new string('x', 32_767), CellText.Of(new string('x', 32_767)));
        var cut = CellText.Of(new string('x', 40_000));
        Assert.Equal(32_767, cut.Length);
        Assert.EndsWith("x… (cut: 40,000 characters, and a cell holds 32,767)", cut, StringComparison.Ordinal);
        foreach (var shift in (string[])["", "x"])
            Assert.DoesNotContain('\ufffd', CellText.Of(shift + string.Concat(Enumerable.Repeat("😀", 20_000))));
    }

    /// <summary>The attributes of a test cannot hold one.</summary>
    [Fact]
    public void HalfAPairOfSurrogatesIsReplaced() => Assert.Equal("\ufffda\ufffd😀\ufffd", CellText.Of("\ud800a\udc00😀\ud83d"));

    [Fact]
    public void ALongTextHasTheFormatOfTextOnlyIfItCouldBecomeAFormula()
    {
        Assert.All(EveryCell(new string('x', 256)), cell => Assert.Equal("", cell.Format));
        Assert.All(EveryCell("=" + new string('x', 256)), cell => Assert.Equal("49", cell.Format));
    }

    /// <summary>The text as an input, a result, an error's message, a run's error and an option.</summary>
    private static ReadCell[] EveryCell(string text)
    {
        var book = MadeWorkbook.Of(CsvOutput.Session() with { Parameters = [("option", text)] }, new MadeRun
        {
            Tasks = [new MadeTask(text, WorkResult.Of(text)), new MadeTask("") { Fault = new TaskFault(text, text) }],
            Error = text,
        });
        var (run, tasks) = (book.Rows("runs")[0], book.Rows("tasks"));
        return [tasks[0]["input"], tasks[0]["result"], tasks[1]["error_type"], tasks[1]["error_message"], run["error"], run["param_option"]];
    }
}

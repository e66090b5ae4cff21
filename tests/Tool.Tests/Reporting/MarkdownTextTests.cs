using Partime.Tool.Reporting;

namespace Partime.Tool.Tests.Reporting;

public sealed class MarkdownTextTests
{
    [Fact]
    public void ATableHasARowPerLineAndNumbersOnTheRight() =>
        Assert.Equal("| a | b |\n|---|--:|\n| x | 1 |\n| y | 2 |\n\n", MarkdownText.Table(["a", "b"], [["x", "1"], ["y", "2"]]));

    [Theory]
    [InlineData("a|b", @"a\|b")]
    [InlineData("~1.00", @"\~1.00")]
    [InlineData("my_own_executor", @"my\_own\_executor")]
    [InlineData("<script>", @"\<script\>")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("process-pool × 2", "process-pool × 2")]
    public void SignsStayWhatTheyAre(string text, string markdown) => Assert.Equal(markdown, MarkdownText.Escape(text));
}

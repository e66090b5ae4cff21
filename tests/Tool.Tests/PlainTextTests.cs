namespace Partime.Tool.Tests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Counts words.", "Counts words.")]
    [InlineData("a\u001b[31mb", "a [31mb")]
    [InlineData("a\n\r\tb", "a b")]
    [InlineData("a\u202eb\u2028c\u0007", "a b c ")]
    [InlineData("é漢😀", "é漢😀")]
    public void WhatATerminalWouldObeyIsABlank(string text, string plain) => Assert.Equal(plain, PlainText.Of(text));
}

using Partime.Tool.Plugins;

namespace Partime.Tool.Tests.Plugins;

public sealed class SettingTests
{
    [Theory]
    [InlineData("count=3", "count", "3")]
    [InlineData("query=a=b", "query", "a=b")]
    [InlineData("name=", "name", "")]
    [InlineData("name= x ", "name", " x ")]
    public void ASettingIsAKeyAndAValue(string text, string key, string value) =>
        Assert.Equal(new Setting(key, value), Setting.Parse(text));

    [Theory]
    [InlineData("count")]
    [InlineData("=3")]
    [InlineData("")]
    public void TextWithoutBothIsAnError(string text)
    {
        var error = Assert.Throws<PartimeException>(() => Setting.Parse(text));
        Assert.Contains($"'{text}' is not a setting", error.Message, StringComparison.Ordinal);
        Assert.Contains("key=value", error.Message, StringComparison.Ordinal);
    }
}

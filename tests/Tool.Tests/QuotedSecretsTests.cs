namespace Partime.Tool.Tests;

public sealed class QuotedSecretsTests
{
    [Theory]
    [InlineData("The input 'http://h/?token=abc' is wrong.", "The input 'http://h/?token=***' is wrong.")]
    [InlineData("Cannot read \"http://h/?a=1&key=abc\": refused", "Cannot read \"http://h/?a=1&key=***\": refused")]
    [InlineData("(see 'password=abc').", "(see 'password=***').")]
    [InlineData("password=ab'c", "password=***")]
    [InlineData("password='", "password=***'")]
    [InlineData("password=.,", "password=***")]
    public void TheQuoteBehindASecretStays(string text, string shown) => Assert.Equal(shown, Secrets.HideIn(text));
}

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

    [Theory]
    [InlineData("http://h/?subscription-key=1&a=2", "http://h/?subscription-key=***&a=2")]
    [InlineData("http://h/?pin=1&ticket=2&hmac=3&sid=4&csrf=5&nonce=6&hash=7#sid=8", "http://h/?pin=***&ticket=***&hmac=***&sid=***&csrf=***&nonce=***&hash=***#sid=***")]
    [InlineData("http://h/?pinned=1&side=2", "http://h/?pinned=1&side=2")]
    [InlineData("hash=sha256", "hash=sha256")]
    public void SomeNamesMeanASecretInAnAddressOnly(string text, string shown) => Assert.Equal(shown, Secrets.HideIn(text));
}

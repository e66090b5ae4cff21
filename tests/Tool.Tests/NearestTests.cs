namespace Partime.Tool.Tests;

public sealed class NearestTests
{
    private static readonly string[] Names = ["http-fetch", "sleep", "sum-squares"];

    [Theory]
    [InlineData("slepe", "sleep")]
    [InlineData("SLEEP", "sleep")]
    [InlineData("seep", "sleep")]
    [InlineData("sumsquares", "sum-squares")]
    [InlineData("http-fetsch", "http-fetch")]
    public void ATypingErrorIsNearWhatWasMeant(string typed, string meant) => Assert.Equal(meant, Nearest.Find(typed, Names));

    [Theory]
    [InlineData("sum", "sum-squares")]
    [InlineData("http", "http-fetch")]
    public void TheBeginningOfANameIsNearIt(string typed, string meant) => Assert.Equal(meant, Nearest.Find(typed, Names));

    [Theory]
    [InlineData("fibonacci")]
    [InlineData("x")]
    [InlineData("")]
    public void SomethingElseIsNearNothing(string typed)
    {
        Assert.Null(Nearest.Find(typed, Names));
        Assert.Equal("", Nearest.Hint(typed, Names));
    }

    [Fact]
    public void TheNearestOfSeveralIsFound() => Assert.Equal("threads", Nearest.Find("treads", ["thread", "threads", "tread-pool"]));

    [Fact]
    public void TwoSwappedLettersAreOneError() => Assert.Equal("ab", Nearest.Find("ba", ["cd", "ab"]));

    [Fact]
    public void TheHintAsks() => Assert.Equal(" Did you mean 'sleep'?", Nearest.Hint("slep", Names));
}

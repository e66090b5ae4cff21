using Partime.Tool.Planning;

namespace Partime.Tool.Tests.Planning;

public sealed class ChunkSpecTests
{
    [Theory]
    [InlineData(1000, 4, 63)]
    [InlineData(100, 2, 13)]
    [InlineData(96, 2, 12)]
    [InlineData(8, 2, 1)]
    [InlineData(9, 2, 2)]
    [InlineData(1, 4, 1)]
    [InlineData(0, 4, 1)]
    [InlineData(2_000_000_000, 1, 500_000_000)]
    public void APoolsChunksAreThoseOfMultiprocessing(long tasks, int workers, int size) =>
        Assert.Equal(size, ChunkSpec.Parse("pool").For(tasks, workers));

    [Fact]
    public void ANumberIsThatNumber() => Assert.Equal(40, ChunkSpec.Parse("40").For(10, 3));

    [Fact]
    public void AutoIsLeftToTheWorkers() => Assert.Equal(ChunkSize.Auto, ChunkSpec.Parse("auto").For(10, 3));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1000000001")]
    [InlineData("Auto")]
    [InlineData("")]
    public void InvalidTextIsQuoted(string text) =>
        Assert.Contains($"The chunk size '{text}' is", Assert.Throws<PartimeException>(() => ChunkSpec.Parse(text)).Message, StringComparison.Ordinal);
}

using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class TextStoreTests : IDisposable
{
    private readonly PrivateTexts texts = new();
    private readonly TextStore store;

    public TextStoreTests() => store = new TextStore(texts);

    public void Dispose() => texts.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(40_000)]
    [InlineData(TextBlocks.BlockSize)]
    [InlineData(600_000)]
    public void WhatIsAppendedIsReadBackFromItsPosition(int length)
    {
        var positions = Enumerable.Range(0, 20).Select(number => store.Append(Text(number, length + number))).ToArray();
        Assert.Equal(20, positions.Distinct().Count());
        for (var number = 0; number < 20; number++)
            Assert.Equal(Text(number, length + number), texts.Read(positions[number], length + number).ToArray());
    }

    [Fact]
    public void SmallTextsShareABlock()
    {
        var first = store.Append([1]);
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(first + 1 + (3 * i), store.Append([1, 2, 3]));
    }

    [Fact]
    public void AnEmptyTextHasAPositionToo() => Assert.True(texts.Read(store.Append([]), 0).IsEmpty);

    [Theory]
    [InlineData(10)]
    [InlineData(300_000)]
    public void BlocksThatWereTakenBackAreReused(int length)
    {
        var first = Blocks();
        Assert.Equal(first, Blocks());

        List<nint> Blocks()
        {
            texts.Clear();
            return [.. Enumerable.Range(0, 50).Select(_ => texts.Rent(length).Start)];
        }
    }

    [Fact]
    public void ATextWithoutSpaceHasNoPosition()
    {
        var full = new TextStore(new Full());
        Assert.Equal(TextStore.NoSpace, full.Append([1]));
        Assert.Equal(TextStore.NoSpace, full.Append(new byte[100]));
    }

    private static byte[] Text(int number, int length) => [.. Enumerable.Repeat((byte)number, length)];

    private sealed class Full : TextBlocks
    {
        public override TextBlock Rent(int bytes) => default;

        public override bool Has(long position, int length) => false;

        public override ReadOnlyMemory<byte> Read(long position, int length) => default;

        public override void Clear() { }

        public override void Dispose() { }
    }
}

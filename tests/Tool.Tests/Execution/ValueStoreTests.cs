using Partime.Tool.Execution;

namespace Partime.Tool.Tests.Execution;

public sealed class ValueStoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(40_000)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public void WhatIsAppendedIsReadBackFromItsPosition(int length)
    {
        var store = new ValueStore();
        var positions = Enumerable.Range(0, 20).Select(number => store.Append(Value(number, length + number))).ToArray();
        Assert.Equal(20, positions.Distinct().Count());
        for (var number = 0; number < 20; number++)
            Assert.Equal(Value(number, length + number), store.Read(positions[number], length + number).ToArray());
    }

    [Fact]
    public void SmallValuesShareABlock()
    {
        var store = new ValueStore();
        store.Append([1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            store.Append([1, 2, 3]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void AnEmptyValueIsEmpty()
    {
        var store = new ValueStore();
        Assert.True(store.Read(store.Append([]), 0).IsEmpty);
    }

    private static byte[] Value(int number, int length) => [.. Enumerable.Repeat((byte)number, length)];

    [Theory]
    [InlineData(10)]
    [InlineData(70_000)]
    public void AClearedStoreAsksForNoMoreMemory(int length)
    {
        var store = new ValueStore();
        var value = new byte[length];
        for (var i = 0; i < 50; i++)
            store.Append(value);
        store.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            store.Append(value);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AnEmptyValueHasAPositionToo()
    {
        var store = new ValueStore();
        Assert.True(store.Read(store.Append([]), 0).IsEmpty);
    }
}

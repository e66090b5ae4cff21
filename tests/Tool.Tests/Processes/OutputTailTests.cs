using System.Text;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

public sealed unsafe class OutputTailTests : IDisposable
{
    private readonly int reader;
    private readonly OutputTail tail = new();
    private int writer;

    public OutputTailTests()
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, LibC.pipe2(ends, 0));
        (reader, writer) = (ends[0], ends[1]);
    }

    public void Dispose()
    {
        _ = LibC.close(reader);
        Close();
    }

    [Fact]
    public void OutputIsKeptWithoutTheWhiteSpaceAroundIt()
    {
        Say("\n  one\ntwo \n");
        Assert.True(tail.ReadFrom(reader));
        Assert.Equal("one\ntwo", tail.ToString());
    }

    [Fact]
    public void LinesEndTheSameOnEverySystem()
    {
        Say("one\r\ntwo\r\n");
        Assert.True(tail.ReadFrom(reader));
        Assert.Equal("one\ntwo", tail.ToString());
    }

    [Fact]
    public void WithoutOutputTheTailIsEmpty()
    {
        Assert.True(tail.ReadFrom(reader));
        Assert.Equal("", tail.ToString());
    }

    [Fact]
    public void AtTheEndOfThePipeThereIsNoMoreToRead()
    {
        Say("end");
        Close();
        while (tail.ReadFrom(reader))
        {
            // Until the end is seen.
        }
        Assert.Equal("end", tail.ToString());
    }

    [Fact]
    public void OnlyTheLastLinesAreShown()
    {
        Say(string.Join('\n', Enumerable.Range(1, 100)));
        tail.ReadFrom(reader);
        Assert.Equal(string.Join('\n', Enumerable.Range(81, 20)), tail.ToString());
    }

    [Theory]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(50_000)]
    public void TheEndOfALongLineIsKept(int length)
    {
        var line = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        foreach (var piece in line.Chunk(1_000))
        {
            Say(new string(piece));
            tail.ReadFrom(reader);
        }
        Assert.Equal(line[^Math.Min(length, 4_096)..], tail.ToString());
    }

    [Fact]
    public void BytesThatAreNoTextAreReplaced()
    {
        Write([0x00, 0xFF, (byte)'o', 0x00, (byte)'k']);
        tail.ReadFrom(reader);
        Assert.Equal("\ufffdok", tail.ToString());
    }

    private void Say(string text) => Write(Encoding.UTF8.GetBytes(text));

    private void Write(byte[] bytes)
    {
        fixed (byte* start = bytes)
            Assert.Equal(bytes.Length, LibC.write(writer, start, bytes.Length));
    }

    private void Close()
    {
        if (writer >= 0)
            _ = LibC.close(writer);
        writer = -1;
    }
}

using Partime.Tool.Files;

namespace Partime.Tool.Tests.Files;

public sealed unsafe class DescriptorStreamTests : IDisposable
{
    private const int NonBlocking = 0x800;

    private readonly int writer;
    private int reader;

    public DescriptorStreamTests()
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, LibC.pipe2(ends, LibC.O_CLOEXEC));
        (reader, writer) = (ends[0], ends[1]);
    }

    public void Dispose()
    {
        _ = LibC.close(reader);
        _ = LibC.close(writer);
    }

    [Fact]
    public void EachWriteGoesOnWhereTheDescriptorStands()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["both"], "");
        var file = LibC.open(folder["both"], LibC.O_RDWR | LibC.O_CLOEXEC, 0);
        using var one = new DescriptorStream(file, reportsBrokenPipe: true);
        using var other = new DescriptorStream(file, reportsBrokenPipe: true);
        one.Write("one, "u8);
        other.Write("other, "u8);
        one.Write("one again"u8);
        _ = LibC.close(file);
        Assert.Equal("one, other, one again", File.ReadAllText(folder["both"]));
    }

    [Fact]
    public void AFullPipeIsWaitedForAlsoIfItDoesNotBlock()
    {
        const int Length = 1 << 20;
        _ = LibC.fcntl(writer, LibC.F_SETFL, NonBlocking);
        var read = 0;
        var reading = new Thread(() =>
        {
            var bytes = stackalloc byte[1 << 16];
            while (read < Length && LibC.read(reader, bytes, 1 << 16) is > 0 and var count)
                read += (int)count;
        });
        reading.Start();
        using var stream = new DescriptorStream(writer, reportsBrokenPipe: true);
        var writing = new Thread(() => stream.Write(new byte[Length]));
        writing.Start();
        Assert.True(writing.Join(TimeSpan.FromMinutes(5)) && reading.Join(TimeSpan.FromMinutes(5)), "The pipe was not written to its end.");
        Assert.Equal(Length, read);
    }

    /// <summary>Data without a reader ends the session. What a plugin writes to the console does not harm the plugin.</summary>
    [Fact]
    public void ABrokenPipeIsAnErrorWhereItIsToBeReported()
    {
        _ = LibC.close(reader);
        reader = -1;
        using var data = new DescriptorStream(writer, reportsBrokenPipe: true);
        Assert.Equal(LibC.EPIPE, Assert.Throws<IOException>(() => data.Write("row"u8)).HResult);
        using var console = new DescriptorStream(writer, reportsBrokenPipe: false);
        console.Write("text"u8);
    }

    /// <summary>As when a task prints the beginning of a text, cut in the middle of a sign.</summary>
    [Fact]
    public void HalfASurrogatePairIsReplacedAsByTheConsole()
    {
        using (var text = StandardStreams.WriterTo(writer))
            text.Write("a\ud83db");
        var bytes = stackalloc byte[16];
        Assert.Equal("a\ufffdb"u8, new ReadOnlySpan<byte>(bytes, (int)LibC.read(reader, bytes, 16)));
    }

    [Fact]
    public void AClosedDescriptorCannotBeWrittenTo()
    {
        using var stream = new DescriptorStream(-1, reportsBrokenPipe: true);
        Assert.Throws<UnauthorizedAccessException>(() => stream.Write("text"u8));
    }
}

using System.IO.Pipes;
using System.Text;
using Partime.Tool.Processes;

namespace Partime.Tool.Tests.Processes;

/// <summary>The parts of the home that systems other than Linux have. The pools on it are tested by the other classes here, which build.sh runs a second time.</summary>
public sealed unsafe class PortableHomeTests
{
    [Fact]
    public void MessagesStayWhole()
    {
        using var pipe = new Pipe();
        Assert.True(pipe.Writer.Send(MessageKind.Work));
        Assert.True(pipe.Writer.Send(MessageKind.Cancel, 7));
        Assert.True(pipe.Writer.Send([MessageKind.Unusable, .. new byte[Channel.MaxMessageBytes - 1]]));

        Assert.Equal([MessageKind.Work], pipe.Receive());
        Assert.True(Channel.Says(pipe.Receive(), MessageKind.Cancel, 7));
        Assert.Equal(Channel.MaxMessageBytes, pipe.Receive().Length);
        pipe.CloseWriter();
        Assert.Empty(pipe.Receive());
    }

    /// <summary>It is out of step from then on, so no later byte may pass for a message.</summary>
    [Theory]
    [InlineData("I")]
    [InlineData("a line that a task prints\n")]
    [InlineData("\u00b5\0\0")]
    public void WhatIsNoMessageMakesNoSenseAndNothingFollows(string stray)
    {
        using var pipe = new Pipe();
        Assert.True(pipe.Writer.Send(MessageKind.Idle, 1));
        pipe.Write(Encoding.Latin1.GetBytes(stray));
        Assert.True(pipe.Writer.Send(MessageKind.Idle, 2));
        pipe.CloseWriter();

        Assert.True(Channel.Says(pipe.Receive(), MessageKind.Idle, 1));
        Assert.Equal([0], pipe.Receive());
        Assert.Empty(pipe.Receive());
    }

    [Fact]
    public void AMessageToAProcessThatIsGoneIsNotSent()
    {
        using var pipe = new Pipe();
        pipe.CloseReader();
        Assert.False(pipe.Writer.Send(MessageKind.Work));
    }

    [Fact]
    public void AFileThatAnotherProcessOpensIsTheSameMemoryAndGoesWithItsOwner()
    {
        using var folder = new TemporaryFolder();
        Assert.True(MappedFile.TryCreate(folder.Path, out var file, out _));
        Assert.True(file.TryReserve(0, 200_000));
        Assert.Equal(200_000, file.Bytes);
        using (var other = MappedFile.Open(file.Name))
        {
            var mapped = file.Map(0, 200_000);
            other.Map(0, 200_000)[199_999] = 42;
            Assert.Equal(42, mapped[199_999]);
            Assert.True(other.TryWrite(300_000, [1]));
            Assert.Equal(300_001, file.Bytes);
        }
        Assert.Single(Directory.GetFiles(folder.Path));
        file.Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.Equal(-1, file.Descriptor);
    }

    [Fact]
    public void AFolderThatIsNotThereIsRefusedWithTheReason()
    {
        Assert.False(MappedFile.TryCreate("/no such folder", out _, out var refusal));
        Assert.Contains("/no such folder", refusal.Reason, StringComparison.Ordinal);
        Assert.False(refusal.IsLimit);
    }

    [Theory]
    [InlineData(0, "exit 0", "exited with code 0")]
    [InlineData(3, "exit 3", "exited with code 3")]
    [InlineData(137, "SIGKILL", "was killed by SIGKILL")]
    [InlineData(139, "SIGSEGV", "was killed by SIGSEGV")]
    [InlineData(255, "exit 255", "exited with code 255")]
    public void OutsideOfWindowsCodesAbove128AreSignals(int code, string name, string sentence)
    {
        var status = ExitStatus.OfCode(code, isWindows: false);
        Assert.Equal((name, sentence), (status.Name, status.ToString()));
    }

    [Theory]
    [InlineData(3, "exit 3", "exited with code 3")]
    [InlineData(137, "exit 137", "exited with code 137")]
    [InlineData(unchecked((int)0xC0000005), "exit 0xC0000005", "exited with code 0xC0000005 (access violation)")]
    [InlineData(70_000, "exit 0x00011170", "exited with code 0x00011170")]
    public void OnWindowsTheyAreNot(int code, string name, string sentence)
    {
        var status = ExitStatus.OfCode(code, isWindows: true);
        Assert.Equal((name, sentence), (status.Name, status.ToString()));
        Assert.False(status.IsKilled);
    }

    /// <summary>A pipe with a channel at each end.</summary>
    private sealed class Pipe : IDisposable
    {
        private readonly AnonymousPipeServerStream writer = new(PipeDirection.Out);
        private readonly AnonymousPipeClientStream reader;
        private readonly PipeChannel receiver;

        public Pipe()
        {
            reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
            receiver = new PipeChannel(reader, Stream.Null);
            Writer = new PipeChannel(Stream.Null, writer);
        }

        public PipeChannel Writer { get; }

        public byte[] Receive()
        {
            var message = new byte[Channel.MaxMessageBytes];
            return message[..receiver.Receive(message)];
        }

        public void Write(byte[] bytes) => writer.Write(bytes);

        public void CloseWriter() => writer.Dispose();

        public void CloseReader() => reader.Dispose();

        public void Dispose()
        {
            reader.Dispose();
            writer.Dispose();
        }
    }
}

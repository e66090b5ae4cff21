using Partime.Tool.Installation;

namespace Partime.Tool.Tests.Installation;

public sealed class DownloadFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, Func<Stream, byte[], Task>> Ways => new()
    {
        { "array", (stream, bytes) => Task.Run(() => stream.Write(bytes, 0, bytes.Length)) },
        { "span", (stream, bytes) => Task.Run(() => stream.Write(bytes.AsSpan())) },
        { "memory", (stream, bytes) => stream.WriteAsync(bytes.AsMemory()).AsTask() },
        { "copy", (stream, bytes) => new MemoryStream(bytes).CopyToAsync(stream) },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ADownloadAboveTheLimitIsRefused(string way, Func<Stream, byte[], Task> write)
    {
        await using var file = new DownloadFile(folder[way]) { MaxLength = 16 };
        await write(file, new byte[16]);
        var error = await Assert.ThrowsAsync<PartimeException>(() => write(file, new byte[1]));

        Assert.Equal("The feed sends more than 16 bytes, the limit for a plugin's package.", error.Message);
        Assert.Equal(16, file.Length);
    }

    public void Dispose() => folder.Dispose();
}

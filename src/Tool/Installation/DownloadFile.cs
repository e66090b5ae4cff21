namespace Partime.Tool.Installation;

/// <summary>A new file that a feed writes into, and that never grows beyond what a package may have: a feed could send for ever.</summary>
internal sealed class DownloadFile(string path) : FileStream(path, PluginFolders.NewFile)
{
    /// <summary>The most bytes that are taken.</summary>
    public long Most { get; init; } = PackageLimits.Bytes;

    public override void Write(byte[] buffer, int offset, int count)
    {
        RequireRoom(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RequireRoom(buffer.Length);
        base.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        RequireRoom(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        RequireRoom(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void RequireRoom(int count)
    {
        if (Position + count > Most)
            throw new PartimeException($"The feed sends more than {Most:N0} bytes, which are too many for a plugin's package.");
    }
}

using System.IO.Compression;
using System.IO.Hashing;

namespace Partime.Tool.Installation;

/// <summary>One entry of a package, which may be unpacked.</summary>
internal sealed class PackedFile
{
    private const int BufferSize = 80 * 1024;

    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;
    private const int WindowsFolder = 0x10;
    private const int WindowsLink = 0x400;

    private readonly ZipArchiveEntry entry;

    public PackedFile(ZipArchiveEntry entry)
    {
        this.entry = entry;
        Path = EntryName.ToPath(entry.FullName);
        RequireFile();
        RequireUnsuspicious();
    }

    public string Path { get; }

    /// <summary>As the archive says, which only <see cref="CopyTo"/> can tell from a lie.</summary>
    public long Size => entry.Length;

    /// <exception cref="InvalidDataException">The bytes are not what the archive says of them.</exception>
    public void CopyTo(Stream destination)
    {
        // Nothing of this is checked by the library: neither that the size is true, nor the checksum.
        var checksum = new Crc32();
        var size = 0L;
        try
        {
            using var content = entry.Open();
            var buffer = new byte[BufferSize];
            for (int read; size <= Size && (read = content.Read(buffer)) > 0; size += read)
            {
                checksum.Append(buffer.AsSpan(0, read));
                destination.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is damaged: {exception.Message.TrimEnd('.')}", exception);
        }
        if (size != Size)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} does not unpack to the {Size:N0} bytes that it promises");
        if (checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is damaged: its checksum is wrong");
    }

    private void RequireFile()
    {
        var type = (entry.ExternalAttributes >> 16) & FileTypeMask;
        if (type == SymbolicLink || (entry.ExternalAttributes & WindowsLink) != 0)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is a link");
        if ((type != 0 && type != RegularFile) || (entry.ExternalAttributes & WindowsFolder) != 0)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} is no ordinary file");
    }

    private void RequireUnsuspicious()
    {
        if (Size > PackageLimits.UnsuspiciousBytes && Size / PackageLimits.Ratio > entry.CompressedLength)
            throw new InvalidDataException($"its entry {Quoted.Name(Path)} would unpack {entry.CompressedLength:N0} bytes to {Size:N0}, as only bombs do");
    }
}

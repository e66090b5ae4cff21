using System.Buffers.Binary;

namespace Partime.Tool.Installation;

/// <summary>
/// Holds the two descriptions that a zip archive has of every entry against each other. <see cref="System.IO.Compression.ZipArchive"/>
/// believes the second one, other programs the first, so that one archive can show a scanner other files than partime; and it
/// lets entries share their bytes, which is how small archives unpack to petabytes.
/// <code>
/// header, bytes | header, bytes | … | directory: header, header, … | end: number of entries, place of the directory
/// </code>
/// </summary>
internal static class ZipHeaders
{
    private const uint EndSignature = 0x06054b50;
    private const int EndLength = 22;

    public static void Check(Stream file)
    {
        if (file.Length > PackageLimits.Bytes)
            throw new InvalidDataException($"it has {file.Length:N0} bytes, and partime opens none of more than {PackageLimits.Bytes:N0}");
        var (headers, end) = ReadDirectory(file);
        headers.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        // From the last to the first, so that it is known where an entry must have come to an end.
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            var name = Quoted.Name(headers[i].Text);
            Check(headers[i], name);
            var local = ZipHeader.ReadLocal(file, headers[i].Offset);
            if (!headers[i].Agrees(local))
                throw new InvalidDataException($"it describes its entry {name} in two ways");
            if ((long)local.Offset + local.Length + headers[i].PackedSize > end)
                throw new InvalidDataException($"its entry {name} reaches into the next one");
            end = headers[i].Offset;
        }
    }

    private static void Check(ZipHeader header, string name)
    {
        if (header.IsEncrypted)
            throw new InvalidDataException($"its entry {name} is encrypted");
        if (header is { IsStored: false, IsDeflated: false })
            throw new InvalidDataException($"its entry {name} is compressed by a method that packages do not use ({header.Method})");
        if (header.IsZip64)
            throw new InvalidDataException($"its entry {name} is written as if it were larger than 4 GB");
        if (header.IsStored && header.PackedSize != header.Size)
            throw new InvalidDataException($"its entry {name} has two sizes");
    }

    private static (List<ZipHeader> Headers, long Start) ReadDirectory(Stream file)
    {
        var (count, size, start) = ReadEnd(file);
        if (count > PackageLimits.Entries)
            throw new InvalidDataException($"it has {count:N0} entries, and partime unpacks no more than {PackageLimits.Entries:N0}");
        if (size > PackageLimits.DirectoryBytes)
            throw new InvalidDataException($"its list of entries has {size:N0} bytes, and partime reads no more than {PackageLimits.DirectoryBytes:N0}");

        var directory = new byte[size];
        file.Position = start;
        file.ReadExactly(directory);
        var headers = new List<ZipHeader>(count);
        var at = 0;
        for (; headers.Count < count; at += headers[^1].Length)
            headers.Add(ZipHeader.ReadDirectory(directory.AsSpan(at)));
        return at == size ? (headers, start) : throw new InvalidDataException("it has more entries than it says");
    }

    private static (int Count, uint Size, uint Start) ReadEnd(Stream file)
    {
        // Archives may have a comment behind the end, and in it another end for other programs to find; packages have none.
        Span<byte> end = stackalloc byte[EndLength];
        file.Position = Math.Max(0, file.Length - EndLength);
        var isEnd = file.ReadAtLeast(end, EndLength, throwOnEndOfStream: false) == EndLength
            && BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == 0;
        if (!isEnd)
            throw new InvalidDataException(IsBegunAsZip(file) ? "it begins as a package and does not end as one: it is cut off, or something is behind it" : "it is no zip archive, as every package is");

        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        return (long)start + size + EndLength == file.Length
            ? (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), size, start)
            : throw new InvalidDataException("its list of entries is not where it should be");
    }

    private static bool IsBegunAsZip(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        file.Position = 0;
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK"u8);
    }
}

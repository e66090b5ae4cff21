using System.Buffers.Binary;
using System.Text;

namespace Partime.Tool.Installation;

/// <summary>
/// Compares the two headers that a zip archive has for every entry. <see cref="System.IO.Compression.ZipArchive"/> trusts the second
/// one and other programs the first, so one archive could show a virus scanner other files than partime. <c>ZipArchive</c> also lets
/// entries share their bytes, which lets a small archive unpack to petabytes.
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
            throw new InvalidDataException($"it has {file.Length:N0} bytes, and the limit is {PackageLimits.Bytes:N0}");
        var (headers, end) = ReadDirectory(file);
        headers.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        // From the last to the first, so that the end of each entry's room is known.
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            var name = Quoted.Name(headers[i].Text);
            Check(headers[i], name);
            var local = ZipHeader.ReadLocal(file, headers[i].Offset);
            if (!headers[i].Agrees(local))
                throw new InvalidDataException($"its two headers of the entry {name} differ");
            if ((long)local.Offset + local.Length + headers[i].PackedSize > end)
                throw new InvalidDataException($"its entry {name} overlaps the next one");
            end = headers[i].Offset;
        }
    }

    private static void Check(ZipHeader header, string name)
    {
        if (header.IsEncrypted)
            throw new InvalidDataException($"its entry {name} is encrypted");
        if (header is { IsStored: false, IsDeflated: false })
            throw new InvalidDataException($"its entry {name} uses a compression method that packages do not use ({header.Method})");
        if (header.IsZip64)
            throw new InvalidDataException($"its entry {name} has a header for sizes above 4 GB");
        if (header.IsStored && header.PackedSize != header.Size)
            throw new InvalidDataException($"its entry {name} is not compressed and has two different sizes");
    }

    private static (List<ZipHeader> Headers, long Start) ReadDirectory(Stream file)
    {
        var (count, size, start) = ReadEnd(file);
        if (count > PackageLimits.Entries)
            throw new InvalidDataException($"it has {count:N0} entries, and the limit is {PackageLimits.Entries:N0}");
        if (size > PackageLimits.DirectoryBytes)
            throw new InvalidDataException($"its list of entries has {size:N0} bytes, and the limit is {PackageLimits.DirectoryBytes:N0}");

        var directory = new byte[size];
        file.Position = start;
        file.ReadExactly(directory);
        var headers = new List<ZipHeader>(count);
        var at = 0;
        for (; headers.Count < count; at += headers[^1].Length)
            headers.Add(ZipHeader.ReadDirectory(directory.AsSpan(at)));
        return at == size ? (headers, start) : throw new InvalidDataException("it has more entries than it declares");
    }

    private static (int Count, uint Size, uint Start) ReadEnd(Stream file)
    {
        // A comment could contain a second end record for other programs to find. Packages have no comment.
        Span<byte> end = stackalloc byte[EndLength];
        file.Position = Math.Max(0, file.Length - EndLength);
        var isEnd = file.ReadAtLeast(end, EndLength, throwOnEndOfStream: false) == EndLength
            && BinaryPrimitives.ReadUInt32LittleEndian(end) == EndSignature && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == 0;
        if (!isEnd)
            throw new InvalidDataException(StartsAsZip(file) ? "it starts as a package and does not end as one: it is truncated, or has extra bytes at its end" : "it is not a zip archive");

        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        return (long)start + size + EndLength == file.Length
            ? (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), size, start)
            : throw new InvalidDataException("its list of entries is not where it should be");
    }

    private static bool StartsAsZip(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        file.Position = 0;
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK"u8);
    }
}

/// <summary>The header of one entry. An archive has it twice: in the directory at its end, and in front of the entry's bytes. Only the
/// directory has the offset of those.</summary>
internal sealed record ZipHeader(ushort Flags, ushort Method, uint Crc, uint PackedSize, uint Size, byte[] Name, uint Offset, int Length)
{
    private const uint DirectorySignature = 0x02014b50;
    private const int DirectoryLength = 46;
    private const uint LocalSignature = 0x04034b50;
    private const int LocalLength = 30;

    private const int Encrypted = 1 << 0;
    private const int SizesFollow = 1 << 3;
    private const int Masked = 1 << 13;

    /// <summary>Decoding would change names that are not UTF-8, and two of them could become the same.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsEncrypted => (Flags & (Encrypted | Masked)) != 0;

    public bool IsStored => Method == 0;

    public bool IsDeflated => Method == 8;

    /// <summary>The sizes and the offset are in an extra field, as for entries above 4 GB.</summary>
    public bool IsZip64 => PackedSize == uint.MaxValue || Size == uint.MaxValue || Offset == uint.MaxValue;

    public string Text
    {
        get
        {
            try
            {
                return Utf8.GetString(Name);
            }
            catch (DecoderFallbackException exception)
            {
                throw new InvalidDataException("it has a name that is not UTF-8", exception);
            }
        }
    }

    public static ZipHeader ReadDirectory(ReadOnlySpan<byte> bytes)
    {
        Require(bytes, DirectorySignature, DirectoryLength);
        int name = U16(bytes, 28), rest = U16(bytes, 30) + U16(bytes, 32);
        Require(bytes, DirectorySignature, DirectoryLength + name + rest);
        return new ZipHeader(U16(bytes, 8), U16(bytes, 10), U32(bytes, 16), U32(bytes, 20), U32(bytes, 24), bytes.Slice(DirectoryLength, name).ToArray(), U32(bytes, 42), DirectoryLength + name + rest);
    }

    public static ZipHeader ReadLocal(Stream file, uint offset)
    {
        Span<byte> start = stackalloc byte[LocalLength];
        file.Position = offset;
        Require(start[..file.ReadAtLeast(start, LocalLength, throwOnEndOfStream: false)], LocalSignature, LocalLength);
        var name = new byte[U16(start, 26)];
        if (file.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) < name.Length)
            throw Damaged();
        return new ZipHeader(U16(start, 6), U16(start, 8), U32(start, 14), U32(start, 18), U32(start, 22), name, offset, LocalLength + name.Length + U16(start, 28));
    }

    /// <summary>A program that writes an archive as a stream knows the sizes only after the bytes, so the header in front omits them.</summary>
    public bool Agrees(ZipHeader local) =>
        Name.AsSpan().SequenceEqual(local.Name) && Method == local.Method && Flags == local.Flags
        && ((Flags & SizesFollow) != 0 || (Crc == local.Crc && PackedSize == local.PackedSize && Size == local.Size));

    private static void Require(ReadOnlySpan<byte> bytes, uint signature, int length)
    {
        if (bytes.Length < length || U32(bytes, 0) != signature)
            throw Damaged();
    }

    private static InvalidDataException Damaged() => new("its list of entries is damaged");

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

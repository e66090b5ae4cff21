using System.Buffers.Binary;
using System.Text;

namespace Partime.Tool.Installation;

/// <summary>What an archive says of one entry: once in its directory, at its end, and once more in front of the entry's bytes. Only
/// the directory says where those are.</summary>
internal sealed record ZipHeader(ushort Flags, ushort Method, uint Crc, uint PackedSize, uint Size, byte[] Name, uint Offset, int Length)
{
    private const uint DirectorySignature = 0x02014b50;
    private const int DirectoryLength = 46;
    private const uint LocalSignature = 0x04034b50;
    private const int LocalLength = 30;

    private const int Encrypted = 1 << 0;
    private const int SizesFollow = 1 << 3;
    private const int Masked = 1 << 13;

    /// <summary>Names that are not UTF-8 would be changed on their way into a string, and two of them could become one.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public bool IsEncrypted => (Flags & (Encrypted | Masked)) != 0;

    public bool IsStored => Method == 0;

    public bool IsDeflated => Method == 8;

    /// <summary>The sizes and the place are in another part, for which they would have to be larger than 4 GB.</summary>
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

    /// <summary>Whoever writes an archive in one go knows the sizes only behind the bytes, and leaves them out in front.</summary>
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

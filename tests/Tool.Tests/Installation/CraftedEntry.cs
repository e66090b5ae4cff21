using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Partime.Tool.Tests.Installation;

/// <summary>An entry of a zip archive, of which everything can be a lie.</summary>
internal sealed record CraftedEntry(byte[] Name, byte[] Bytes, byte[] Packed)
{
    public CraftedEntry(string name, string content) : this(name, Encoding.UTF8.GetBytes(content)) { }

    public CraftedEntry(string name, byte[] content) : this(Encoding.UTF8.GetBytes(name), content, Deflate(content)) { }

    /// <summary>In front of the bytes; usually as in the directory.</summary>
    public byte[]? LocalName { get; init; }

    public uint? LocalSize { get; init; }

    /// <summary>The bit for names in UTF-8.</summary>
    public ushort Flags { get; init; } = 1 << 11;

    public ushort Method { get; init; } = 8;

    public uint Size { get; init; } = (uint)Bytes.Length;

    public uint Crc { get; init; } = Crc32.HashToUInt32(Bytes);

    /// <summary>Of a Unix file system in the upper half, of Windows in the lower one.</summary>
    public uint Attributes { get; init; }

    /// <summary>It has no bytes of its own and uses those of the entry with this number.</summary>
    public int? SharesWith { get; init; }

    /// <summary>Its bytes as they are.</summary>
    public CraftedEntry Stored() => this with { Method = 0, Packed = Bytes };

    private static byte[] Deflate(byte[] content)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write(content);
        return packed.ToArray();
    }
}
